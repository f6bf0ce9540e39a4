import { targetOf } from '../../recipe/targets.ts';
import type { BuildResult, JournalHeader, UnaskedReason } from '../journal/journal.ts';
import type { OpenTimeline } from './open-timeline.ts';
import type { Copy, Phase, Status, Step } from './stages.ts';

/** What can be told of a build beside its log. */
export type Glance = {
	readonly header: JournalHeader;
	readonly phases: readonly Phase[];
	readonly steps: readonly Step[];
	readonly instance?: string;
	readonly address?: string;
	readonly sandbox?: { readonly kind: 'container' | 'trace'; readonly detail: string };
	/** Why the machine is not asked what is in its image, if it is not. */
	readonly unasked?: UnaskedReason;
	/** Regions that get a copy, with the state of each. */
	readonly copies: readonly Copy[];
	/** How far AWS is with the image and with each copy, 0 to 100, by region, where it was asked. */
	readonly percents: Readonly<Record<string, number>>;
	/** Whether Packer was told to end, as soon as somebody wanted that. */
	readonly cancelling: boolean;
	readonly result?: BuildResult;
	/** Time of the last entry. */
	readonly time: number;
	/** Where several things are made, each as if it were the only one: their phases and steps are those here, in order. */
	readonly parts?: readonly Glance[];
};

/** A build as it was after an entry of the journal, and what that entry noted. */
export type Moment = Glance & { readonly notice?: string };

/**
 * Phases and steps as they are shown, with the layers of steps: what is over and was only checked is not `done`. In a trace nothing is run, also
 * where the journal, from before there was an entry for it, does not say so of each script.
 */
const shownStages = ({
	phases,
	steps,
	notRun,
	layers,
	sandbox,
}: Pick<OpenTimeline, 'phases' | 'steps' | 'notRun' | 'layers' | 'sandbox'>): Pick<
	OpenTimeline,
	'phases' | 'steps'
> => {
	const shownSteps = steps.map((step): Step => {
		const shown = { ...step, ...layers.find(({ script }) => script === step.script) };
		return step.status === 'done' && (sandbox?.kind === 'trace' || notRun.includes(step.script))
			? { ...shown, status: 'not-run' }
			: shown;
	});
	const has = (wanted: Status): boolean => shownSteps.some(({ status }) => status === wanted);
	const nothingRan = has('not-run') && !has('done');
	const shownPhases = phases.map(
		(phase): Phase =>
			phase.id === 'provision' && phase.status === 'done' && nothingRan
				? { ...phase, status: 'not-run' }
				: phase,
	);
	return { phases: shownPhases, steps: shownSteps };
};

type Open = Omit<OpenTimeline, 'log'>;

/** What is shown of one thing that is made. */
export const partGlance = (open: Open): Omit<Glance, 'parts'> => {
	const { header, copies, percents, cancelReason, time, instance, address, sandbox, unasked, result } = open;
	return {
		header,
		...shownStages(open),
		...(instance === undefined ? {} : { instance }),
		...(address === undefined ? {} : { address }),
		...(sandbox === undefined ? {} : { sandbox }),
		...(unasked === undefined ? {} : { unasked }),
		copies,
		percents,
		cancelling: cancelReason !== undefined,
		...(result === undefined ? {} : { result }),
		time,
	};
};

/** How a build ended of which the parts ended so: well if all did. */
const resultOf = (parts: readonly Glance[]): BuildResult | undefined =>
	parts.map(({ result }) => result).find(result => result !== 'done') ?? parts[0]?.result;

/** What is shown of a build at this moment, by the open Timelines of what it makes, the first of them that of the AMI. */
export const glanceOf = (header: JournalHeader, [first, ...others]: readonly [Open, ...Open[]]): Glance => {
	const main = partGlance(first);
	if (others.length === 0) {
		return main;
	}

	const parts = [main, ...others.map(partGlance)];
	const { result: _, ...rest } = main;
	const result = resultOf(parts);
	return {
		...rest,
		header,
		phases: parts.flatMap(part =>
			part.phases.map(phase => ({ ...phase, target: targetOf(part.header.recipe) })),
		),
		steps: parts.flatMap(({ steps }) => steps),
		...(result === undefined ? {} : { result }),
		parts,
	};
};

/** What a glance is made of: it is replaced, never changed in place. */
const made = [
	'phases',
	'steps',
	'instance',
	'address',
	'sandbox',
	'unasked',
	'copies',
	'percents',
	'cancelReason',
	'notRun',
	'layers',
	'result',
] as const satisfies readonly (keyof OpenTimeline)[];

/** Whether a glance would show something new. */
export const hasChanged = (before: OpenTimeline, after: OpenTimeline): boolean => {
	for (const key of made) {
		if (after[key] !== before[key]) {
			return true;
		}
	}

	return false;
};

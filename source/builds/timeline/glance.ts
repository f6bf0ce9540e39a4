import type { BuildResult, JournalHeader } from '../journal/journal.ts';
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
	/** Regions that get a copy, with the state of each. */
	readonly copies: readonly Copy[];
	/** Whether Packer was told to end, as soon as somebody wanted that. */
	readonly cancelling: boolean;
	readonly result?: BuildResult;
	/** Time of the last entry. */
	readonly time: number;
};

/** A build as it was after an entry of the journal, and what that entry noted. */
export type Moment = Glance & { readonly notice?: string };

/**
 * Phases and steps as they are shown: what is over and was only checked is not `done`. In a trace nothing is run, also
 * where the journal, from before there was an entry for it, does not say so of each script.
 */
const withNotRun = ({
	phases,
	steps,
	notRun,
	sandbox,
}: Pick<OpenTimeline, 'phases' | 'steps' | 'notRun' | 'sandbox'>): Pick<OpenTimeline, 'phases' | 'steps'> => {
	const shownSteps = steps.map(
		(step): Step =>
			step.status === 'done' && (sandbox?.kind === 'trace' || notRun.includes(step.script))
				? { ...step, status: 'not-run' }
				: step,
	);
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

/** What an open Timeline shows at this moment. */
export const glanceOf = (open: Omit<OpenTimeline, 'log'>): Glance => {
	const { header, copies, cancelReason, time, instance, address, sandbox, result } = open;
	return {
		header,
		...withNotRun(open),
		...(instance === undefined ? {} : { instance }),
		...(address === undefined ? {} : { address }),
		...(sandbox === undefined ? {} : { sandbox }),
		copies,
		cancelling: cancelReason !== undefined,
		...(result === undefined ? {} : { result }),
		time,
	};
};

/** What a glance is made of: it is replaced, never changed in place. */
const made = [
	'phases',
	'steps',
	'instance',
	'address',
	'sandbox',
	'copies',
	'cancelReason',
	'notRun',
	'result',
] as const satisfies readonly (keyof OpenTimeline)[];

/** Whether a glance would show something new. */
export const hasChanged = (before: OpenTimeline, after: OpenTimeline): boolean =>
	made.some(key => after[key] !== before[key]);

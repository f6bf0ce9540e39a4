import { spokenDuration } from '../../base/durations.ts';
import { printable } from '../../base/printable.ts';
import { notRunText } from '../../builds/report/not-run.ts';
import {
	buildDuration,
	copyName,
	fromText,
	partName,
	phaseName,
	sandboxText,
} from '../../builds/report/phase-names.ts';
import type { Glance, Moment } from '../../builds/timeline/glance.ts';
import type { Phase, Stage, Step } from '../../builds/timeline/timeline.ts';
import { heldText } from '../../recipe/step-doubts.ts';
import { cancelEffect, cancelEventText } from '../stopping.ts';
import { copyStages } from './phases.ts';

/** Something that happened in a build, in words. The time in milliseconds since 1970. */
export type Happening = { readonly time: number; readonly text: string };

const waiting: Stage = { status: 'waiting' };

/** What changed of a phase, a step or a copy: that it began, and how it ended. */
const stageHappenings = (
	name: string,
	before: Stage = waiting,
	after: Stage & Pick<Step, 'from'>,
	now: number,
): { readonly began: readonly Happening[]; readonly ended: readonly Happening[] } => {
	const { status, began, ended } = after;
	const isOver = status === 'done' || status === 'failed' || status === 'not-run';
	if (before.status === status || (status !== 'running' && !isOver)) {
		return { began: [], ended: [] };
	}

	const took =
		began === undefined || ended === undefined || status === 'not-run'
			? ''
			: `, ${after.from === undefined ? spokenDuration(ended - began) : fromText(after.from, now)}`;
	const word = status === 'not-run' ? notRunText : status;
	return {
		began:
			before.began !== undefined || began === undefined ? [] : [{ time: began, text: `started: ${name}` }],
		ended: isOver ? [{ time: ended ?? now, text: `${word}: ${name}${took}` }] : [],
	};
};

/** `step 2 of 3, ssh-grunt`. */
const stepLabel = (step: Step, index: number, steps: readonly Step[]): string =>
	`step ${index + 1} of ${steps.length}, ${step.name}`;

/** What is known of the machine, or of the container, in which something is made. */
const placeFacts = (before: Glance, { instance, address, time }: Glance): Happening[] =>
	[
		instance !== undefined && instance !== before.instance && `machine: ${instance}`,
		address !== undefined && address !== before.address && `address: ${address}`,
	].flatMap(text => (text ? { time, text } : []));

const facts = (before: Moment, after: Moment): Happening[] => {
	const { sandbox, cancelling, notice, time } = after;
	const reason = sandbox?.kind === 'trace' ? `. ${sandbox.detail}` : '';
	return [
		sandbox && !before.sandbox && `rehearsal: ${sandboxText(after)}${reason}`,
		cancelling && !before.cancelling && cancelEventText(cancelEffect(after)),
		notice !== undefined && `note: ${printable(notice)}`,
	].flatMap(text => (text ? { time, text } : []));
};

/** One that waits has not begun, whatever the phase has. */
const copyTimes = ({ phases, copies }: Glance): readonly Stage[] =>
	copyStages(phases.find(({ id }) => id === 'copy') ?? {}, copies).map(({ began, ...copy }) => ({
		...copy,
		...(copy.status !== 'waiting' && began !== undefined && { began }),
	}));

const copyHappenings = (before: Glance, after: Glance): Happening[] => {
	const known = copyTimes(before);
	return copyTimes(after).flatMap((copy, index) => {
		const name = copyName(after.copies[index]?.region ?? '');
		const { began, ended } = stageHappenings(name, known[index], copy, after.time);
		return [...began, ...ended];
	});
};

const phaseHappenings = (before: Glance, after: Glance, phase: Phase, index: number): Happening[] => {
	if (phase.id === 'copy' && after.copies.length > 0) {
		return copyHappenings(before, after);
	}

	const { steps, time } = after;
	const { began, ended } = stageHappenings(
		phaseName(phase, after.header.recipe),
		before.phases[index],
		phase,
		time,
	);
	const ofSteps =
		phase.id === 'provision'
			? steps.map((step, at) => stageHappenings(stepLabel(step, at, steps), before.steps[at], step, time))
			: [];
	return [...began, ...ofSteps.flatMap(step => [...step.began, ...step.ended]), ...ended];
};

const results = {
	done: 'done',
	failed: 'failed',
	cancelled: 'cancelled',
	interrupted: 'interrupted',
	unknown: 'ended, how is not known',
} as const;

const endHappenings = (before: Moment, after: Moment): Happening[] => {
	const { result, time, header } = after;
	if (result === undefined || before.result !== undefined) {
		return [];
	}

	const took = spokenDuration(buildDuration(after, time));
	return [{ time, text: `${results[result]}: ${header.recipe.name}, ${took}` }];
};

/** What happened to one thing that is made. */
const partHappenings = (before: Glance, after: Glance): readonly Happening[] => [
	...placeFacts(before, after),
	...after.phases.flatMap((phase, index) => phaseHappenings(before, after, phase, index)),
];

/** What happened to all that is made; of several things it is said of which. */
const allHappenings = (before: Moment, after: Moment): readonly Happening[] =>
	after.parts?.flatMap((part, index) =>
		partHappenings(before.parts?.[index] ?? before, part).map(({ time, text }) => ({
			time,
			text: `${partName(part)}: ${text}`,
		})),
	) ?? partHappenings(before, after);

/** What happened between two moments of a build, in order: one event each, the status as a word. */
export const happenings = (before: Moment, after: Moment): readonly Happening[] =>
	// An entry may tell of what was earlier. Within one instant the order is this one, so the sort has to be stable, which
	// it is.
	[...facts(before, after), ...allHappenings(before, after), ...endHappenings(before, after)].sort(
		(a, b) => a.time - b.time,
	);

/** The step and the phase that run. */
export const running = ({ phases, steps }: Pick<Glance, 'phases' | 'steps'>) => ({
	phase: phases.find(({ status }) => status === 'running'),
	step: steps.find(({ status }) => status === 'running'),
});

/** How far AWS is with what a phase waits for, within a line; empty where it does not tell. */
const progressText = ({ id }: Phase, { header, copies, percents }: Glance): string => {
	const waited =
		id === 'image'
			? [header.recipe.aws.region]
			: id === 'copy'
				? copies.filter(({ status }) => status === 'running').map(({ region }) => region)
				: [];
	const told = waited.flatMap(region => {
		const percent = percents[region];
		return percent === undefined ? [] : [`${id === 'copy' ? `${region} ` : ''}${percent} %`];
	});
	return told.length === 0 ? '' : ` (${told.join(', ')})`;
};

/** What still runs, for how long, and what may hold it: `step 2 of 3, ssh-grunt, 31 seconds`. Milliseconds since 1970. */
export const runningText = (moment: Glance, now: number): string => {
	const { header, steps, parts } = moment;
	if (parts) {
		return parts
			.filter(({ phases }) => phases.some(({ status }) => status === 'running'))
			.map(part => `${partName(part)}: ${runningText(part, now)}`)
			.join('; ');
	}

	const { step, phase } = running(moment);
	const name = step
		? stepLabel(step, steps.indexOf(step), steps)
		: phase
			? phaseName(phase, header.recipe) + progressText(phase, moment)
			: header.recipe.name;
	const since = (step ?? phase)?.began ?? header.time;
	const held = step && heldText(header.recipe, step.name, header.warnings);
	return `${name}, ${spokenDuration(now - since)}${held === undefined ? '' : `; ${held}`}`;
};

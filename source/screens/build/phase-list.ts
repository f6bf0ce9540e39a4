import { durationText } from '../../base/durations.ts';
import { copyName, notRunText, phaseName } from '../../builds/report/phase-names.ts';
import type { Copy, Phase, PhaseId, Stage, Status, Step, Timeline } from '../../builds/timeline/timeline.ts';
import { stepWindow } from './step-window.ts';

/** A row of the list of phases and steps. */
export type PhaseRow = {
	/** The same for the same thing at every moment. */
	readonly id: string;
	readonly status: Status;
	readonly name: string;
	/** Time spent, or that it was not run; empty if there is nothing to say yet. */
	readonly time: string;
	/** Steps stand below their phase. */
	readonly indented: boolean;
	/** Index of the step; undefined for a phase, and for a row that stands for several steps. */
	readonly step?: number;
};

/** Rows of steps below their phase on a screen of the usual height. */
const usualSteps = 4;
/** Up to so many copies have a row each; more are folded into one. */
const copiesShown = 2;

const spent = ({ status, began, ended }: Stage, now: number): string => {
	if (status === 'not-run') {
		return notRunText;
	}

	return began === undefined || status === 'waiting' ? '' : durationText((ended ?? now) - began);
};

const row = (id: string, name: string, stage: Stage, now: number): PhaseRow => ({
	id,
	status: stage.status,
	name,
	time: spent(stage, now),
	indented: false,
});

/** The copies that the Recipe asks for. A hand-made template may copy more, which must not move the rows. */
const plannedCopies = ({ header, copies }: Timeline): readonly Copy[] =>
	copies.filter(({ region }) => region !== header.recipe.region && header.recipe.copyTo.includes(region));

/** The phases that this build can have, decided before it begins. */
const plannedPhases = (timeline: Timeline): readonly Phase[] => {
	const { recipe, steps } = timeline.header;
	const needless: Partial<Record<PhaseId, boolean>> = {
		provision: steps.length === 0,
		stop: recipe.spot,
		copy: plannedCopies(timeline).length === 0,
	};
	return timeline.phases.filter(({ id }) => needless[id] !== true);
};

const hasCopyRows = (copies: readonly Copy[], folded: boolean): boolean =>
	!folded && copies.length <= copiesShown;

const copyRows = (phase: Phase, copies: readonly Copy[], folded: boolean, now: number): PhaseRow[] => {
	if (hasCopyRows(copies, folded)) {
		// Packer tells when all copies are ready, not when one is: each has the time of the phase.
		return copies.map(({ region, status }) =>
			row(`copy-${region}`, copyName(region), { ...phase, status }, now),
		);
	}

	const done = copies.filter(({ status }) => status === 'done').length;
	const count = done > 0 && done < copies.length ? `  ${done} of ${copies.length}` : '';
	const [only] = copies;
	const name = only && copies.length === 1 ? copyName(only.region) : copyName(`${copies.length} regions`);
	return [row('copy', name + count, phase, now)];
};

const provisionRow = (phase: Phase, { steps }: Timeline, now: number): PhaseRow => {
	const at = steps.findIndex(({ status }) => status === 'running' || status === 'failed');
	const position = at >= 0 && phase.status !== 'done' ? ` ${at + 1} of ${steps.length}` : '';
	return row('provision', phaseName('provision') + position, phase, now);
};

/** Index of the step on which the eye should be: the one that runs or failed, else the next, else the last. */
export const currentStep = ({ steps }: Timeline): number => {
	const active = steps.findIndex(({ status }) => status === 'running' || status === 'failed');
	const next = active >= 0 ? active : steps.findIndex(({ status }) => status === 'waiting');
	return next >= 0 ? next : Math.max(0, steps.length - 1);
};

/** The time that several steps took together. */
const togetherTime = (timeline: Timeline, from: number, to: number): string => {
	const times = timeline.steps
		.slice(from, to)
		.map(({ began, ended }) => (began === undefined || ended === undefined ? 0 : ended - began));
	return times.every(time => time === 0) ? '' : durationText(times.reduce((sum, time) => sum + time, 0));
};

/** What several steps above the window have in common: their state, and a word for it. */
const together = (steps: readonly Step[]): { readonly status: Status; readonly word: string } => {
	if (steps.every(({ status }) => status === 'done' || status === 'skipped')) {
		return { status: 'done', word: 'done' };
	}

	return steps.every(({ status }) => status === 'not-run')
		? { status: 'not-run', word: notRunText }
		: { status: 'waiting', word: 'before' };
};

export type PhaseListOptions = {
	/** Milliseconds since 1970. */
	readonly now: number;
	/** Rows that the list may take. */
	readonly room: number;
	/** Rows of steps that are enough where there is room for more. */
	readonly steps?: number;
	/** Index of the step that has to be among those shown; the current one if missing. */
	readonly selected?: number | undefined;
};

const stepRows = (
	timeline: Timeline,
	rows: number,
	current: number,
	{ now }: PhaseListOptions,
): PhaseRow[] => {
	const { steps } = timeline;
	const { above, from, to, below } = stepWindow(steps.length, rows, current);
	const earlier = steps.slice(0, above);
	const { status, word } = together(earlier);
	return [
		...(above === 0
			? []
			: [
					{
						id: 'steps-above',
						status,
						name: `${above} ${word}`,
						time: status === 'not-run' ? '' : togetherTime(timeline, 0, above),
						indented: true,
					},
				]),
		...steps.slice(from, to).map((step, index) => ({
			...row(`step-${from + index}`, step.name, step, now),
			indented: true,
			step: from + index,
		})),
		...(below === 0
			? []
			: [
					{
						id: 'steps-below',
						status: 'waiting' as const,
						name: `${below} more`,
						time: '',
						indented: true,
					},
				]),
	];
};

/**
 * The phases in order, with the steps below theirs. Which rows there are, and where, is decided by the build and the
 * room alone: they are all there from the first moment and keep their place.
 */
export const phaseRows = (timeline: Timeline, options: PhaseListOptions): PhaseRow[] => {
	const { now, room } = options;
	const phases = plannedPhases(timeline);
	const copies = plannedCopies(timeline);
	const count = (folded: boolean): number =>
		phases.length + (hasCopyRows(copies, folded) ? Math.max(0, copies.length - 1) : 0);
	const folded = count(false) > room;
	const current = options.selected ?? currentStep(timeline);
	const stepRoom = Math.max(
		0,
		Math.min(timeline.steps.length, options.steps ?? usualSteps, room - count(folded)),
	);
	return phases.flatMap(phase => {
		switch (phase.id) {
			case 'copy':
				return copyRows(phase, copies, folded, now);
			case 'provision':
				return [provisionRow(phase, timeline, now), ...stepRows(timeline, stepRoom, current, options)];
			default:
				return [row(phase.id, phaseName(phase.id), phase, now)];
		}
	});
};

/**
 * The widest that the name of a row can get, in characters, with its indent: what the list's width has to hold. Steps
 * have the names that people gave them, which may be cut.
 */
export const widestName = (timeline: Timeline, withSteps: boolean): number => {
	const copies = plannedCopies(timeline);
	const copyNames =
		copies.length > copiesShown
			? [`${copyName(`${copies.length} regions`)}  ${copies.length - 1} of ${copies.length}`]
			: copies.map(({ region }) => copyName(region));
	const names = [
		...plannedPhases(timeline).map(({ id }) => phaseName(id)),
		...copyNames,
		...(withSteps ? timeline.steps.map(({ name }) => `  ${name}`) : []),
	];
	return Math.max(...names.map(name => name.length));
};

import { durationText } from '../../base/durations.ts';
import { notRunText } from '../../builds/report/not-run.ts';
import { copyName, fromText, partName, phaseName } from '../../builds/report/phase-names.ts';
import type { Copy, Phase, PhaseId, Stage, Status, Step, Timeline } from '../../builds/timeline/timeline.ts';

/** A phase, a copy, a step or several of them, as a row of a list. */
export type PhaseRow = {
	/** The same for the same thing at every moment. */
	readonly id: string;
	readonly status: Status;
	readonly name: string;
	/** Time spent, that it was not run, or from when it was taken; empty if there is nothing to say yet. */
	readonly time: string;
	/** Steps stand below their phase. */
	readonly indented: boolean;
	/** Index of the step; undefined for a phase, and for a row that stands for several steps. */
	readonly step?: number;
};

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
	copies.filter(
		({ region }) => region !== header.recipe.aws.region && header.recipe.aws.copyTo.includes(region),
	);

/** The phases that this build can have, decided before it begins. */
const plannedPhases = (timeline: Timeline): readonly Phase[] => {
	const { recipe, steps } = timeline.header;
	const needless: Partial<Record<PhaseId, boolean>> = {
		provision: steps.length === 0,
		stop: recipe.aws.spot,
		copy: plannedCopies(timeline).length === 0,
	};
	return timeline.phases.filter(({ id }) => needless[id] !== true);
};

const copiesName = (copies: readonly Copy[]): string => {
	const [only] = copies;
	return copyName(only && copies.length === 1 ? only.region : `${copies.length} regions`);
};

/** Packer tells when all copies are ready, not when one is: each has the times of the phase then. Ours have their own. */
export const copyStages = (
	{ began, ended }: Omit<Stage, 'status'>,
	copies: readonly Copy[],
): readonly Copy[] =>
	copies.some(copy => copy.began !== undefined)
		? copies
		: copies.map(copy => ({
				...(began !== undefined && { began }),
				...(ended !== undefined && { ended }),
				...copy,
			}));

/** How far AWS is with what a row stands for, while it is at it: `  43 %`. */
const percentText = ({ status }: Pick<Stage, 'status'>, percent: number | undefined): string =>
	status === 'running' && percent !== undefined ? `  ${percent} %` : '';

const copyRows = (
	phase: Phase,
	copies: readonly Copy[],
	isFolded: boolean,
	{ percents, now }: { readonly percents: Timeline['percents']; readonly now: number },
): PhaseRow[] => {
	if (!isFolded) {
		return copyStages(phase, copies).map(({ region, ...stage }) =>
			row(`copy-${region}`, copyName(region) + percentText(stage, percents[region]), stage, now),
		);
	}

	const done = copies.filter(({ status }) => status === 'done').length;
	const count = done > 0 && done < copies.length ? `  ${done} of ${copies.length}` : '';
	return [row('copy', copiesName(copies) + count, phase, now)];
};

const provisionRow = (phase: Phase, { header, steps }: Timeline, now: number): PhaseRow => {
	const at = steps.findIndex(({ status }) => status === 'running' || status === 'failed');
	const position = at >= 0 && phase.status !== 'done' ? ` ${at + 1} of ${steps.length}` : '';
	return row('provision', phaseName({ id: 'provision' }, header.recipe) + position, phase, now);
};

/**
 * The phases in order, without the steps of theirs. Which rows there are is decided by the build and the room alone:
 * they are all there from the first moment and keep their place.
 * @param room rows that there may be, if copies are to have one each.
 */
export const phaseRows = (timeline: Timeline, now: number, room: number): readonly PhaseRow[] => {
	const phases = plannedPhases(timeline);
	const copies = plannedCopies(timeline);
	const isFolded = copies.length > copiesShown || phases.length + Math.max(0, copies.length - 1) > room;
	return phases.flatMap(phase => {
		switch (phase.id) {
			case 'copy':
				return copyRows(phase, copies, isFolded, { percents: timeline.percents, now });
			case 'provision':
				return [provisionRow(phase, timeline, now)];
			case 'image': {
				const { header, percents } = timeline;
				const name = phaseName(phase, header.recipe);
				return [row(phase.id, name + percentText(phase, percents[header.recipe.aws.region]), phase, now)];
			}

			default:
				return [row(phase.id, phaseName(phase, timeline.header.recipe), phase, now)];
		}
	});
};

/** How one of several things that are made stands, in one row: the phase that it is in, among all of its. */
export const partRow = (part: Timeline, now: number, isFolded: boolean): PhaseRow => {
	const rows = phaseRows(part, now, 0);
	const at = rows.findIndex(({ status }) => status === 'running' || status === 'failed');
	const active = at >= 0 ? rows[at] : undefined;
	const isOver = part.result !== undefined || rows.every(({ status }) => status !== 'waiting');
	const began = part.phases.find(phase => phase.began !== undefined)?.began;
	const goesOn = rows.some(row => row.status === 'running') || (!isOver && active === undefined);
	const ended = Math.max(...part.phases.map(phase => phase.ended ?? 0));
	const status: Status =
		active?.status ?? (isOver ? (part.result === 'done' ? 'done' : 'skipped') : 'waiting');
	const name = partName(part);
	return {
		id: `part-${name}`,
		status: active === undefined && isOver && part.result === undefined ? 'done' : status,
		name: isFolded && active ? `${name}: ${active.name}` : name,
		time: began === undefined ? '' : durationText((goesOn ? now : ended) - began),
		indented: false,
	};
};

/** The steps of a part among all steps of the build. */
export const firstStep = ({ parts = [] }: Timeline, index: number): number =>
	parts.slice(0, index).reduce((sum, { steps }) => sum + steps.length, 0);

/** Index of the step on which the eye should be: the one that runs or failed, else the next, else the last. */
export const currentStep = ({ steps }: Timeline): number => {
	const active = steps.findIndex(({ status }) => status === 'running' || status === 'failed');
	const next = active >= 0 ? active : steps.findIndex(({ status }) => status === 'waiting');
	return next >= 0 ? next : Math.max(0, steps.length - 1);
};

/** A step as a row below its phase. */
export const stepRow = (step: Step, index: number, now: number): PhaseRow => ({
	...row(`step-${index}`, step.name, step, now),
	...(step.from !== undefined && step.status !== 'waiting' && { time: fromText(step.from, now) }),
	indented: true,
	step: index,
});

/** The time that several steps took together. */
const togetherTime = (steps: readonly Step[]): string => {
	const time = steps.reduce(
		(sum, { began, ended }) => sum + (began === undefined || ended === undefined ? 0 : ended - began),
		0,
	);
	return time === 0 ? '' : durationText(time);
};

/** Several steps before others, in one row: what they have in common. */
export const earlierRow = (steps: readonly Step[]): PhaseRow => {
	const base = { id: 'steps-above', indented: true } as const;
	const count = steps.length;
	if (steps.every(({ status }) => status === 'done' || status === 'skipped')) {
		return { ...base, status: 'done', name: `${count} done`, time: togetherTime(steps) };
	}

	const notRun = steps.filter(({ status }) => status === 'not-run').length;
	const done = steps.filter(({ status }) => status === 'done').length;
	return notRun > 0 && notRun + done === count
		? {
				...base,
				status: 'not-run',
				name: `${done > 0 ? `${done} done, ` : ''}${notRun} ${notRunText}`,
				time: done > 0 ? togetherTime(steps) : '',
			}
		: { ...base, status: 'waiting', name: `${count} before`, time: togetherTime(steps) };
};

/** Several steps after others, in one row. */
export const laterRow = (count: number): PhaseRow => ({
	id: 'steps-below',
	status: 'waiting',
	name: `${count} more`,
	time: '',
	indented: true,
});

/** The longest names that the rows can get, steps with their indent: what a list's width has to hold. */
export const longestNames = (timeline: Timeline, withSteps: boolean): readonly string[] => {
	const copies = plannedCopies(timeline);
	if (timeline.parts) {
		return timeline.parts.flatMap(part => [
			...longestNames(part, withSteps),
			...plannedPhases(part).map(phase => `${partName(part)}: ${phaseName(phase, part.header.recipe)}`),
		]);
	}

	return [
		...plannedPhases(timeline).map(phase => phaseName(phase, timeline.header.recipe)),
		...(copies.length > copiesShown
			? [`${copiesName(copies)}  ${copies.length - 1} of ${copies.length}`]
			: copies.map(({ region }) => copyName(region))),
		...(withSteps ? timeline.steps.map(({ name }) => `  ${name}`) : []),
	];
};

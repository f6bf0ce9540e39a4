import { spokenDuration } from '../base/durations.ts';
import { printable } from '../base/printable.ts';
import { programCommand } from '../base/program.ts';
import type { JournalEntry } from '../builds/journal/journal.ts';
import {
	buildDuration,
	buildRegions,
	copyName,
	notRunText,
	phaseName,
	sandboxText,
} from '../builds/report/phase-names.ts';
import type { Phase, Stage, Step, Timeline } from '../builds/timeline/timeline.ts';

/** Milliseconds without a line after which one says that the build goes on. */
export const heartbeatPause = 30_000;

export type Clock = (time: number) => string;

/** `10:42:07`, by the clock of the place. Time in milliseconds since 1970. */
export const clockTime: Clock = time => {
	const date = new Date(time);
	return [date.getHours(), date.getMinutes(), date.getSeconds()]
		.map(value => String(value).padStart(2, '0'))
		.join(':');
};

type Event = { readonly time: number; readonly text: string };

const tookText = ({ began, ended }: Stage): string =>
	began === undefined || ended === undefined ? '' : `, ${spokenDuration(ended - began)}`;

/** What changed of a phase, a step or a copy, as a word and its name. */
const stageEvents = (name: string, before: Stage, after: Stage, now: number): Event[] => {
	if (before.status === after.status) {
		return [];
	}

	const hadBegun = before.began !== undefined;
	const started: readonly Event[] =
		hadBegun || after.began === undefined ? [] : [{ time: after.began, text: `started: ${name}` }];
	switch (after.status) {
		case 'running':
			return [...started];
		case 'not-run':
			return [...started, { time: after.ended ?? now, text: `${notRunText}: ${name}` }];
		case 'done':
		case 'failed':
			return [...started, { time: after.ended ?? now, text: `${after.status}: ${name}${tookText(after)}` }];
		default:
			return [];
	}
};

const stepLabel = (step: Step, index: number, steps: readonly Step[]): string =>
	`step ${index + 1} of ${steps.length}, ${step.name}`;

const factEvents = (before: Timeline, after: Timeline, entry: JournalEntry): Event[] => {
	const { time } = entry;
	const texts: string[] = [];
	if (after.sandbox && !before.sandbox) {
		const reason = after.sandbox.kind === 'trace' ? `. ${after.sandbox.detail}` : '';
		texts.push(`rehearsal: ${sandboxText(after)}${reason}`);
	}

	if (after.instance !== undefined && before.instance !== after.instance) {
		texts.push(`machine: ${after.instance}`);
	}

	if (after.address !== undefined && before.address !== after.address) {
		texts.push(`address: ${after.address}`);
	}

	if (after.cancelling && !before.cancelling) {
		texts.push('cancelling: Packer cleans up first');
	}

	if (entry.kind === 'notice') {
		texts.push(`note: ${printable(entry.message)}`);
	}

	return texts.map(text => ({ time, text }));
};

/** Packer tells when all copies are ready, not when one is: each has the times of the phase. */
const copyStages = ({ phases, copies }: Timeline): readonly Stage[] => {
	const { began, ended } = phases.find(({ id }) => id === 'copy') ?? {};
	return copies.map(({ status }) => ({
		status,
		...(began === undefined || status === 'waiting' ? {} : { began }),
		...(ended === undefined ? {} : { ended }),
	}));
};

const waiting: Stage = { status: 'waiting' };

const copyEvents = (before: Timeline, after: Timeline): Event[] => {
	const known = copyStages(before);
	return copyStages(after).flatMap((copy, index) =>
		stageEvents(copyName(after.copies[index]?.region ?? ''), known[index] ?? waiting, copy, after.time),
	);
};

/** The log of the step that failed, or the last lines of Packer if none did. */
const failedLog = (timeline: Timeline): string[] => {
	const failed = timeline.steps.findIndex(step => step.status === 'failed');
	const name = timeline.steps[failed]?.name;
	if (name === undefined) {
		return [];
	}

	const lines = timeline.log
		.filter(line => line.step === failed)
		.map(line => `  ${printable(line.text)}`.trimEnd());
	return lines.length === 0 ? [] : [`log of ${name}:`, ...lines];
};

const results = {
	done: 'done',
	failed: 'failed',
	cancelled: 'cancelled',
	interrupted: 'interrupted',
	unknown: 'ended, how is not known',
} as const;

const endEvents = (before: Timeline, after: Timeline): Event[] => {
	if (after.result === undefined || before.result !== undefined) {
		return [];
	}

	const took = spokenDuration(buildDuration(after, after.time));
	const name = after.header.recipe.name;
	return [{ time: after.time, text: `${results[after.result]}: ${name}, ${took}` }];
};

const stagesEvents = (before: Timeline, after: Timeline): Event[] => {
	const eventsOf = (phase: Phase, index: number): Event[] =>
		stageEvents(phaseName(phase.id), before.phases[index] ?? waiting, phase, after.time);
	const stepEvents = after.steps.flatMap((step, index) =>
		stageEvents(stepLabel(step, index, after.steps), before.steps[index] ?? waiting, step, after.time),
	);
	return after.phases.flatMap((phase, index) => {
		switch (phase.id) {
			case 'provision': {
				const [first, ...rest] = eventsOf(phase, index);
				const begins = first?.text.startsWith('started') === true;
				return begins ? [first, ...stepEvents, ...rest] : [...stepEvents, ...(first ? [first] : [])];
			}
			case 'copy':
				return after.copies.length === 0 ? eventsOf(phase, index) : copyEvents(before, after);
			default:
				return eventsOf(phase, index);
		}
	});
};

/** The first lines of a build: its id, and how to watch and to cancel it. */
export const headerLines = (timeline: Timeline, clock: Clock = clockTime): string[] => {
	const { header } = timeline;
	const program = programCommand();
	const regions = buildRegions(timeline).join(', ');
	const mode = header.mode === 'rehearsal' ? 'rehearsal of ' : '';
	return [
		`build ${header.id}: ${mode}${header.recipe.name}, ${regions}`,
		`watch it: ${program} builds watch ${header.id}; cancel it: ${program} builds cancel ${header.id}`,
	].map(text => `${clock(header.time)}  ${text}`);
};

/**
 * What an entry of the journal changed, as plain lines: one line an event with the time in front and the status as a
 * word. The log of a failed step comes last, when the build is over.
 */
export const entryLines = (
	before: Timeline,
	after: Timeline,
	entry: JournalEntry,
	clock: Clock = clockTime,
): string[] => {
	const events = [
		...factEvents(before, after, entry),
		...stagesEvents(before, after),
		...endEvents(before, after),
	];
	const over = after.result !== undefined && before.result === undefined;
	// An entry may tell of what was earlier. Within one instant the order is the one above, so the sort has to be stable,
	// which it is.
	return [
		...events.sort((a, b) => a.time - b.time).map(({ time, text }) => `${clock(time)}  ${text}`),
		...(over ? failedLog(after) : []),
	];
};

const runningName = (timeline: Timeline): string => {
	const step = timeline.steps.findIndex(({ status }) => status === 'running');
	const stage = timeline.steps[step];
	if (stage) {
		return stepLabel(stage, step, timeline.steps);
	}

	const phase = timeline.phases.find(({ status }) => status === 'running');
	return phase ? phaseName(phase.id) : timeline.header.recipe.name;
};

const runningSince = (timeline: Timeline): number => {
	const stages: readonly Stage[] = [...timeline.steps, ...timeline.phases];
	return stages.find(({ status }) => status === 'running')?.began ?? timeline.header.time;
};

/**
 * A line that says what still runs, if nothing was printed for 30 seconds; undefined if that is not due or the build is
 * over. All times in milliseconds since 1970.
 */
export const heartbeatLine = (
	timeline: Timeline,
	lastPrinted: number,
	now: number,
	clock: Clock = clockTime,
): string | undefined =>
	timeline.result !== undefined || now - lastPrinted < heartbeatPause
		? undefined
		: `${clock(now)}  still: ${runningName(timeline)}, ${spokenDuration(now - runningSince(timeline))}`;

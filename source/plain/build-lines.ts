import { spokenDuration } from '../base/durations.ts';
import { printable } from '../base/printable.ts';
import { programCommand } from '../base/program.ts';
import { buildDuration, buildRegions, copyName, phaseName, sandboxText } from '../build/phase-names.ts';
import type { Phase, Stage, Step, Timeline } from '../build/timeline.ts';

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
const stageEvents = (name: string, before: Stage | undefined, after: Stage, now: number): Event[] => {
	if (before?.status === after.status) {
		return [];
	}

	const started: Event = { time: after.began ?? now, text: `started: ${name}` };
	const wasRunning = before?.status === 'running';
	switch (after.status) {
		case 'running':
			return [started];
		case 'done':
		case 'failed': {
			const ended: Event = { time: after.ended ?? now, text: `${after.status}: ${name}${tookText(after)}` };
			return wasRunning || after.began === undefined ? [ended] : [started, ended];
		}
		default:
			return [];
	}
};

const stepLabel = (step: Step, index: number, steps: readonly Step[]): string =>
	`step ${index + 1} of ${steps.length}, ${step.name}`;

const headerEvents = (timeline: Timeline): Event[] => {
	const { header } = timeline;
	const program = programCommand();
	const regions = buildRegions(timeline).join(', ');
	const mode = header.mode === 'rehearsal' ? 'rehearsal of ' : '';
	return [
		{ time: header.time, text: `build ${header.id}: ${mode}${header.recipe.name}, ${regions}` },
		{
			time: header.time,
			text: `watch it: ${program} builds watch ${header.id}; cancel it: ${program} builds cancel ${header.id}`,
		},
	];
};

const factEvents = (before: Timeline | undefined, after: Timeline): Event[] => {
	const events: Event[] = [];
	if (after.sandbox && !before?.sandbox) {
		const reason = after.sandbox.kind === 'trace' ? `; ${after.sandbox.detail}` : '';
		events.push({ time: after.time, text: `rehearsal: ${sandboxText(after)}${reason}` });
	}

	if (after.instance !== undefined && before?.instance !== after.instance) {
		events.push({ time: after.time, text: `machine: ${after.instance}` });
	}

	if (after.address !== undefined && before?.address !== after.address) {
		events.push({ time: after.time, text: `address: ${after.address}` });
	}

	if (after.cancelling && !before?.cancelling) {
		events.push({ time: after.time, text: 'cancelling: Packer cleans up first' });
	}

	for (const line of after.log.slice(before?.log.length ?? 0)) {
		if (line.source === 'notice') {
			events.push({ time: line.time, text: `note: ${printable(line.text)}` });
		}
	}

	return events;
};

/** Packer tells when all copies are ready, not when one is: each has the times of the phase. */
const copyEvents = (before: Timeline | undefined, after: Timeline): Event[] => {
	const { began, ended } = after.phases.find(({ id }) => id === 'copy') ?? {};
	const times = { ...(began === undefined ? {} : { began }), ...(ended === undefined ? {} : { ended }) };
	return after.copies.flatMap(({ region, status }, index) =>
		stageEvents(copyName(region), before?.copies[index], { ...times, status }, after.time),
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

const endEvents = (before: Timeline | undefined, after: Timeline): Event[] => {
	if (after.result === undefined || before?.result !== undefined) {
		return [];
	}

	const took = spokenDuration(buildDuration(after, after.time));
	const name = after.header.recipe.name;
	return [{ time: after.time, text: `${results[after.result]}: ${name}, ${took}` }];
};

/**
 * A build as plain lines: what happened between two states of its Timeline, one line an event with the time in front
 * and the status as a word. The log of a failed step comes last, when the build is over. Without a state before it
 * begins with the build's id.
 */
export const buildLines = (
	before: Timeline | undefined,
	after: Timeline,
	clock: Clock = clockTime,
): string[] => {
	const eventsOf = (phase: Phase): Event[] => {
		const known = before?.phases.find(({ id }) => id === phase.id);
		return stageEvents(phaseName(phase.id), known, phase, after.time);
	};
	const stepEvents = after.steps.flatMap((step, index) =>
		stageEvents(stepLabel(step, index, after.steps), before?.steps[index], step, after.time),
	);
	const phaseEvents = after.phases.flatMap(phase => {
		switch (phase.id) {
			case 'provision': {
				const [first, ...rest] = eventsOf(phase);
				const begins = first?.text.startsWith('started') === true;
				return begins ? [first, ...stepEvents, ...rest] : [...stepEvents, ...(first ? [first] : [])];
			}
			case 'copy':
				return after.copies.length === 0 ? eventsOf(phase) : copyEvents(before, after);
			default:
				return eventsOf(phase);
		}
	});
	const events = [
		...(before === undefined ? headerEvents(after) : []),
		...factEvents(before, after),
		...phaseEvents,
		...endEvents(before, after),
	];
	const over = after.result !== undefined && before?.result === undefined;
	// The order within one instant is the one above, so the sort has to be stable, which it is.
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

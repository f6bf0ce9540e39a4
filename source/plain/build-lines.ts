import type { Actions } from '../actions/contract.ts';
import type { Environment } from '../base/paths.ts';
import { printable } from '../base/printable.ts';
import { programCommand } from '../base/program.ts';
import { placesText } from '../builds/report/phase-names.ts';
import type { Moment } from '../builds/timeline/glance.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { wholeLog } from '../flow/whole-log.ts';
import { happenings, runningText } from '../flow/words/moments.ts';
import { costSoFarText, remainingText } from '../flow/words/remaining.ts';

/** Milliseconds without a line after which one says that the build goes on. */
const heartbeatPause = 30_000;

export type Clock = (time: number) => string;

/** `10:42:07`, by the clock of the place. Time in milliseconds since 1970. */
const clockTime: Clock = time => {
	const date = new Date(time);
	return [date.getHours(), date.getMinutes(), date.getSeconds()]
		.map(value => String(value).padStart(2, '0'))
		.join(':');
};

/** The first lines of a build: its id, and how to watch and to cancel it. */
export const headerLines = (moment: Moment, environment: Environment, clock: Clock = clockTime): string[] => {
	const { id, mode, recipe, time } = moment.header;
	const program = programCommand(environment);
	const what = mode === 'rehearsal' ? `rehearsal of ${recipe.name}` : recipe.name;
	return [
		`build ${id}: ${what}, ${placesText(moment)}`,
		`watch it: ${program} builds watch ${id}; cancel it: ${program} builds cancel ${id}`,
	].map(text => `${clock(time)}  ${text}`);
};

/** What happened between two moments: one line an event, with the time in front. */
export const momentLines = (before: Moment, after: Moment, clock: Clock = clockTime): string[] =>
	happenings(before, after).map(({ time, text }) => `${clock(time)}  ${text}`);

/**
 * The log of the step that failed, when the build is over, some lines at a time; nothing if none did.
 * @param readLog gets what is not held of it.
 */
export const failedLog = async function* (
	timeline: Timeline,
	readLog: Actions['readLog'],
): AsyncGenerator<readonly string[], void> {
	const { steps, result } = timeline;
	const failed = steps.findIndex(step => step.status === 'failed');
	const name = steps[failed]?.name;
	if (name === undefined || result === undefined) {
		return;
	}

	let title: readonly string[] = [`log of ${name}:`];
	for await (const lines of wholeLog(timeline, readLog, failed)) {
		if (lines.length > 0) {
			yield [...title, ...lines.map(({ text }) => `  ${printable(text)}`.trimEnd())];
			title = [];
		}
	}
};

/**
 * A line that says what still runs, if nothing was printed for 30 seconds; undefined if that is not due or the build is
 * over. All times in milliseconds since 1970.
 */
export const heartbeatLine = (
	moment: Moment,
	lastPrinted: number,
	now: number,
	clock: Clock = clockTime,
): string | undefined =>
	moment.result !== undefined || now - lastPrinted < heartbeatPause
		? undefined
		: `${clock(now)}  still: ${[runningText(moment, now), remainingText(moment, now), costSoFarText(moment, now)].filter(Boolean).join('; ')}`;

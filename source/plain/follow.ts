import type { Actions } from '../actions/contract.ts';
import { steadyNow } from '../base/clock.ts';
import type { Moment } from '../builds/timeline/glance.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { failedLog, headerLines, heartbeatLine, momentLines } from './build-lines.ts';
import type { Tools } from './tools.ts';

export type LineFollower = {
	/** The build when it is over, or as far as it was when the signal aborted. */
	readonly ended: Promise<Timeline>;
	/** Holds the lines back, so that a question can stand below them, and lets them go on. */
	readonly hold: (held: boolean) => void;
	/** The build as it was told last; undefined before that. */
	readonly told: () => Moment | undefined;
};

/** How often it is looked whether a sign of life is due, in milliseconds. */
const heartbeatCheck = 5000;

/**
 * Tells a build by lines, from its first event on. What is read at once is told moment by moment all the same, so that a
 * build that is over reads as it happened.
 */
export const followByLines = (
	{
		actions,
		say,
		environment,
	}: Pick<Tools, 'say' | 'environment'> & {
		readonly actions: Pick<Actions, 'follow' | 'readLog'>;
	},
	id: string,
	signal: AbortSignal,
): LineFollower => {
	let told: Moment | undefined;
	let untold: readonly string[] = [];
	let held = false;
	let lastPrinted = steadyNow();
	const print = (lines: readonly string[]): void => {
		untold = [...untold, ...lines];
		if (!held && untold.length > 0) {
			lastPrinted = steadyNow();
			untold.forEach(say);
			untold = [];
		}
	};

	const hold = (wanted: boolean): void => {
		held = wanted;
		print([]);
	};

	const tell = (moment: Moment): void => {
		print(told === undefined ? headerLines(moment, environment) : momentLines(told, moment));
		told = moment;
	};

	const heartbeat = setInterval(() => {
		const line = held || told === undefined ? undefined : heartbeatLine(told, lastPrinted, steadyNow());
		print(line === undefined ? [] : [line]);
	}, heartbeatCheck);
	const follow = async (): Promise<Timeline> => {
		try {
			const timeline = await actions.follow(id, ({ moments }) => moments.forEach(tell), signal);
			for await (const lines of failedLog(timeline, actions.readLog)) {
				print(lines);
			}

			return timeline;
		} finally {
			hold(false);
			clearInterval(heartbeat);
		}
	};

	return { ended: follow(), hold, told: () => told };
};

import type { Actions } from '../actions/contract.ts';
import type { JournalLine } from '../builds/journal/journal.ts';
import { advance, startTimeline, type Timeline } from '../builds/timeline/timeline.ts';
import { entryLines, headerLines, heartbeatLine } from './build-lines.ts';

export type LineFollower = {
	/** The build when it is over, or as far as it was when the signal aborted. */
	readonly ended: Promise<Timeline>;
	/** Holds the lines back, so that a question can stand below them, and lets them go on. */
	readonly hold: (held: boolean) => void;
};

/** How often it is looked whether a sign of life is due, in milliseconds. */
const heartbeatCheck = 5000;

/**
 * Tells a build by lines, from its first event on. What is read at once is told entry by entry all the same, so that a
 * build that is over reads as it happened.
 */
export const followByLines = (
	actions: Actions,
	id: string,
	say: (line: string) => void,
	signal: AbortSignal,
): LineFollower => {
	let told: Timeline | undefined;
	let untold: readonly JournalLine[] = [];
	let held = false;
	let lastPrinted = Date.now();
	const print = (lines: readonly string[]): void => {
		if (lines.length > 0) {
			lastPrinted = Date.now();
			lines.forEach(say);
		}
	};

	const tellLine = (line: JournalLine): void => {
		if (line.kind === 'header') {
			told = startTimeline(line);
			print(headerLines(told));
		} else if (told !== undefined) {
			const before = told;
			told = advance(before, [line]);
			print(entryLines(before, told, line));
		}
	};

	const tell = (): void => {
		if (!held) {
			const lines = untold;
			untold = [];
			lines.forEach(tellLine);
		}
	};

	const heartbeat = setInterval(() => {
		const line = held || told === undefined ? undefined : heartbeatLine(told, lastPrinted, Date.now());
		print(line === undefined ? [] : [line]);
	}, heartbeatCheck);
	const follow = async (): Promise<Timeline> => {
		try {
			return await actions.follow(
				id,
				(_timeline, lines) => {
					untold = [...untold, ...lines];
					tell();
				},
				signal,
			);
		} finally {
			held = false;
			tell();
			clearInterval(heartbeat);
		}
	};

	return {
		ended: follow(),
		hold: wanted => {
			held = wanted;
			tell();
		},
	};
};

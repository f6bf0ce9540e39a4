import type { Actions } from '../actions/actions.ts';
import type { Timeline } from '../build/timeline.ts';
import { buildLines, heartbeatLine } from './build-lines.ts';

export type LineFollower = {
	/** The build when it is over, or as far as it was when the signal aborted. */
	readonly ended: Promise<Timeline>;
	/** Holds the lines back, so that a question can stand below them, and lets them go on. */
	readonly hold: (held: boolean) => void;
};

/** How often it is looked whether a sign of life is due, in milliseconds. */
const heartbeatCheck = 5000;

/** Tells a build by lines, from its first event on. */
export const followByLines = (
	actions: Actions,
	id: string,
	say: (line: string) => void,
	signal: AbortSignal,
): LineFollower => {
	let told: Timeline | undefined;
	let newest: Timeline | undefined;
	let held = false;
	let lastPrinted = Date.now();
	const print = (lines: readonly string[]): void => {
		if (lines.length > 0) {
			lastPrinted = Date.now();
			lines.forEach(say);
		}
	};

	const tell = (): void => {
		if (!held && newest !== undefined && newest !== told) {
			const lines = buildLines(told, newest);
			told = newest;
			print(lines);
		}
	};

	const heartbeat = setInterval(() => {
		const line = held || told === undefined ? undefined : heartbeatLine(told, lastPrinted, Date.now());
		print(line === undefined ? [] : [line]);
	}, heartbeatCheck);
	const follow = async (): Promise<Timeline> => {
		try {
			newest = await actions.follow(
				id,
				timeline => {
					newest = timeline;
					tell();
				},
				signal,
			);
			return newest;
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

import type { Environment } from '../base/paths.ts';
import { followBuild } from '../build/follow.ts';
import { advance, startTimeline, type Timeline } from '../build/timeline.ts';

/**
 * Prints the journal of a build, line by line as it is written, until the build is over or the signal aborts.
 * @param write prints some lines; the next ones wait until it is done, so that a slow reader is waited for.
 * @returns the build as far as it was told.
 */
export const followAsJson = async (
	id: string,
	write: (text: string) => Promise<void>,
	options: { readonly environment: Environment; readonly signal?: AbortSignal },
): Promise<Timeline | undefined> => {
	let timeline: Timeline | undefined;
	let written: Promise<void> = Promise.resolve();
	await followBuild(
		id,
		lines => {
			const [first] = lines;
			timeline ??= first?.kind === 'header' ? startTimeline(first) : undefined;
			timeline &&= advance(timeline, lines);
			const text = lines.map(line => `${JSON.stringify(line)}\n`).join('');
			written = written.then(() => write(text));
		},
		options,
	);
	await written;
	return timeline;
};

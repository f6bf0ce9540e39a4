import type { Actions } from '../actions/contract.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { jsonLine } from './document.ts';

/**
 * Prints the journal of a build, line by line as it is written, until the build is over.
 * @param write prints some lines; the next ones wait until it is done, so that a slow reader is waited for.
 * @returns the build when it is over.
 */
export const followAsJson = async (
	{ follow }: Pick<Actions, 'follow'>,
	id: string,
	write: (text: string) => Promise<void>,
): Promise<Timeline> => {
	let written: Promise<void> = Promise.resolve();
	const timeline = await follow(id, (_timeline, lines) => {
		const text = lines.map(line => `${jsonLine(line)}\n`).join('');
		written = written.then(() => write(text));
	});
	await written;
	return timeline;
};

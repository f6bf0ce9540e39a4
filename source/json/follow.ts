import type { Actions } from '../actions/contract.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { jsonLine } from './document.ts';

/**
 * Prints the journal of a build, line by line as it is written, until the build is over.
 * @param write prints some lines; no more is read before it is done, so that a slow reader is waited for.
 * @returns the build when it is over.
 */
export const followAsJson = (
	{ follow }: Pick<Actions, 'follow'>,
	id: string,
	write: (text: string) => Promise<void>,
): Promise<Timeline> => follow(id, ({ lines }) => write(lines.map(line => `${jsonLine(line)}\n`).join('')));

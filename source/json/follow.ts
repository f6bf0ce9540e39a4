import type { Actions } from '../actions/contract.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { buildCost } from '../builds/times/so-far.ts';
import { jsonLine } from './document.ts';

/**
 * Prints the journal of a build, line by line as it is written, until the build is over; with its end what it cost.
 * @param write prints some lines; no more is read before it is done, so that a slow reader is waited for.
 * @returns the build when it is over.
 */
export const followAsJson = (
	{ follow }: Pick<Actions, 'follow'>,
	id: string,
	write: (text: string) => Promise<void>,
): Promise<Timeline> =>
	follow(id, ({ lines, timeline }) => {
		const cost = timeline.result === undefined ? undefined : buildCost(timeline);
		return write(
			lines.map(line => `${jsonLine(line.kind === 'end' && cost ? { ...line, cost } : line)}\n`).join(''),
		);
	});

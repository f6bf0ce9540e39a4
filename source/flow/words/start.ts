import type { Environment } from '../../base/paths.ts';
import { programCommand } from '../../base/program.ts';

/**
 * What became of a start that was stopped, one sentence.
 * @param id the build that had begun by then, undefined if there is none.
 */
export const stoppedText = (name: string, id: string | undefined, environment?: Environment): string =>
	id === undefined
		? `${name} was not started.`
		: `${name} had begun and is cancelled: ${programCommand(environment)} builds watch ${id}`;

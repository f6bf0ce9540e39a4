import { count } from '../../base/count.ts';
import type { Environment } from '../../base/paths.ts';
import { programCommand } from '../../base/program.ts';
import type { Check, ChecklistPurpose } from '../checks.ts';
import type { BuildRequest } from '../request.ts';

/** What the checklist is of. */
export const beforeTitle = ({ decisions, mode }: BuildRequest, purpose: ChecklistPurpose): string => {
	return purpose === 'see'
		? `What AWS says to ${decisions.recipe.name}`
		: mode === 'rehearsal'
			? `Before the rehearsal of ${decisions.recipe.name}`
			: `Before ${decisions.recipe.name} starts`;
};

/** `2 things are missing`. */
export const missingText = (number: number): string => `${count(number, 'thing is', 'things are')} missing`;

/** The same where few cells are: `2 things missing`. */
export const shortMissingText = (number: number): string =>
	number === 0 ? 'nothing missing' : `${count(number, 'thing')} missing`;

/** What a check found, in one line. */
export const checkText = ({ title, detail }: Check): string => `${title}: ${detail}`;

/**
 * What became of a start that was stopped, one sentence.
 * @param id the build that had begun by then, undefined if there is none.
 */
export const stoppedText = (name: string, id: string | undefined, environment: Environment): string =>
	id === undefined
		? `${name} was not started.`
		: `${name} had begun and is cancelled: ${programCommand(environment)} builds watch ${id}`;

/** That answers are kept, and how to go on with them. */
export const keptText = (environment: Environment): string =>
	`Your answers are kept: ${programCommand(environment)} new --continue`;

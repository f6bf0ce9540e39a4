import type { Recipe } from '../../recipe/schema.ts';
import type { FailureRemedyId } from '../journal/diagnosis.ts';

/** A failure that is known by what Packer says of it. */
export type FailurePattern = {
	/** Its name in JSON: its group, a dot, what it is. */
	readonly id: string;
	/** For the text with its white space collapsed. */
	readonly pattern: RegExp;
	/** What happened, one sentence for people. */
	readonly what: (recipe: Recipe, match: RegExpExecArray) => string;
	/** Why it comes to that, one sentence. */
	readonly why?: string;
	/** What to do about it. */
	readonly next?: string;
	readonly remedy?: FailureRemedyId;
	/** Whether AWS did not accept who asked: the program ends with exit code 4 then. */
	readonly credentials?: true;
};

/** The sign-in of a Recipe, within a sentence. */
export const who = ({ profile }: Recipe): string =>
	profile === undefined ? 'the sign-in that was found' : `profile ${profile}`;

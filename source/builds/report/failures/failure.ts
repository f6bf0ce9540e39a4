import type { BuildMode } from '../../../base/build-mode.ts';
import { shellWord } from '../../../base/shell.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { mainFile } from '../../../recipe/style.ts';
import type { FailureRemedyId, RecordedDiagnosis } from '../../journal/diagnosis.ts';

/** What is known of where words were said: within a build, its mode and its Packer too. */
export type Saying = {
	readonly recipe: Recipe;
	/** The build's id. */
	readonly id?: string;
	readonly mode?: BuildMode;
	/** `docker` or `podman`, of a container image. */
	readonly engine?: string | undefined;
	readonly packer?: { readonly version: string };
	/** The name of the step that said them, if they are of one. */
	readonly step?: string;
};

/** A text for people: the same for all, or by the Recipe, by what was found, and by what else is known of the build. */
export type Words = string | ((recipe: Recipe, match: RegExpExecArray, saying: Saying) => string | undefined);

/** What can be told of a failure beside what happened. */
type Advice = {
	/** Its name in JSON: its group, a dot, what it is. */
	readonly id: string;
	/** Why it comes to that, one sentence; a guess says so. */
	readonly why?: Words;
	/** What to do about it, one sentence or two. */
	readonly next?: Words;
	readonly remedy?:
		| FailureRemedyId
		| ((recipe: Recipe, match: RegExpExecArray, saying: Saying) => FailureRemedyId | undefined);
};

/** A failure that is known by what Packer says of it. */
export type PackerFailure = Advice & {
	/** Any of these tells it, in the text with its white space collapsed. */
	readonly patterns: readonly RegExp[];
	/** Where the same words mean something else, where they mean this. */
	readonly when?: (saying: Saying, match: RegExpExecArray) => boolean;
	/** What happened, one sentence. */
	readonly what: Words;
};

/** A failure that is known by what the script itself printed, by its exit code, or by both. */
export type ScriptFailure = Advice & {
	/** Any of these tells it, in one line. */
	readonly patterns: readonly RegExp[];
	/** The exit codes with which bash tells it. One without patterns is told by these alone. */
	readonly exitCodes?: readonly number[];
	/** Where the same words mean something else, where they mean this. */
	readonly when?: (saying: Saying) => boolean;
	/** What happened, for the end of a sentence. */
	readonly because: Words;
	/** What happened, one sentence, where it is not that a script ended. */
	readonly what?: Words;
	/** The failures, by id, of which this one may be no more than the consequence. */
	readonly comesOf?: readonly string[];
};

/** The words name the file that most have. */
const usualFile = 'image.pkr.hcl';

const said = (words: Words | undefined, saying: Saying, match: RegExpExecArray): string | undefined =>
	(typeof words === 'function' ? words(saying.recipe, match, saying) : words)?.replaceAll(
		usualFile,
		mainFile(saying.recipe),
	);

/** A text for people, as it is for this build. */
export const wordsFor = (words: Words, saying: Saying, match: RegExpExecArray): string =>
	said(words, saying, match) ?? '';

/** What is told of a failure beside what happened, as it is for this build. */
export const adviceFor = (
	{ id, why, next, remedy }: Advice,
	saying: Saying,
	match: RegExpExecArray,
): RecordedDiagnosis => {
	const because = said(why, saying, match);
	const then = said(next, saying, match);
	const way = typeof remedy === 'function' ? remedy(saying.recipe, match, saying) : remedy;
	return {
		id,
		...(because !== undefined && { why: because }),
		...(then !== undefined && { next: then }),
		...(way !== undefined && { remedy: way }),
	};
};

/** What to do where Packer may have left something in AWS. */
export const seeWhatIsLeft = ({ id }: Pick<Saying, 'id'>): string =>
	`See what is left in AWS: ${['packer-wizard cleanup', id].filter(Boolean).join(' ')}`;

/**
 * What to do about a key that encrypts the disk and cannot be used. Without one of the person it is that which the account
 * takes for all disks, most often that of AWS.
 * @param actions what who signs must be allowed to do with it.
 */
export const keyAdvice =
	(actions: string) =>
	({ aws: { volume } }: Recipe): string =>
		volume.kmsKey === undefined
			? `Choose a key of yours, or have ${actions} allowed for that of the account (EC2 console, Settings).`
			: `Choose another key, or that of AWS; or have ${actions} allowed for it.`;

/** The sign-in of a Recipe, within a sentence. */
export const who = ({ aws: { profile } }: Recipe): string =>
	profile === undefined ? 'the sign-in that was found on this computer' : `profile ${profile}`;

/** An AWS command as a person would type it for this Recipe: `aws sso login --profile dev`. */
export const awsCommand = (words: string, { aws: { profile } }: Recipe): string =>
	`aws ${words}${profile === undefined ? '' : ` --profile ${shellWord(profile)}`}`;

/** Its sign-in once more, within a sentence. */
export const signInNext = (recipe: Recipe): string =>
	`Sign in again (${awsCommand('sso login', recipe)}, or new keys), then run it again.`;

import type { Remedy } from './remedies.ts';

export type CheckId =
	| 'catalogue'
	| 'scripts'
	| 'files'
	| 'foreign'
	| 'packer'
	| 'plugin'
	| 'step-plugin'
	| 'secret'
	| 'variable'
	| 'kept'
	| 'ansible'
	| 'address'
	| 'sharing'
	| 'credentials'
	| 'regions'
	| 'base-image'
	| 'type'
	| 'ami-name'
	| 'network'
	| 'reach'
	| 'instance-profile'
	| 'permissions'
	| 'quota'
	| 'spot'
	| 'kms'
	| 'tags'
	| 'launch'
	| 'token'
	| 'left-out'
	| 'engine'
	| 'layers'
	| 'space';

export type Check = {
	readonly id: CheckId;
	/** `unknown` if it could not be looked at. */
	readonly status: 'ok' | 'missing' | 'warning' | 'unknown';
	readonly title: string;
	readonly detail: string;
	/** What the start does that somebody who sees no checklist has to be told; a sentence. */
	readonly notice?: string;
	/** Of the sign-in: the number of the AWS account, if it is known. */
	readonly account?: string;
	/** Of the sign-in: what Packer is handed, and until when, which AWS does not tell: `temporary keys until 15:40`. */
	readonly keys?: string;
	/** Who that is, as AWS says it: the name of the account, and when the sign-in ends, if that is known (ISO 8601). */
	readonly identity?: { readonly arn: string; readonly alias?: string; readonly until?: string };
	/** What the person can do that cannot be done for them: a text, nothing to choose. */
	readonly advice?: { readonly label: string; readonly lines: readonly string[] };
	/** A policy of IAM that allows what is not allowed. */
	readonly policy?: Readonly<Record<string, unknown>> | undefined;
	readonly remedies: readonly Remedy[];
};

/**
 * What a checklist is for: to start where nobody sits; to start where somebody does, who first sees what the account says to
 * it; or to see only that.
 */
export type ChecklistPurpose = 'start' | 'see-and-start' | 'see';

/** What of a build was looked at here, and what its account says to it: who signs is told by AWS where it told that. */
export const withAccount = (checks: readonly Check[], account: readonly Check[]): readonly Check[] => {
	const others = (all: readonly Check[]) => all.filter(({ id }) => id !== 'credentials');
	const isSignedIn = !checks.some(({ id, status }) => id === 'credentials' && status === 'missing');
	if (!isSignedIn || account.length === 0) {
		return [...checks, ...others(account)];
	}

	const keys = checks.find(({ id }) => id === 'credentials')?.keys;
	const told = account.map(check =>
		keys !== undefined && check.id === 'credentials'
			? { ...check, keys, detail: `${check.detail}; ${keys}` }
			: check,
	);
	return [...others(checks), ...told];
};

/** What of an account's verdicts is known without asking it. */
const toldByRecipe: readonly CheckId[] = ['ami-name', 'tags'];

/** Whether an account that was asked about a build gave no verdict at all: nobody answered, or it refuses to tell anything. */
export const isUntold = (account: readonly Check[]): boolean =>
	account.every(({ id, status }) => status === 'unknown' || toldByRecipe.includes(id));

/** What a build cannot start without. */
export const missingOf = (checks: readonly Check[]): readonly Check[] =>
	checks.filter(({ status }) => status === 'missing');

/** The ways out of what is missing, in order. Two checks may offer the same one: it stands once, with the first. */
export const remediesOf = (checks: readonly Check[]): readonly Remedy[] =>
	missingOf(checks)
		.flatMap(check => check.remedies)
		.filter(({ id }, index, all) => all.findIndex(remedy => remedy.id === id) === index);

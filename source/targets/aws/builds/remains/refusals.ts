import type { AwsRefusal } from '../../../../aws/client/refused.ts';
import { exitCodes, Problem } from '../../../../base/problem.ts';
import { isSignIn } from '../../../../builds/report/diagnosis.ts';
import { asSentence, flatText, knownFailure } from '../../../../builds/report/known-failure.ts';
import type { Recipe } from '../../../../recipe/schema.ts';

/** The call that an SDK for Go names before what became of it. */
const failedCall = /^operation error \w+: \w+, /;

/** What the table of failures says of a refusal, else AWS' own words; one sentence. */
export const refusalText = ({ message }: AwsRefusal, recipe: Recipe): string =>
	knownFailure(flatText(message), { recipe })?.what ?? asSentence(flatText(message).replace(failedCall, ''));

/**
 * What AWS refused, as a Problem: exit 4 if it does not accept who asks.
 * @param where `eu-west-1`.
 */
export const refusedAt = (refusal: AwsRefusal, where: string, recipe: Recipe): Problem => {
	const known = knownFailure(flatText(refusal.message), { recipe });
	return new Problem(`It could not be looked for what is left in ${where}.`, {
		reason: refusalText(refusal, recipe),
		next: known?.next === undefined ? [] : [known.next],
		exitCode: known && isSignIn(known) ? exitCodes.credentials : exitCodes.missing,
		cause: refusal,
	});
};

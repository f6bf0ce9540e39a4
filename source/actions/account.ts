import { Problem } from '../base/problem.ts';
import type { Decisions } from '../questions/question.ts';
import type { Check } from './actions.ts';
import type { Place } from './checks/check.ts';
import { findSignIn } from './checks/credentials.ts';

/** The account of a sign-in in words: `123456789012 (profile dev)`, `not known (keys in the environment)`. */
export const accountText = ({ status, account, detail }: Check): string =>
	status === 'missing' ? 'none yet: no sign-in that Packer can use' : `${account ?? 'not known'} (${detail})`;

/** The account that a build of the decisions would be in, in words. */
export const findAccount = async (decisions: Decisions, place: Place): Promise<string> => {
	try {
		return accountText(await findSignIn({ decisions }, place));
	} catch (error) {
		if (error instanceof Problem) {
			return `not known (${error.message})`;
		}

		throw error;
	}
};

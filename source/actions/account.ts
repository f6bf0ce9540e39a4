import { Problem } from '../base/problem.ts';
import type { Decisions } from '../questions/question.ts';
import { accountText, findSignIn } from './checks/credentials.ts';
import type { Place } from './place.ts';

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

import type { Whereabouts } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';
import type { DifferencePolicy } from '../flow/files.ts';
import type { Accounts } from '../flow/request.ts';
import type { Decisions } from '../questions/question.ts';
import { accountText, findSignIn } from './checks/credentials.ts';
import { searchUsedPacker } from './used-packer.ts';

/** The account that a build of the decisions would be in, with the files there and with the new ones. */
export const findAccounts = async (
	decisions: Decisions,
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<Accounts> => {
	const search = await searchUsedPacker(whereabouts, signal);
	const find = async (differences: DifferencePolicy): Promise<string> => {
		try {
			return accountText(await findSignIn({ decisions, differences }, whereabouts, search, signal));
		} catch (error) {
			if (error instanceof Problem) {
				return `not known (${error.message})`;
			}

			throw error;
		}
	};
	const [keep, overwrite] = await Promise.all([find('keep'), find('overwrite')]);
	return { keep, overwrite };
};

import type { Whereabouts } from '../base/paths.ts';
import type { Accounts } from '../flow/request.ts';
import type { Decisions } from '../questions/question.ts';
import { accountText, findSignIns } from './checks/credentials.ts';
import { searchUsedPacker } from './used-packer.ts';

/** The account that a build of the decisions would be in, with the files there and with the new ones. */
export const findAccounts = async (
	decisions: Decisions,
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<Accounts> => {
	const search = await searchUsedPacker(whereabouts, signal);
	const { keep, overwrite } = await findSignIns(decisions, whereabouts, search, signal);
	return { keep: accountText(keep), overwrite: accountText(overwrite) };
};

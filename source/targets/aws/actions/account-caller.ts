import { searchUsedPacker, usedSdk } from '../../../actions/used-packer.ts';
import type { Caller } from '../../../aws/client/clients.ts';
import type { Sdk } from '../../../aws/sdk.ts';
import { findSigning } from '../../../aws/sign-in.ts';
import type { Whereabouts } from '../../../base/paths.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { callerBy } from '../builds/remains/callers.ts';

/** Who would sign for a build of the answers; undefined if nobody is found. */
export const findAccountCaller = async (
	{ aws: { profile } }: Recipe,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<Caller | undefined> => {
	const find = async (sdk: Sdk) =>
		callerBy(await findSigning({ whereabouts, profile, sdk }), sdk, whereabouts);
	// Whom neither of them finds, no Packer finds: none is started to see which it is.
	const either = await Promise.all([find('go-2'), find('go-1')]);
	return either.some(Boolean)
		? find(await usedSdk(await searchUsedPacker(whereabouts, signal), whereabouts, signal))
		: undefined;
};

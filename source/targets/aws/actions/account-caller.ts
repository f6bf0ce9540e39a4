import { searchUsedPacker, usedSdk } from '../../../actions/used-packer.ts';
import type { Caller } from '../../../aws/client/clients.ts';
import type { Sdk } from '../../../aws/sdk.ts';
import { findSigning, type SignInTrouble, signInTrouble } from '../../../aws/sign-in.ts';
import type { Whereabouts } from '../../../base/paths.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { callerBy } from '../builds/remains/callers.ts';

/** Who would sign for a build of the answers, or why the sign-in that is meant is of no use; neither where there is none. */
export const findAccountCaller = async (
	{ aws: { profile } }: Recipe,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<{ readonly caller?: Caller | undefined; readonly trouble?: SignInTrouble | undefined }> => {
	const find = async (sdk: Sdk) => {
		const signing = await findSigning({ whereabouts, profile, sdk });
		return { caller: callerBy(signing, sdk, whereabouts), trouble: signInTrouble(signing.signIn) };
	};
	// Of whom neither of them knows, no Packer knows: none is started to see which it is.
	const either = await Promise.all([find('go-2'), find('go-1')]);
	return either.some(({ caller, trouble }) => caller ?? trouble)
		? find(await usedSdk(await searchUsedPacker(whereabouts, signal), whereabouts, signal))
		: {};
};

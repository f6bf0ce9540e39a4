import { absoluteFolder, planFiles } from '../../../../actions/files.ts';
import { searchUsedPacker, usedSdk } from '../../../../actions/used-packer.ts';
import type { Whereabouts } from '../../../../base/paths.ts';
import { Problem } from '../../../../base/problem.ts';
import type { Check } from '../../../../flow/checks.ts';
import type { BuildRequest } from '../../../../flow/request.ts';
import { currentProfile, packerProfile } from '../../../../template/profile.ts';
import { callerBy } from '../../builds/remains/callers.ts';
import { buildSigning } from '../../builds/signing.ts';
import { preflightChecks, unanswered } from '../../flow/preflight.ts';
import { askedSignIn, textsWith } from '../checks/credentials.ts';
import { keysOf } from '../checks/handed-keys.ts';
import { askAll } from './ask-account.ts';

const nobody = { why: 'There is no AWS sign-in to ask with.' };

/**
 * What an account would say to a build, asked of it; nothing is made there.
 * @param told takes what is known so far, as soon as there is more of it.
 * @throws the reason of the signal.
 */
export const askPreflight = async (
	request: BuildRequest,
	told: (checks: readonly Check[]) => void,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<readonly Check[]> => {
	const { decisions, differences } = request;
	const { recipe } = decisions;
	const search = await searchUsedPacker(whereabouts, signal);
	const packer = search.kind === 'found' ? packerProfile(search.program.version) : currentProfile;
	const sdk = await usedSdk(search, whereabouts, signal);
	// What is in the way of the files is said by a check of theirs.
	const plan = await planFiles(decisions, packer, whereabouts).catch((error: unknown) => {
		if (error instanceof Problem) {
			return { files: [] };
		}

		throw error;
	});
	const signing = await buildSigning({
		folder: absoluteFolder(decisions, whereabouts),
		planned: textsWith(plan.files, differences ?? 'keep'),
		profile: recipe.aws.profile,
		whereabouts,
		sdk,
	});
	const caller = callerBy(signing, sdk, whereabouts);
	if (!caller) {
		return preflightChecks(recipe, unanswered(recipe, nobody));
	}

	const edited = differences !== 'overwrite' && plan.files.some(({ state }) => state === 'differs');
	// What a code brought is asked for once.
	const {
		accessKeyId = '',
		secretAccessKey = '',
		sessionToken,
	} = keysOf(request, caller.signer, whereabouts) ?? {};
	const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
	const seen = (checks: readonly Check[]) => checks.map(check => askedSignIn(check, request));
	return seen(
		await askAll(
			accessKeyId === '' ? caller : { ...caller, credentials },
			{ recipe, packer, edited },
			checks => told(seen(checks)),
			signal,
		),
	);
};

import type { Signing } from '../../aws/sign-in.ts';
import type { Whereabouts } from '../../base/paths.ts';
import { Problem } from '../../base/problem.ts';
import { buildSigning } from '../../builds/signing.ts';
import type { Check } from '../../flow/checks.ts';
import type { Remedy } from '../../flow/remedies.ts';
import type { BuildRequest } from '../../flow/request.ts';
import type { PackerSearch } from '../../packer/find.ts';
import { currentProfile, packerProfile } from '../../template/profile.ts';
import { absoluteFolder, planFiles } from '../files.ts';
import { usedSdk } from '../used-packer.ts';
import { advice, ok } from './check.ts';

const title = 'AWS sign-in';

const profileRemedy: Remedy = {
	id: 'profile',
	label: 'Use a profile',
	details: ['of your AWS settings'],
};
const rehearseRemedy: Remedy = {
	id: 'rehearse',
	label: 'Rehearse instead',
	details: ['AWS played on this machine: no account needed'],
};

const missing = (detail: string, next: readonly string[]): Check => ({
	id: 'credentials',
	status: 'missing',
	title,
	detail,
	...advice(next, 'How to sign in'),
	remedies: [profileRemedy, rehearseRemedy],
});

const credentialsCheck = ({ signIn, endpoint }: Signing): Check => {
	const where = endpoint === undefined ? '' : `, at ${endpoint}`;
	switch (signIn.kind) {
		case 'found':
		case 'to-be-seen': {
			// An account elsewhere has another number than Amazon's.
			const account = endpoint === undefined ? signIn.account : undefined;
			const check = ok('credentials', title, `${signIn.label}${where}`);
			return {
				...check,
				...(signIn.kind === 'to-be-seen' && {
					status: 'warning',
					detail: `${check.detail}, to be seen: ${signIn.asks}`,
				}),
				...(account !== undefined && { account }),
			};
		}
		case 'cannot':
		case 'unknown-profile':
			return missing(signIn.reason, signIn.next);
		case 'none':
			return missing(signIn.reason, ['aws configure, or aws sso login, in another window']);
	}
};

/** What the template's files will be when the build starts; what is in their way is said by another check. */
const plannedTexts = async (
	{ decisions, differences = 'keep' }: Pick<BuildRequest, 'decisions' | 'differences'>,
	search: PackerSearch,
	whereabouts: Whereabouts,
): Promise<Readonly<Record<string, string>>> => {
	const profile = search.kind === 'found' ? packerProfile(search.program.version) : currentProfile;
	try {
		const { files } = await planFiles(decisions, profile, whereabouts);
		return Object.fromEntries(
			files.map(({ path, content, state, current = content }) => [
				path,
				state === 'differs' && differences === 'keep' ? current : content,
			]),
		);
	} catch (error) {
		if (error instanceof Problem) {
			return {};
		}

		throw error;
	}
};

/** Who will sign, for this Packer; whether AWS accepts it only AWS can say. */
export const findSignIn = async (
	request: Pick<BuildRequest, 'decisions' | 'differences'>,
	whereabouts: Whereabouts,
	search: PackerSearch,
	signal?: AbortSignal,
): Promise<Check> => {
	return credentialsCheck(
		await buildSigning({
			folder: absoluteFolder(request.decisions, whereabouts),
			planned: await plannedTexts(request, search, whereabouts),
			profile: request.decisions.recipe.profile,
			whereabouts,
			sdk: await usedSdk(search, whereabouts, signal),
		}),
	);
};

/**
 * The account of a sign-in in words: `123456789012 (profile dev)`, `not known (keys in the environment)`, or why there is
 * none.
 */
export const accountText = ({ status, account, detail }: Check): string =>
	status === 'missing' ? `none yet. ${detail}` : `${account ?? 'not known'} (${detail})`;

/** Whether there is a sign-in, and it leads where the review said. */
export const checkCredentials = async (
	request: BuildRequest,
	search: PackerSearch,
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<Check> => {
	const { confirmed } = request;
	const check = await findSignIn(request, whereabouts, search, signal);
	const account = accountText(check);
	if (check.status === 'missing' || confirmed?.account === undefined || confirmed.account === account) {
		return check;
	}

	return {
		...check,
		status: 'missing',
		detail: `${account}, which is not what the review said`,
		remedies: [
			{ id: 'confirm-account', label: 'Build it there', details: [account], account },
			profileRemedy,
			rehearseRemedy,
		],
	};
};

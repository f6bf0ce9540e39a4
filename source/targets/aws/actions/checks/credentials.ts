import { advice, ok } from '../../../../actions/checks/check.ts';
import { absoluteFolder, planFiles } from '../../../../actions/files.ts';
import { searchUsedPacker, usedSdk } from '../../../../actions/used-packer.ts';
import type { Caller } from '../../../../aws/client/clients.ts';
import { isRenewedSince } from '../../../../aws/renewed.ts';
import { type Signing, signInAnywhere } from '../../../../aws/sign-in.ts';
import { accountOfOwnKeys, type Signer, signInAgain } from '../../../../aws/signer.ts';
import type { Whereabouts } from '../../../../base/paths.ts';
import { Problem } from '../../../../base/problem.ts';
import type { Check } from '../../../../flow/checks.ts';
import type { DifferencePolicy, PlannedFile } from '../../../../flow/files.ts';
import type { Remedy } from '../../../../flow/remedies.ts';
import type { Accounts, BuildRequest, Refused } from '../../../../flow/request.ts';
import { accountsText } from '../../../../flow/review.ts';
import type { PackerSearch } from '../../../../packer/find.ts';
import type { Decisions } from '../../../../questions/question.ts';
import { currentProfile, packerProfile } from '../../../../template/profile.ts';
import { callerBy } from '../../builds/remains/callers.ts';
import { buildSigning } from '../../builds/signing.ts';
import { profileRemedy, rehearseRemedy } from '../../flow/sign-in-remedies.ts';
import { checkHandedKeys } from './handed-keys.ts';

const title = 'AWS sign-in';

const otherWays = [profileRemedy, rehearseRemedy];

const missing = (detail: string, next: readonly string[]): Check => ({
	id: 'credentials',
	status: 'missing',
	title,
	detail,
	...advice(next, 'How to sign in'),
	remedies: otherWays,
});

/** A sign-in that AWS refused in the build before. */
const refusedCheck = (signer: Signer, label: string): Check => ({
	...missing(`${label} was refused by AWS; another sign-in is waited for`, signInAgain(signer)),
	remedies: [
		{ id: 'try-sign-in', label: 'Try it again', details: ['if it was renewed elsewhere'] },
		...otherWays,
	],
});

/** Who signs, and by whose means: `profile dev, role builder, signed in by packer-wizard`. */
const signerText = ({ signIn, endpoint, isHanded }: Signing): string =>
	[
		'label' in signIn ? signIn.label : '',
		...(endpoint === undefined ? [] : [`at ${endpoint}`]),
		...(isHanded ? ['signed in by packer-wizard'] : []),
	].join(', ');

const credentialsCheck = (signing: Signing, isRefused: boolean): Check => {
	const { signIn, endpoint } = signing;
	switch (signIn.kind) {
		case 'found':
		case 'to-be-seen': {
			if (isRefused) {
				return refusedCheck(signIn.signer, signIn.label);
			}

			// An account elsewhere has another number than Amazon's.
			const account =
				endpoint === undefined ? (signIn.account ?? accountOfOwnKeys(signIn.signer)) : undefined;
			const check = ok('credentials', title, signerText(signing));
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
			return missing(signIn.reason, [signInAnywhere]);
	}
};

/** What will stand in the files, by path, by what is done with those that exist and differ. */
export const textsWith = (
	files: readonly PlannedFile[],
	differences: DifferencePolicy,
): Readonly<Record<string, string>> =>
	Object.fromEntries(
		files.map(({ path, content, current = content }) => [path, differences === 'keep' ? current : content]),
	);

/** A sign-in that leads elsewhere than somebody said yes to. */
const elsewhere = (
	check: Check,
	now: string,
	said: string,
	confirms: Pick<Remedy, 'account' | 'number'>,
): Check => ({
	...check,
	status: 'missing',
	detail: `${now}, which is not what the review said: ${said}`,
	remedies: [{ id: 'confirm-account', label: 'Build it there', details: [now], ...confirms }, ...otherWays],
});

/** The sign-in as AWS tells it, which is missing where it is of another account than the one that AWS told the review. */
export const askedSignIn = (check: Check, { confirmed }: BuildRequest): Check => {
	const { id, account, detail } = check;
	const said = confirmed?.number;
	return id !== 'credentials' || account === undefined || said === undefined || said === account
		? check
		: elsewhere(check, detail, `account ${said}`, { number: account });
};

/** The files as they would be written; what is in their way is said by another check. */
const plannedFiles = async (
	decisions: Decisions,
	search: PackerSearch,
	whereabouts: Whereabouts,
): Promise<readonly PlannedFile[]> => {
	const profile = search.kind === 'found' ? packerProfile(search.program.version) : currentProfile;
	try {
		return (await planFiles(decisions, profile, whereabouts)).files;
	} catch (error) {
		if (error instanceof Problem) {
			return [];
		}

		throw error;
	}
};

/**
 * Who will sign, for this Packer, and in whose name that is asked; whether AWS accepts it only AWS can say. `handed` tells of a
 * signer whose keys are got for Packer.
 */
type Found = {
	readonly check: Check;
	readonly caller: Caller | undefined;
	readonly handed: string | undefined;
};

/** The same with the files that are there, and with the new ones in their place. */
export type SignIns = Readonly<Record<DifferencePolicy, Found>>;

/** Who will sign, by what is done with files that exist and differ. */
export const findSignIns = async (
	decisions: Decisions,
	whereabouts: Whereabouts,
	search: PackerSearch,
	signal?: AbortSignal,
	refused?: Refused,
): Promise<SignIns> => {
	const isRefused = refused?.what === 'sign-in' && !(await isRenewedSince(refused.at, whereabouts));
	const files = await plannedFiles(decisions, search, whereabouts);
	const sdk = await usedSdk(search, whereabouts, signal);
	const find = async (differences: DifferencePolicy): Promise<Found> => {
		const signing = await buildSigning({
			folder: absoluteFolder(decisions, whereabouts),
			planned: textsWith(files, differences),
			profile: decisions.recipe.aws.profile,
			whereabouts,
			sdk,
		});
		return {
			check: credentialsCheck(signing, isRefused),
			caller: callerBy(signing, sdk, whereabouts),
			handed: signing.isHanded ? signerText(signing) : undefined,
		};
	};
	const keep = await find('keep');
	return {
		keep,
		overwrite: files.some(({ state }) => state === 'differs') ? await find('overwrite') : keep,
	};
};

/** What an account begins with in words where nobody is signed in. */
const noneYet = 'none yet.';

/**
 * The account of a sign-in in words: `123456789012 (profile dev)`, `not known (keys in the environment)`, or why there is
 * none.
 */
const accountText = ({ status, account, detail }: Check): string =>
	status === 'missing' ? `${noneYet} ${detail}` : `${account ?? 'not known'} (${detail})`;

/** The sign-in while it is open which files count: it is missing if it is so with either of them. */
const openSignIn = ({ keep, overwrite }: SignIns): Check => ({
	...(keep.check.status === 'missing' ? overwrite : keep).check,
	detail: accountsText({ keep: keep.check.detail, overwrite: overwrite.check.detail }),
});

/** Whether there is a sign-in, and it leads where the review said. */
export const checkCredentials = async (
	request: BuildRequest,
	search: PackerSearch,
	whereabouts: Whereabouts,
	signal: AbortSignal = new AbortController().signal,
): Promise<Check> => {
	const { decisions, differences, confirmed, refused } = request;
	const found = await findSignIns(decisions, whereabouts, search, signal, refused);
	if (differences === undefined && found.keep !== found.overwrite) {
		return openSignIn(found);
	}

	const { check, caller, handed } = found[differences ?? 'keep'];
	const account = accountText(check);
	if (check.status === 'missing') {
		return check;
	}

	const said = confirmed?.account;
	// Where the review named nobody, this is the sign-in that was waited for, unless it is of another profile.
	const isAwaited = said?.startsWith(noneYet) === true && confirmed?.profile === decisions.recipe.aws.profile;
	if (said !== undefined && said !== account && !isAwaited) {
		return elsewhere(check, account, said, { account, number: check.account });
	}

	return handed !== undefined && caller
		? checkHandedKeys({ request, check, handed, caller, others: otherWays }, whereabouts, signal)
		: check;
};

/** The account that a build of the decisions would be in, with the files there and with the new ones. */
export const findAccounts = async (
	decisions: Decisions,
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<Accounts> => {
	const search = await searchUsedPacker(whereabouts, signal);
	const { keep, overwrite } = await findSignIns(decisions, whereabouts, search, signal);
	return { keep: accountText(keep.check), overwrite: accountText(overwrite.check) };
};

/** The account that a build starts in, in words: the one that the review named, or where it named none, who signs now. */
export const startedAccount = async (
	{ confirmed, decisions, differences }: BuildRequest,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<string | undefined> =>
	confirmed?.account?.startsWith(noneYet)
		? (await findAccounts(decisions, whereabouts, signal))[differences ?? 'keep']
		: confirmed?.account;

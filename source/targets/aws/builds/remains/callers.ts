import type { Caller } from '../../../../aws/client/clients.ts';
import type { Sdk } from '../../../../aws/sdk.ts';
import { findSigning, type Signing } from '../../../../aws/sign-in.ts';
import { signerLabel } from '../../../../aws/signer.ts';
import type { Whereabouts } from '../../../../base/paths.ts';
import { exitCodes, Problem } from '../../../../base/problem.ts';
import { parseVersion } from '../../../../base/versions.ts';
import { templateFolder } from '../../../../builds/folders.ts';
import type { JournalHeader, SignedBy } from '../../../../builds/journal/journal.ts';
import { buildSigning, signedBy, signingSdk } from '../signing.ts';

/** In whose name it is asked, and how that is called. */
export type TitledCaller = {
	readonly caller: Caller;
	readonly title: string;
	readonly signedBy: SignedBy | undefined;
};

/** Who asks where that is who signs; undefined if nobody is found. */
export const callerBy = (
	{ signIn, endpoint, changes }: Signing,
	sdk: Sdk,
	whereabouts: Whereabouts,
): TitledCaller['caller'] | undefined => {
	if (signIn.kind !== 'found' && signIn.kind !== 'to-be-seen') {
		return undefined;
	}

	// What is kept from Packer does not count here either.
	const environment = { ...whereabouts.environment, ...changes };
	return { signer: signIn.signer, endpoint, sdk, whereabouts: { ...whereabouts, environment } };
};

const titled = (signing: Signing, sdk: Sdk, whereabouts: Whereabouts): TitledCaller => {
	const { signIn, endpoint } = signing;
	const caller = callerBy(signing, sdk, whereabouts);
	if (caller) {
		const label = signerLabel(caller.signer);
		return {
			caller,
			title: endpoint === undefined ? label : `${label}, at ${endpoint}`,
			signedBy: signedBy(signing),
		};
	}

	throw new Problem('There is no AWS sign-in to look with.', {
		...('reason' in signIn && { reason: signIn.reason }),
		next: 'next' in signIn ? signIn.next : ['aws configure, or aws sso login'],
		exitCode: exitCodes.credentials,
	});
};

/** The SDK that signed for a build, by the Packer that its journal names. */
const sdkOf = ({ packer }: JournalHeader): Sdk => {
	const version = parseVersion(packer.version);
	const plugin = packer.plugin === undefined ? undefined : parseVersion(packer.plugin);
	return signingSdk(version && { version }, plugin && { version: plugin });
};

/**
 * Who signed for a build, found as before it: by its Recipe, its template and the environment.
 * @throws Problem (exit 4) if nobody can be found.
 */
export const callerOfBuild = async (
	header: JournalHeader,
	whereabouts: Whereabouts,
): Promise<TitledCaller> => {
	const sdk = sdkOf(header);
	const signing = await buildSigning({
		folder: templateFolder(header, whereabouts.environment),
		profile: header.recipe.aws.profile,
		whereabouts,
		sdk,
	});
	return titled(signing, sdk, whereabouts);
};

/**
 * Who signs by the environment, or by a profile.
 * @throws Problem (exit 4) if nobody can be found.
 */
export const callerOfProfile = async (
	profile: string | undefined,
	sdk: Sdk,
	whereabouts: Whereabouts,
): Promise<TitledCaller> => titled(await findSigning({ whereabouts, profile, sdk }), sdk, whereabouts);

const signerText = ({ label, account, endpoint }: SignedBy): string =>
	[label, account && `of account ${account}`, endpoint && `at ${endpoint}`].filter(Boolean).join(' ');

/**
 * Why who signs now may not see what a build left: it is in another account, or that is not known. A sentence; undefined if
 * nothing speaks for that.
 * @param isChosen whether a person named who signs now.
 */
export const otherAccountText = (
	{ id, signedBy: then }: JournalHeader,
	now: SignedBy | undefined,
	isChosen: boolean,
): string | undefined => {
	const isSame =
		then === undefined ||
		now === undefined ||
		(then.endpoint === now.endpoint &&
			(then.account !== undefined && now.account !== undefined
				? then.account === now.account
				: isChosen || then.label === now.label));
	return isSame
		? undefined
		: `Build ${id} was signed for by ${signerText(then)}. Now it is ${signerText(now)}: what that build left may be where this sees nothing.`;
};

/** The account that a build was in, if it was noted. */
const accountOf = ({ signedBy, account }: JournalHeader): string | undefined =>
	signedBy?.account ?? /\b\d{12}\b/.exec(account ?? '')?.[0];

/**
 * Why who signs now has nothing to do with the images of a build: a sentence; undefined if nothing speaks for that.
 * @param account whose keys AWS says they are.
 */
export const foreignImagesText = (
	header: JournalHeader,
	{ signedBy: now }: Pick<TitledCaller, 'signedBy'>,
	account: string,
): string | undefined => {
	const known = accountOf(header);
	return known === undefined || header.signedBy?.endpoint !== now?.endpoint
		? otherAccountText(header, now, false)
		: known === account
			? undefined
			: `The images of build ${header.id} are of account ${known}. Now account ${account} signs.`;
};

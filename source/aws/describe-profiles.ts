import type { Whereabouts } from '../base/paths.ts';
import { chosenSignIn } from './choice.ts';
import { type AwsFiles, readAwsFiles } from './config-files.ts';
import { isHindrance, linkProfile } from './linked-profile.ts';
import { resolveProfile } from './profiles.ts';
import { mfaDevice, type Signer, signerAccount } from './signer.ts';

/** What a profile of the AWS files is, as far as they tell. */
export type ProfileText = {
	/** In a few words: `role builder via base, asks for a code`. */
	readonly hint: string;
	/** The account, the portal, or why it is of no use; a sentence each. */
	readonly details: readonly string[];
	/** Whether it is the one that is found if none is named. */
	readonly isFound: boolean;
};

const roleName = (arn: string): string => arn.replace(/^.*[:/]/, '');

const kindOf = (signer: Signer): string => {
	switch (signer.source) {
		case 'keys':
			return 'keys';
		case 'process':
			return 'keys by a program';
		case 'login':
			return 'aws login';
		case 'sso':
			return `SSO, role ${signer.role}`;
		case 'web-identity':
			return `role ${roleName(signer.role)} by a token`;
		case 'role': {
			const { by } = signer;
			const via = 'profile' in by && by.profile !== undefined ? by.profile : 'the environment';
			return `role ${roleName(signer.role)} via ${via}${mfaDevice(signer) === undefined ? '' : ', asks for a code'}`;
		}
		default:
			return 'the role of this machine';
	}
};

/** Where one signs in for it: the portal of SSO, or of the profile that its role is taken with. */
const portalOf = (signer: Signer, files: AwsFiles): string | undefined => {
	const { profiles, others } = files;
	if (signer.source === 'role') {
		return portalOf(signer.by, files);
	}

	const settings = signer.source === 'sso' ? profiles.get(signer.profile)?.settings : undefined;
	const session = others.get(`sso-session ${settings?.get('sso_session')?.value}`)?.settings;
	return (session ?? settings)?.get('sso_start_url')?.value;
};

const describe = async (
	name: string,
	files: AwsFiles,
	whereabouts: Whereabouts,
): Promise<Omit<ProfileText, 'isFound'>> => {
	const linked = linkProfile(name, files, 'go-2');
	const found = isHindrance(linked)
		? linked
		: await resolveProfile(linked, { whereabouts, sdk: 'go-2', files, machine: async () => undefined });
	if (!found) {
		return { hint: 'no sign-in', details: [] };
	}

	if (isHindrance(found)) {
		const isOut = found.next.some(line => line.startsWith('aws '));
		return { hint: isOut ? 'signed out' : 'cannot be used', details: [found.reason, ...found.next] };
	}

	const account = signerAccount(
		found,
		profile => files.profiles.get(profile)?.settings.get('aws_account_id')?.value,
	);
	const portal = portalOf(found, files);
	return {
		hint: kindOf(found),
		details: [
			...(account === undefined ? [] : [`It is of account ${account}.`]),
			...(portal === undefined ? [] : [`One signs in at ${portal}.`]),
		],
	};
};

/** What each profile of the AWS configuration and credentials files is. Nobody is asked. Throws nothing. */
export const describeProfiles = async (
	whereabouts: Whereabouts,
): Promise<Readonly<Record<string, ProfileText>>> => {
	const files = await readAwsFiles(whereabouts, 'go-2');
	const choice = chosenSignIn(whereabouts.environment, undefined);
	return Object.fromEntries(
		await Promise.all(
			[...files.profiles.keys()].map(
				async name =>
					[
						name,
						{
							...(await describe(name, files, whereabouts)),
							isFound: choice.kind === 'profile' && choice.name === name,
						},
					] as const,
			),
		),
	);
};

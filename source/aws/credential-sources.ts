import { access, constants } from 'node:fs/promises';
import type { Environment, Whereabouts } from '../base/paths.ts';
import type { AwsFiles } from './config-files.ts';
import type { Setting } from './ini.ts';
import { cannot, type LinkedProfile, signOnSettings, sourceLine } from './linked-profile.ts';
import { type Sdk, sdkFeatures } from './sdk.ts';
import { readSignOn } from './sign-on.ts';
import type { Hindrance, Signer } from './signer.ts';

/** What profiles are resolved with. */
export type ProfileContext = {
	/** With the environment as Packer gets it. */
	readonly whereabouts: Whereabouts;
	readonly sdk: Sdk;
	readonly files: AwsFiles;
	/** The role of the container or machine, undefined if there is none. */
	readonly machine: (only?: 'container' | 'instance') => Promise<Signer | Hindrance | undefined>;
};

/** Whose credentials there are, why there are none, or undefined if nothing speaks of any. */
export type Found = Signer | Hindrance | undefined;

const newerPacker = 'Use Packer 1.14 or newer, with its amazon plugin 1.8.';

/** Credentials in the environment of a shell, by what the AWS command line makes of the profile. */
export const exported = (profile: string): string =>
	`Sign in in the shell and leave the profile out: eval "$(aws configure export-credentials --profile ${profile} --format env)"`;

/** The pair of keys in the environment, by any of the names that the SDKs know; undefined if there is none. */
export const environmentSigner = (environment: Environment): Signer | undefined => {
	const keyId = environment['AWS_ACCESS_KEY_ID'] || environment['AWS_ACCESS_KEY'];
	const secret = environment['AWS_SECRET_ACCESS_KEY'] || environment['AWS_SECRET_KEY'];
	return keyId && secret ? { source: 'environment', keyId } : undefined;
};

/** The keys of a profile, which has them. */
export const profileKeys = (name: string, settings: ReadonlyMap<string, Setting>): Signer | Hindrance => {
	const [id, secret] = [settings.get('aws_access_key_id'), settings.get('aws_secret_access_key')];
	const blank = [id, secret].find(setting => setting && /\s/.test(setting.value));
	return blank
		? cannot(
				`A key of profile ${name} has a blank or a tab in it (${sourceLine(blank)}), which Packer would send along.`,
				'Take it out.',
			)
		: { source: 'keys', profile: name, keyId: id?.value ?? '' };
};

/** Where a role with a `credential_source` takes its credentials from. */
export const namedSource = async (
	{ name }: LinkedProfile,
	source: Setting,
	{ whereabouts, sdk, machine }: ProfileContext,
): Promise<Found> => {
	const from = `Profile ${name} takes its role by credential_source ${source.value} (${sourceLine(source)})`;
	switch (source.value) {
		case 'Environment':
			return sdkFeatures[sdk].keysFirst
				? cannot(
						`${from}, but this Packer would sign with the keys of the environment themselves, without the role.`,
						newerPacker,
						exported(name),
					)
				: (environmentSigner(whereabouts.environment) ?? cannot(`${from}, and the environment has no keys.`));
		case 'Ec2InstanceMetadata':
			return (
				// Version 1 asks the container first here, too.
				(await machine(sdkFeatures[sdk].keysFirst ? undefined : 'instance')) ??
				cannot(`${from}, and this is no EC2 instance with a role.`)
			);
		case 'EcsContainer':
			return (await machine('container')) ?? cannot(`${from}, and this is no container with a role.`);
		default:
			return cannot(
				`Profile ${name} has an unknown credential_source, ${source.value} (${sourceLine(source)}).`,
				'It may be Environment, Ec2InstanceMetadata or EcsContainer.',
			);
	}
};

/** A role that is taken with a token in a file. */
export const webIdentity = async (
	role: string,
	tokenFile: string,
	profile: { readonly name: string; readonly place: string } | undefined,
): Promise<Signer | Hindrance> => {
	try {
		await access(tokenFile, constants.R_OK);
		return { source: 'web-identity', role, ...(profile && { profile: profile.name }) };
	} catch {
		return cannot(
			profile
				? `Profile ${profile.name} signs in with a web identity (${profile.place}), whose token ${tokenFile} cannot be read.`
				: `AWS_WEB_IDENTITY_TOKEN_FILE names ${tokenFile}, which cannot be read.`,
		);
	}
};

/** The role that SSO gives. */
export const signOn = async (
	{ name, settings, place }: LinkedProfile,
	{ whereabouts, sdk, files }: ProfileContext,
): Promise<Found> => {
	const session = settings.get('sso_session');
	const { ssoSessions } = sdkFeatures[sdk];
	const section =
		session?.value && ssoSessions ? files.others.get(`sso-session ${session.value.trim()}`) : undefined;
	if (session?.value && ssoSessions && !section) {
		return cannot(
			`Profile ${name} names the sso-session ${session.value} (${sourceLine(session)}), which is not in the configuration.`,
		);
	}

	const all = section ? new Map([...settings, ...section.settings]) : settings;
	const missing = signOnSettings.filter(setting => !all.get(setting)?.value);
	if (missing.length > 0) {
		return session && !ssoSessions
			? cannot(
					`Profile ${name} signs in by the sso-session ${session.value} (${sourceLine(session)}), which this Packer does not know.`,
					newerPacker,
					`Or write sso_start_url and sso_region into the profile instead of sso_session, and sign in anew: aws sso login --profile ${name}`,
				)
			: cannot(`Profile ${name} signs in by SSO, but has no ${missing.join(' and no ')} (${place}).`);
	}

	const key = section && session ? session.value : (all.get('sso_start_url')?.value ?? '');
	const state = await readSignOn(key, whereabouts);
	if (state === 'valid' || (state === 'refreshable' && section)) {
		const [account = '', role = ''] = ['sso_account_id', 'sso_role_name'].map(
			setting => all.get(setting)?.value,
		);
		return { source: 'sso', profile: name, account, role };
	}

	return cannot(
		`The SSO sign-in of profile ${name} (${place}) ${state === 'none' ? 'has not been made' : 'has expired'}.`,
		`aws sso login --profile ${name}`,
	);
};

/** Settings of a profile that no SDK for Go knows as a sign-in. */
export const unknownSignIn = ({ name, settings }: LinkedProfile): Found => {
	const login = settings.get('login_session');
	return login
		? cannot(
				`Profile ${name} signs in by aws login (login_session, ${sourceLine(login)}), which no Packer can use yet.`,
				exported(name),
			)
		: undefined;
};

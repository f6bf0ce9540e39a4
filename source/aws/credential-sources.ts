import { access, constants } from 'node:fs/promises';
import type { Environment, Whereabouts } from '../base/paths.ts';
import type { AwsFiles } from './config-files.ts';
import type { Setting } from './ini.ts';
import { cannot, type LinkedProfile, signOnSettings, sourceLine } from './linked-profile.ts';
import { type Sdk, sdkFeatures } from './sdk.ts';
import { isLoggedIn, readSignOn } from './sign-on.ts';
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
			return (
				environmentSigner(whereabouts.environment) ?? cannot(`${from}, and the environment has no keys.`)
			);
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
	// An SDK that knows no sessions takes what else the profile says of SSO.
	const isBySession =
		session?.value &&
		(sdkFeatures[sdk].ssoSessions || signOnSettings.some(setting => !settings.get(setting)?.value));
	const section = isBySession ? files.others.get(`sso-session ${session.value.trim()}`) : undefined;
	if (isBySession && !section) {
		return cannot(
			`Profile ${name} names the sso-session ${session.value} (${sourceLine(session)}), which is not in the configuration.`,
		);
	}

	const all = section ? new Map([...settings, ...section.settings]) : settings;
	const missing = signOnSettings.filter(setting => !all.get(setting)?.value);
	if (missing.length > 0) {
		return cannot(`Profile ${name} signs in by SSO, but has no ${missing.join(' and no ')} (${place}).`);
	}

	const key = section && session ? session.value : (all.get('sso_start_url')?.value ?? '');
	const { state, until } = await readSignOn(key, whereabouts);
	if (state === 'valid' || (state === 'refreshable' && section)) {
		const [account = '', role = ''] = ['sso_account_id', 'sso_role_name'].map(
			setting => all.get(setting)?.value,
		);
		return {
			source: 'sso',
			profile: name,
			account,
			role,
			...(section && session && { session: session.value.trim() }),
			...(until !== undefined && { until }),
		};
	}

	return cannot(
		`The SSO sign-in of profile ${name} (${place}) ${state === 'none' ? 'has not been made' : 'has expired'}.`,
		`aws sso login --profile ${name}`,
	);
};

/** Who signed in by `aws login`, which no SDK for Go knows. */
export const login = async (
	{ name, settings }: LinkedProfile,
	{ whereabouts }: ProfileContext,
): Promise<Found> => {
	const session = settings.get('login_session');
	if (!session?.value) {
		return undefined;
	}

	return (await isLoggedIn(session.value, whereabouts))
		? { source: 'login', profile: name, session: session.value }
		: cannot(
				`The sign-in by aws login of profile ${name} (${sourceLine(session)}) has not been made.`,
				`aws login --profile ${name}`,
			);
};

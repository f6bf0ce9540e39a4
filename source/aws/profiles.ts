import type { Environment } from '../base/paths.ts';
import type { AwsFiles, Settings } from './config-files.ts';

/** What a profile comes to: where its credentials are from, or why it has none. */
export type ProfileState =
	| { readonly kind: 'resolves' }
	| { readonly kind: 'lacks'; readonly reason: string };

const resolves: ProfileState = { kind: 'resolves' };
const lacks = (reason: string): ProfileState => ({ kind: 'lacks', reason });

const hasKeys = (settings: Settings): boolean =>
	Boolean(settings['aws_access_key_id'] && settings['aws_secret_access_key']);

const signOnState = (name: string, settings: Settings, { sessions }: AwsFiles): ProfileState | undefined => {
	const session = settings['sso_session'];
	if (!session && !settings['sso_start_url']) {
		return undefined;
	}

	if (session && !sessions.get(session)?.['sso_start_url']) {
		return lacks(`Profile ${name} names the sso-session ${session}, which is not in the configuration.`);
	}

	const missing = ['sso_account_id', 'sso_role_name'].find(setting => !settings[setting]);
	return missing === undefined ? resolves : lacks(`Profile ${name} has no ${missing}.`);
};

/** The sources that `credential_source` may name. */
const sources = ['Environment', 'Ec2InstanceMetadata', 'EcsContainer'];

const roleState = (
	name: string,
	settings: Settings,
	files: AwsFiles,
	seen: readonly string[],
): ProfileState | undefined => {
	if (!settings['role_arn']) {
		return undefined;
	}

	if (settings['web_identity_token_file']) {
		return resolves;
	}

	const source = settings['source_profile'];
	if (!source) {
		const named = settings['credential_source'];
		if (!named) {
			return lacks(`Profile ${name} has a role, but neither source_profile nor credential_source.`);
		}

		return sources.includes(named)
			? resolves
			: lacks(`Profile ${name} has an unknown credential_source: ${named}.`);
	}

	if (!files.profiles.has(source)) {
		return lacks(`Profile ${name} takes its role by profile ${source}, which does not exist.`);
	}

	// A profile may name itself: the role is then taken with its own keys.
	if (source === name) {
		return hasKeys(settings) ? resolves : lacks(`Profile ${name} takes its role by itself, but has no keys.`);
	}

	return seen.includes(source)
		? lacks(`Profiles ${[...seen, name].join(', ')} take their roles by each other.`)
		: profileState(source, files, [...seen, name]);
};

/** Whether the settings of a profile lead to credentials. Whether AWS accepts those is not asked. */
export const profileState = (name: string, files: AwsFiles, seen: readonly string[] = []): ProfileState => {
	const settings = files.profiles.get(name) ?? {};
	return (
		roleState(name, settings, files, seen) ??
		(hasKeys(settings) ? resolves : undefined) ??
		signOnState(name, settings, files) ??
		(settings['credential_process'] || settings['login_session'] ? resolves : undefined) ??
		lacks(`Profile ${name} has no keys, no role and no sign-in.`)
	);
};

/** The account of a role, from its ARN: `arn:aws:iam::111122223333:role/builder`. */
const accountOfRole = (arn: string | undefined): string | undefined =>
	/^arn:[^:]*:iam::(\d{12}):/.exec(arn ?? '')?.[1];

/** The number of the account that a profile signs in to, if its settings tell. */
export const profileAccount = (settings: Settings): string | undefined =>
	accountOfRole(settings['role_arn']) ??
	[settings['sso_account_id'], settings['aws_account_id']].find(
		id => id !== undefined && /^\d{12}$/.test(id),
	);

/** The profile that the environment chooses: `AWS_PROFILE`, else `default`. */
export const chosenProfile = (environment: Environment): string =>
	environment['AWS_PROFILE'] || environment['AWS_DEFAULT_PROFILE'] || 'default';

import { type AwsFiles, hasKeys, type Profile } from './config-files.ts';
import type { Setting } from './ini.ts';
import { type Sdk, sdkFeatures } from './sdk.ts';
import type { Hindrance } from './signer.ts';

/** A profile with the profile by which it takes its role. What does not count there is left out of its settings. */
export type LinkedProfile = {
	readonly name: string;
	readonly settings: ReadonlyMap<string, Setting>;
	readonly place: string;
	readonly source?: LinkedProfile;
};

/** `~/.aws/config, line 3`. */
export const sourceLine = ({ file, line }: { readonly file: string; readonly line: number }): string =>
	`${file}, line ${line}`;

export const cannot = (reason: string, ...next: readonly string[]): Hindrance => ({
	kind: 'cannot',
	reason,
	next,
});

export const isHindrance = (found: object | undefined): found is Hindrance =>
	found !== undefined && 'kind' in found && found.kind === 'cannot';

const roleSettings = ['role_arn', 'external_id', 'mfa_serial', 'role_session_name', 'source_profile'];
const credentialSettings = [
	'credential_source',
	'credential_process',
	'web_identity_token_file',
	'aws_access_key_id',
	'aws_secret_access_key',
	'sso_account_id',
	'sso_region',
	'sso_role_name',
	'sso_start_url',
];
/** Where a profile may take its credentials from; one of them, beside keys and SSO. */
const sourceSettings = [
	'source_profile',
	'credential_source',
	'credential_process',
	'web_identity_token_file',
];

/** What the SDKs call single sign-on settings of the profile itself. */
export const signOnSettings = ['sso_region', 'sso_start_url', 'sso_account_id', 'sso_role_name'] as const;

const without = (
	settings: ReadonlyMap<string, Setting>,
	names: readonly string[],
): ReadonlyMap<string, Setting> => new Map([...settings].filter(([name]) => !names.includes(name)));

/** The settings that are there and not empty. */
const given = (
	settings: ReadonlyMap<string, Setting>,
	names: readonly string[],
): readonly (readonly [string, Setting])[] =>
	names.flatMap(name => {
		const setting = settings.get(name);
		return setting?.value ? [[name, setting] as const] : [];
	});

/** What the SDK refuses of a profile by itself. */
const ownDefect = (profile: Profile, sdk: Sdk): Hindrance | undefined => {
	const { name, settings, halfKey } = profile;
	if (halfKey && sdkFeatures[sdk].refusesDefects) {
		return halfKeyDefect(profile, halfKey);
	}

	const [source] = given(settings, ['source_profile', 'credential_source', 'web_identity_token_file']);
	return source && !settings.get('role_arn')?.value
		? cannot(`Profile ${name} has a ${source[0]}, but no role_arn (${sourceLine(source[1])}).`)
		: undefined;
};

export const halfKeyDefect = ({ name, settings }: LinkedProfile | Profile, halfKey: Setting): Hindrance => {
	const isId = settings.get('aws_access_key_id')?.line === halfKey.line;
	const [has, lacks] = isId
		? ['aws_access_key_id', 'aws_secret_access_key']
		: ['aws_secret_access_key', 'aws_access_key_id'];
	return cannot(`Profile ${name} has an ${has}, but no ${lacks} (${sourceLine(halfKey)}).`);
};

const twoSources = (name: string, settings: ReadonlyMap<string, Setting>): Hindrance | undefined => {
	const [one, two] = given(settings, sourceSettings);
	return one && two
		? cannot(
				`Profile ${name} has both ${one[0]} and ${two[0]} (${sourceLine(two[1])}), and only one may be.`,
				'Take one of them out.',
			)
		: undefined;
};

/** What makes a source profile one. */
const hasSource = (settings: ReadonlyMap<string, Setting>): boolean =>
	given(settings, [...sourceSettings, ...signOnSettings, 'sso_session', 'login_session']).length > 0 ||
	hasKeys({ settings });

/**
 * Follows the source profiles of a profile as the SDKs do. The second time that a profile comes up only its credentials
 * count, so that a profile may take its role with its own keys.
 * @returns undefined if there is no such profile.
 */
export const linkProfile = (
	name: string,
	files: AwsFiles,
	sdk: Sdk,
	seen: readonly string[] = [],
): LinkedProfile | Hindrance | undefined => {
	const profile = files.profiles.get(name);
	if (!profile) {
		return undefined;
	}

	const isAgain = seen.includes(name);
	const defect = isAgain ? undefined : ownDefect(profile, sdk);
	if (defect) {
		return defect;
	}

	const settings = isAgain ? without(profile.settings, roleSettings) : profile.settings;
	const linked: LinkedProfile = { name, settings, place: sourceLine(profile) };
	if (seen.length > 0 && sdk === 'go-2' && hasKeys({ settings })) {
		return linked;
	}

	const source = settings.get('source_profile');
	const hindrance = twoSources(name, settings);
	if (hindrance || !source?.value) {
		return hindrance ?? linked;
	}

	const found = linkProfile(source.value, files, sdk, [...seen, name]);
	if (isHindrance(found)) {
		return found;
	}

	const by = `Profile ${name} takes its role by profile ${source.value} (${sourceLine(source)})`;
	if (!found) {
		return cannot(`${by}, which does not exist.`);
	}

	return hasSource(found.settings)
		? { ...linked, settings: without(settings, credentialSettings), source: found }
		: cannot(
				seen.includes(source.value)
					? `Profiles ${[...seen, name].join(', ')} take their roles by each other (${sourceLine(source)}).`
					: source.value === name
						? `Profile ${name} takes its role by itself (${sourceLine(source)}), but has no keys.`
						: `${by}, which has no keys and no sign-in.`,
			);
};

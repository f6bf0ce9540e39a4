import { typedPath } from '../base/paths.ts';
import { type AwsFiles, hasKeys } from './config-files.ts';
import {
	type Found,
	login,
	namedSource,
	type ProfileContext,
	profileKeys,
	signOn,
	webIdentity,
} from './credential-sources.ts';
import {
	cannot,
	isHindrance,
	type LinkedProfile,
	linkProfile,
	signOnSettings,
	sourceLine,
} from './linked-profile.ts';
import type { Sdk } from './sdk.ts';

/** The credentials of a profile before its own role is taken. */
const credentialsOf = async (profile: LinkedProfile, context: ProfileContext): Promise<Found> => {
	const { name, settings, source, place } = profile;
	if (source) {
		return resolveLinked(source, context);
	}

	if (hasKeys({ settings })) {
		return profileKeys(profile.name, settings);
	}

	const named = settings.get('credential_source');
	if (named?.value) {
		return namedSource(profile, named, context);
	}

	const { whereabouts, machine } = context;
	const tokenFile = settings.get('web_identity_token_file')?.value;
	if (tokenFile) {
		const role = settings.get('role_arn')?.value ?? '';
		return webIdentity(role, typedPath(tokenFile, whereabouts), { name, place });
	}

	if ([...signOnSettings, 'sso_session'].some(setting => settings.get(setting)?.value)) {
		return signOn(profile, context);
	}

	return settings.get('credential_process')?.value
		? { source: 'process', profile: name }
		: ((await login(profile, context)) ?? machine());
};

const resolveLinked = async (profile: LinkedProfile, context: ProfileContext): Promise<Found> => {
	const { name, settings } = profile;
	const by = await credentialsOf(profile, context);
	const role = settings.get('role_arn');
	// With a token the role is taken at once.
	const isTaken = by && !isHindrance(by) && by.source === 'web-identity' && by.profile === name;
	if (!role?.value || isHindrance(by) || isTaken) {
		return by;
	}

	if (!by) {
		return cannot(
			`Profile ${name} has a role, but neither source_profile nor credential_source (${sourceLine(role)}).`,
		);
	}

	const mfa = settings.get('mfa_serial');
	return {
		source: 'role',
		role: role.value,
		profile: name,
		by,
		...(mfa?.value && { mfa: mfa.value }),
	};
};

/**
 * Whose credentials a profile leads to, undefined if it leads to none. Whether AWS accepts them is not asked.
 * @param profile undefined if the files have none of that name: then only the container and the machine are left.
 */
export const resolveProfile = async (
	profile: LinkedProfile | undefined,
	context: ProfileContext,
): Promise<Found> => (profile ? resolveLinked(profile, context) : context.machine());

/** Whether a profile takes its role, at the end of all source profiles, with the keys of the environment. */
export const needsEnvironmentKeys = (name: string, files: AwsFiles, sdk: Sdk): boolean => {
	let profile = linkProfile(name, files, sdk);
	while (profile && !isHindrance(profile) && profile.source) {
		profile = profile.source;
	}

	return (
		profile !== undefined &&
		!isHindrance(profile) &&
		!hasKeys(profile) &&
		profile.settings.get('credential_source')?.value === 'Environment'
	);
};

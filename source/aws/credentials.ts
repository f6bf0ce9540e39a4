import { nearest } from '../base/nearest.ts';
import type { Environment } from '../base/paths.ts';
import { readAwsFiles } from './config-files.ts';
import { instanceRole } from './instance-role.ts';
import { chosenProfile, profileAccount, profileState } from './profiles.ts';

/** Which AWS credentials the SDK in Packer would find, as far as can be told without asking AWS. */
export type Credentials =
	| {
			readonly kind: 'found';
			readonly source: 'environment' | 'profile' | 'container' | 'web-identity' | 'instance';
			/** `profile dev`, `keys in the environment`. */
			readonly label: string;
			/** The number of the account, if it is known without asking AWS. */
			readonly account?: string;
	  }
	| {
			/** A profile is named that the files do not have. */
			readonly kind: 'unknown-profile';
			readonly profile: string;
			readonly nearest?: string;
			/** One sentence. */
			readonly reason: string;
	  }
	| {
			readonly kind: 'none';
			/** One sentence. */
			readonly reason: string;
	  };

/** The names of all profiles in the AWS configuration and credentials files, `default` first. */
export const listProfiles = async (environment: Environment = process.env): Promise<readonly string[]> => {
	const { profiles } = await readAwsFiles(environment);
	return [...profiles.keys()].sort(
		(a, b) => Number(b === 'default') - Number(a === 'default') || a.localeCompare(b),
	);
};

const hasKeys = (environment: Environment): boolean =>
	Boolean(
		(environment['AWS_ACCESS_KEY_ID'] || environment['AWS_ACCESS_KEY']) &&
			(environment['AWS_SECRET_ACCESS_KEY'] || environment['AWS_SECRET_KEY']),
	);

/** What serves a machine that has no files: the role of a container, or of the EC2 instance. */
const fromMachine = async (environment: Environment): Promise<Credentials | undefined> => {
	if (
		environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] ||
		environment['AWS_CONTAINER_CREDENTIALS_FULL_URI']
	) {
		return { kind: 'found', source: 'container', label: 'the role of this container' };
	}

	const role = await instanceRole(environment);
	return role === undefined
		? undefined
		: { kind: 'found', source: 'instance', label: `role ${role} of this machine` };
};

const unknownProfile = (profile: string, names: readonly string[]): Credentials => {
	const near = nearest(profile, names);
	return {
		kind: 'unknown-profile',
		profile,
		...(near === undefined ? {} : { nearest: near }),
		reason:
			names.length === 0
				? `There is no profile ${profile}: the AWS configuration has none at all.`
				: `There is no profile ${profile} in the AWS configuration${near === undefined ? '' : `; the nearest is ${near}`}.`,
	};
};

/**
 * Looks where the SDK in Packer looks, in its order: the keys in the environment, unless a profile is asked for; a web
 * identity; the profile; then the role of the container or of the machine. Whether AWS accepts what is found is left to
 * Packer's first call. Throws nothing.
 * @param profile the profile that the Recipe names; `AWS_PROFILE` or `default` without it.
 */
export const findCredentials = async ({
	environment = process.env,
	profile,
}: {
	readonly environment?: Environment;
	readonly profile?: string | undefined;
} = {}): Promise<Credentials> => {
	if (profile === undefined) {
		if (hasKeys(environment)) {
			return { kind: 'found', source: 'environment', label: 'keys in the environment' };
		}

		if (environment['AWS_WEB_IDENTITY_TOKEN_FILE'] && environment['AWS_ROLE_ARN']) {
			return { kind: 'found', source: 'web-identity', label: 'a web identity' };
		}
	}

	const files = await readAwsFiles(environment);
	const name = profile ?? chosenProfile(environment);
	if (!files.profiles.has(name) && name !== 'default') {
		return unknownProfile(name, [...files.profiles.keys()]);
	}

	const state = profileState(name, files);
	if (state.kind === 'resolves') {
		const account = profileAccount(files.profiles.get(name) ?? {});
		return {
			kind: 'found',
			source: 'profile',
			label: `profile ${name}`,
			...(account !== undefined && { account }),
		};
	}

	return (
		(await fromMachine(environment)) ?? {
			kind: 'none',
			reason: files.profiles.has(name)
				? state.reason
				: 'There are no keys in the environment, no profile, and no role of this machine.',
		}
	);
};

import { nearest } from '../base/nearest.ts';
import type { Environment } from '../base/paths.ts';
import type { AwsFiles } from './config-files.ts';
import { halfKeyDefect, sourceLine } from './linked-profile.ts';
import { type Sdk, sdkFeatures } from './sdk.ts';

/** A profile is named that the files do not have. */
export type UnknownProfile = {
	readonly kind: 'unknown-profile';
	readonly profile: string;
	readonly nearest?: string;
	/** One sentence. */
	readonly reason: string;
	readonly next: readonly string[];
};

/** Why a profile is none to the SDK, if it is there all the same. */
const unseen = (profile: string, { misnamed, emptied, unopened }: AwsFiles, sdk: Sdk): string | undefined => {
	const there = misnamed.get(profile);
	if (emptied && !there) {
		return `${sourceLine(emptied)}: ${emptied.what}, so that the file is empty to ${sdkFeatures[sdk].title}, which finds no profile ${profile}.`;
	}

	return there
		? `Profile ${profile} stands ${there.header === undefined ? 'behind a byte-order mark' : `as ${there.header}`} (${sourceLine(there)}), which ${sdkFeatures[sdk].title} does not see.`
		: unopened && `There is no profile ${profile}, and ${unopened}.`;
};

const wayOut = (profile: string, { misnamed, emptied }: AwsFiles): readonly string[] => {
	const there = misnamed.get(profile);
	if (!there) {
		return emptied ? ['Close the quote.'] : [];
	}

	return there.header === undefined
		? [`Save ${there.file} as UTF-8 without a byte-order mark.`]
		: [`It has to be [profile ${profile}] in the configuration file, [${profile}] in the credentials file.`];
};

/** Why there is no such profile. */
export const unknownProfile = (profile: string, files: AwsFiles, sdk: Sdk): UnknownProfile => {
	const names = [...files.profiles.keys()];
	const reason = unseen(profile, files, sdk);
	const near = reason === undefined ? nearest(profile, names) : undefined;
	return {
		kind: 'unknown-profile',
		profile,
		...(near === undefined ? {} : { nearest: near }),
		reason:
			reason ??
			(names.length === 0
				? `There is no profile ${profile}: the AWS configuration has none at all.`
				: `There is no profile ${profile} in the AWS configuration${near === undefined ? '' : `; the nearest is ${near}`}.`),
		next: wayOut(profile, files),
	};
};

/** The key in the environment whose other half is not there, for a sentence. */
const halfPair = (environment: Environment): string | undefined => {
	const [id, secret] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
	return !environment[id] === !environment[secret]
		? undefined
		: `is an ${environment[id] ? id : secret}, but no ${environment[id] ? secret : id} in the environment`;
};

/** What a profile may sign in with. */
const known = [
	'aws_access_key_id',
	'aws_secret_access_key',
	'role_arn',
	'credential_process',
	'sso_start_url',
	'sso_session',
];

/**
 * Why a profile that is there leads to nothing, or nothing is there at all; `isHalf` if somebody began a sign-in that is not
 * whole.
 */
export const emptyProfile = (
	name: string,
	environment: Environment,
	files: AwsFiles,
	sdk: Sdk,
): { readonly reason: string; readonly isHalf: boolean } => {
	const profile = files.profiles.get(name);
	if (!profile) {
		const [hidden, half] = [unseen(name, files, sdk), halfPair(environment)];
		return {
			reason:
				hidden ??
				`There ${half ?? 'are no keys in the environment'}, no profile, and no role of this machine.`,
			isHalf: hidden !== undefined || half !== undefined,
		};
	}

	const capitals = [...profile.settings].find(
		([key]) => !known.includes(key) && known.includes(key.toLowerCase()),
	);
	const { halfKey } = profile;
	if (capitals) {
		return {
			reason: `Profile ${name} writes ${capitals[0]} in capitals (${sourceLine(capitals[1])}), which this Packer does not see.`,
			isHalf: true,
		};
	}

	return halfKey
		? { reason: halfKeyDefect(profile, halfKey).reason, isHalf: true }
		: {
				reason: `Profile ${name} has no keys, no role and no sign-in (${sourceLine(profile)}).`,
				isHalf: false,
			};
};

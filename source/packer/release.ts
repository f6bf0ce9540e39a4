import path from 'node:path';
import { cacheFolder, type Environment } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';
import { releasesVariable } from '../base/variables.ts';

/** A release of Packer, and the SHA-256 of its archives by platform as in their names (`linux_amd64`). */
export type PackerRelease = {
	readonly version: string;
	readonly sha256: Readonly<Record<string, string>>;
};

/** The version that is downloaded. */
export const pinnedVersion = '1.16.1';

/** The release that is downloaded. The sums are those of HashiCorp's SHA256SUMS. */
export const pinned: PackerRelease = {
	version: pinnedVersion,
	sha256: {
		linux_amd64: 'af38a9e93e4ed1b9ca68206ae969c64c300c82a3dde46a780dfa629f0867f651',
		linux_arm64: '4784ac0b9228a61f3ecb3861dbf0bf9ebeab6ddb0f5a10466126b8daa5db0de5',
		darwin_arm64: 'c45cb1f851971e8a340c4a36434273cf2c8ef0cc7f5b3ac65588a3539b1df424',
	},
};

const releasesServer = 'https://releases.hashicorp.com';

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** This machine as HashiCorp names it: `linux_amd64`. */
export const platformName = (
	system: string = process.platform,
	architecture: string = process.arch,
): string => `${system}_${architectures[architecture] ?? architecture}`;

/** Where a downloaded Packer of this version lives. */
export const cachedPacker = (version: string, environment: Environment): string =>
	path.join(cacheFolder(environment), 'packer', version, 'packer');

/** What would be downloaded for this machine; undefined where the SHA-256 of its archive is not known. */
export const pinnedRelease = (
	platform = platformName(),
):
	| {
			readonly version: string;
			readonly sha256: string;
			readonly licence: string;
			/** Where it would live. */
			readonly folder: (environment: Environment) => string;
	  }
	| undefined => {
	const sha256 = pinned.sha256[platform];
	return sha256 === undefined
		? undefined
		: {
				version: pinnedVersion,
				sha256,
				licence: 'BUSL-1.1',
				folder: environment => path.dirname(cachedPacker(pinnedVersion, environment)),
			};
};

/** Where a release is downloaded from. @throws Problem (exit 2) if the environment names no address. */
export const releaseAddress = (
	environment: Environment,
	{ version }: PackerRelease,
	platform: string,
): URL => {
	const server = environment[releasesVariable] || releasesServer;
	try {
		return new URL(`${server.replace(/\/+$/, '')}/packer/${version}/packer_${version}_${platform}.zip`);
	} catch (error) {
		throw new Problem(`${releasesVariable} names no address.`, {
			next: [`Set it to an address like ${releasesServer}, or unset it.`],
			cause: error,
		});
	}
};

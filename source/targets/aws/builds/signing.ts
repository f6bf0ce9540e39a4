import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Sdk, sdkOfPlugin } from '../../../aws/sdk.ts';
import { findSigning, type Signing, signInBy } from '../../../aws/sign-in.ts';
import { accountOfOwnKeys } from '../../../aws/signer.ts';
import { readIfExists } from '../../../base/files.ts';
import type { Environment, Whereabouts } from '../../../base/paths.ts';
import { atLeast } from '../../../base/versions.ts';
import type { SignedBy } from '../../../builds/journal/journal.ts';
import type { PackerProgram } from '../../../packer/find.ts';
import { packerFile } from '../../../packer/folder-files.ts';
import { findPlugin, type PackerPlugin } from '../../../packer/plugin.ts';
import { needsInit, packerProfile, profileFeatures } from '../../../template/profile.ts';
import { templateSignIn } from './copy/template-sign-in.ts';

/** Our template is in HCL; one in JSON beside it has no sign-in of ours. */
const isRead = (file: string): boolean => !['json', undefined].includes(packerFile(file));

/** The files that Packer reads in a folder, by name. Whether it can be read is said where it is written. */
export const readTexts = async (folder: string): Promise<Readonly<Record<string, string>>> => {
	const names = (await readdir(folder).catch(() => [])).filter(isRead);
	const read = (name: string) => readIfExists(path.join(folder, name)).catch(() => '');
	return Object.fromEntries(
		await Promise.all(names.map(async name => [name, (await read(name)) ?? ''] as const)),
	);
};

/**
 * Who signs for a build, and how Packer's environment has to be for that.
 * @param folder the folder of the template, whose hand edits count, if there is one; it need not be there yet.
 * @param planned what will stand in its files when the build starts, by path.
 * @param profile the profile that the Recipe names.
 */
export const buildSigning = async ({
	folder,
	planned = {},
	profile,
	whereabouts,
	sdk,
}: {
	readonly folder: string | undefined;
	readonly planned?: Readonly<Record<string, string>>;
	readonly profile: string | undefined;
	readonly whereabouts: Whereabouts;
	readonly sdk: Sdk;
}): Promise<Signing> => {
	const there = folder === undefined ? {} : await readTexts(folder);
	const texts = Object.entries({ ...there, ...planned }).map(([file, text]) => ({ file, text }));
	const signIn = templateSignIn(texts.filter(({ file }) => isRead(file)));
	if (signIn?.kind === 'own') {
		const { file, setting } = signIn;
		return { signIn: signInBy({ source: 'template', file, setting }), changes: {}, isHanded: false };
	}

	const named = signIn ? signIn.profile || undefined : profile;
	return findSigning({ whereabouts, profile: named, sdk });
};

/** Who signs, as a journal takes it; undefined if nobody is found. */
export const signedBy = (
	{ signIn, endpoint }: Signing,
	keys?: { readonly until?: number | undefined },
): SignedBy | undefined => {
	if (signIn.kind !== 'found' && signIn.kind !== 'to-be-seen') {
		return undefined;
	}

	const account = signIn.account ?? accountOfOwnKeys(signIn.signer);
	return {
		label: signIn.label,
		...(account !== undefined && { account }),
		...(endpoint !== undefined && { endpoint }),
		...(keys && { handed: { until: keys.until } }),
	};
};

/** The amazon plugin that Packer will use, undefined if it brings its own or none is there yet. */
export const usedPlugin = async (
	packer: PackerProgram,
	environment: Environment,
	signal?: AbortSignal,
): Promise<PackerPlugin | undefined> => {
	const { plugin } = profileFeatures(packerProfile(packer.version));
	return plugin && findPlugin(packer, environment, plugin.amazon, signal);
};

/** The SDK that signs for a Packer with this plugin; where one is still to be got, that of the newest that it can get. */
export const signingSdk = (
	packer: Pick<PackerProgram, 'version'> | undefined,
	plugin: Pick<PackerPlugin, 'version'> | undefined,
): Sdk => {
	if (!packer || (plugin === undefined && atLeast(packer.version, '1.14.0'))) {
		return 'go-2';
	}

	return plugin === undefined && needsInit(packerProfile(packer.version))
		? 'go-1-sessions'
		: sdkOfPlugin(plugin?.version);
};

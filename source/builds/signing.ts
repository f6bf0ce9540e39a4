import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Sdk } from '../aws/sdk.ts';
import { findSigning, type Signing, signedBy } from '../aws/sign-in.ts';
import { readIfExists } from '../base/files.ts';
import type { Whereabouts } from '../base/paths.ts';
import { packerFile } from './copy/packer-files.ts';
import { templateSignIn } from './copy/template-sign-in.ts';

/** Our template is in HCL; one in JSON beside it has no sign-in of ours. */
const isRead = (file: string): boolean => !['json', undefined].includes(packerFile(file));

/** The files that Packer reads in a folder, by name. Whether it can be read is said where it is written. */
const readTexts = async (folder: string): Promise<Readonly<Record<string, string>>> => {
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
		return { signIn: signedBy({ source: 'template', file, setting }), changes: {} };
	}

	const named = signIn ? signIn.profile || undefined : profile;
	return findSigning({ whereabouts, profile: named, sdk });
};

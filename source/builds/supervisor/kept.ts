import { chmod, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { readIfExists } from '../../base/files.ts';
import { isTemplate } from '../../packer/folder-files.ts';
import { resolveBase } from '../../recipe/base.ts';
import { copyFolder, readCopyRecord } from '../copy/mirror.ts';
import { templateSteps } from '../copy/template-steps.ts';
import { keyName } from '../folders.ts';
import type { JournalHeader, KeptMachine } from '../journal/journal.ts';
import type { End } from './evidence.ts';

const readTemplates = async (copy: string) =>
	Promise.all(
		(await readdir(copy)).filter(isTemplate).map(async file => ({
			file,
			text: (await readIfExists(path.join(copy, file)).catch(() => undefined)) ?? '',
		})),
	);

/** Whether machines of a template are reached by a password, which Packer's debug mode prints. */
export const givesPassword = async (copy: string): Promise<boolean> =>
	(await readTemplates(copy)).some(({ text }) => /winrm/i.test(text));

/** Who logs in: as a source says it by a plain text, else as the Recipe. */
const userOf = async (copy: string, { recipe }: JournalHeader): Promise<string> => {
	const sources = (await readTemplates(copy)).flatMap(({ file, text }) => templateSteps(file, text));
	const named = sources
		.filter(({ kind }) => kind === 'source')
		.map(({ attribute }) => /^"([^"\\$%]+)"/.exec(attribute('ssh_username'))?.[1]);
	return named.find(user => user !== undefined) ?? resolveBase(recipe).username;
};

/** The keys that Packer left in its folder, not those that are the person's. */
const keysIn = async (buildFolder: string): Promise<readonly string[]> => {
	const copied = Object.keys(readCopyRecord(buildFolder)?.files ?? {}).map(file => path.basename(file));
	const names = await readdir(copyFolder(buildFolder)).catch(() => []);
	return names.filter(name => /^ec2_.+\.pem$/.test(name) && !copied.includes(name));
};

/**
 * Keeps the key to a machine that was to be kept in the build's folder, 0600, where no image came of it. Whatever comes of
 * it, no key stays in the private copy, from which files go back to the person.
 */
export const keptOf = async (
	buildFolder: string,
	header: JournalHeader,
	{ result }: End,
): Promise<{ readonly kept?: KeptMachine }> => {
	if (header.onError !== 'keep') {
		return {};
	}

	const copy = copyFolder(buildFolder);
	const [name, ...others] = (await keysIn(buildFolder)).map(key => path.join(copy, key));
	const user = await userOf(copy, header).catch(() => resolveBase(header.recipe).username);
	const key = path.join(buildFolder, keyName);
	if (name !== undefined && result !== 'done') {
		await rename(name, key);
		await chmod(key, 0o600);
	}

	for (const file of result === 'done' && name !== undefined ? [name, ...others] : others) {
		await rm(file, { force: true });
	}

	return result === 'done' ? {} : { kept: { user, ...(name !== undefined && { key }) } };
};

import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Whereabouts } from '../../source/base/paths.ts';

/** A home and a current folder of their own, so that a test never meets the person's. */
export const privatePlace = async (): Promise<Whereabouts & { readonly home: string }> => {
	const root = await realpath(await mkdtemp(path.join(tmpdir(), 'packer-wizard-store-')));
	onTestFinished(() => rm(root, { recursive: true, force: true }));
	const home = path.join(root, 'home');
	const cwd = path.join(home, 'work');
	await mkdir(cwd, { recursive: true });
	return { environment: { HOME: home }, cwd, home };
};

/** Writes a file and the folders above it; gives its path. */
export const put = async (content: string, ...parts: readonly string[]): Promise<string> => {
	const file = path.join(...parts);
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(file, content);
	return file;
};

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Module, readModules } from './modules.ts';
import type { Violation } from './walls.ts';

/** Writes files into a folder of their own, as a bad example; gives the folder. */
export const writeExample = async (files: Readonly<Record<string, string>>): Promise<string> => {
	const root = await mkdtemp(path.join(tmpdir(), 'check-'));
	onTestFinished(() => rm(root, { recursive: true, force: true }));
	for (const [file, content] of Object.entries(files)) {
		await mkdir(path.dirname(path.join(root, file)), { recursive: true });
		await writeFile(path.join(root, file), content);
	}

	return root;
};

/** What a check says of these files, as `npm run check` prints it. */
export const saidOf = async (
	check: (modules: readonly Module[]) => readonly Violation[],
	files: Readonly<Record<string, string>>,
): Promise<readonly string[]> =>
	check(readModules(await writeExample(files), 'source')).map(
		({ file, line, message }) => `${file}:${line}: ${message}`,
	);

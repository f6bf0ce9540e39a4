import { createHash } from 'node:crypto';
import { readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { readRegular } from '../base/files.ts';
import { parsedJson } from '../base/json.ts';
import { type Environment, stateFolder } from '../base/paths.ts';
import { makeFolder } from '../base/write-file.ts';
import { removeLeftLocks } from './lock-files.ts';
import { identityOf, isAlive } from './supervisor/process.ts';

/** A folder that a process has for itself, so that what it leaves there when it is killed can be found. */
const heldSchema = z.object({
	folder: z.string(),
	/** The topmost folder that it made on the way there. */
	made: z.string().optional(),
	process: z.object({ pid: z.number(), started: z.string() }),
});

const recordsFolder = (environment: Environment): string =>
	path.join(stateFolder(environment), 'held-folders');

/** The process that wrote a note, by the note's name. */
const writerOf = (record: string): number => Number(path.extname(record).slice(1));

/** Takes away folders that nothing was put into, from the innermost to `topmost`. */
export const removeEmpty = async (folder: string, topmost: string): Promise<void> => {
	try {
		await rmdir(folder);
	} catch {
		return;
	}

	if (folder !== topmost) {
		await removeEmpty(path.dirname(folder), topmost);
	}
};

/** Notes that this process has a folder; gives what takes the note away. Without a note it works as well. */
export const noteHeld = async (
	folder: string,
	made: string | undefined,
	environment: Environment,
): Promise<() => Promise<void>> => {
	const sum = createHash('sha256').update(folder).digest('hex').slice(0, 16);
	const record = path.join(recordsFolder(environment), `${sum}.${process.pid}`);
	const held = { folder, made, process: identityOf(process.pid) };
	try {
		await makeFolder(path.dirname(record), 0o700);
		await writeFile(record, JSON.stringify(held), { mode: 0o600 });
	} catch {
		// The disk is full, or the state folder cannot be written: what matters more says so.
	}

	return () => rm(record, { force: true });
};

/** Takes away what processes left in folders of the person's that were killed while they wrote there. */
export const sweepHeldFolders = async (environment: Environment): Promise<void> => {
	const records = await readdir(recordsFolder(environment)).catch((): string[] => []);
	for (const name of records) {
		const record = path.join(recordsFolder(environment), name);
		const text = await readRegular(record).catch(() => Buffer.from(''));
		const held = heldSchema.safeParse(parsedJson(text.toString())).data;
		if (held ? isAlive(held.process) : identityOf(writerOf(name))) {
			continue;
		}

		// Who was killed in the midst of the note had not taken the folder yet.
		if (held) {
			await removeLeftLocks(held.folder).catch(() => undefined);
			if (held.made !== undefined) {
				await removeEmpty(held.folder, held.made);
			}
		}

		await rm(record, { force: true });
	}
};

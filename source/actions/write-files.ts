import { chmod, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Whereabouts } from '../base/paths.ts';
import { shownPath } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { unwritable } from '../base/unwritable.ts';
import { makeFolder, writeFileAtomically } from '../base/write-file.ts';
import { type LockedFolder, whileLocked } from '../builds/folder-lock.ts';
import type { DifferencePolicy, FilePlan, Leftover, PlannedFile, Written } from '../flow/files.ts';
import { isTemplate } from '../packer/folder-files.ts';
import { fileMode, type TemplateFile } from '../template/files.ts';
import { compareFiles } from './compared-files.ts';
import { refuseForeignScripts, rememberPlaces } from './foreign-scripts.ts';
import { takeLeftovers } from './leftover-files.ts';
import { heldByKept } from './terraform-folder.ts';

/** Files that exist and differ, and nobody said which count. */
const filesInTheWay = (
	folder: string,
	files: readonly PlannedFile[],
	{ environment, cwd }: Whereabouts,
): Problem =>
	new Problem(`${shownPath(folder, { environment, cwd })} holds other files of the same names.`, {
		reason: `They differ: ${files.map(file => file.path).join(', ')}. Nothing was written.`,
		next: ['Keep them: --keep', 'Replace them: --overwrite', 'Write elsewhere: --out <folder>'],
		exitCode: exitCodes.missing,
	});

/**
 * Writes files into a folder that is had, all of them or nothing: everything is first written beside the others, then
 * moved in; what was moved is taken back if a later move fails.
 * @param leftovers what goes with it.
 * @returns the paths of those that went.
 * @throws Problem with exit 3.
 */
const moveIn = async (
	files: readonly PlannedFile[],
	leftovers: readonly Leftover[],
	locked: LockedFolder,
): Promise<readonly string[]> => {
	const { folder, workplace } = locked;
	const undo: (() => Promise<void>)[] = [];
	try {
		const staging = path.join(workplace(), 'new');
		for (const file of files) {
			const staged = path.join(staging, ...file.path.split('/'));
			await writeFileAtomically(staged, file.content, fileMode(file));
		}

		for (const file of files) {
			const target = path.join(folder, ...file.path.split('/'));
			const made = await makeFolder(path.dirname(target));
			if (made !== undefined) {
				undo.push(() => rm(made, { recursive: true, force: true }));
			}

			const { current = file.replaces } = file;
			await rename(path.join(staging, ...file.path.split('/')), target);
			undo.push(() =>
				current === undefined ? rm(target, { force: true }) : writeFileAtomically(target, current),
			);
		}

		return await takeLeftovers(leftovers, locked);
	} catch (error) {
		for (const step of undo.reverse()) {
			await step().catch(() => undefined);
		}

		throw error instanceof Problem ? error : unwritable(folder, error);
	}
};

const readableByOthers = 0o044;

/** Takes from copies that others can read what they may not read where it comes from. */
const closeCopies = async (files: readonly PlannedFile[], folder: string): Promise<void> => {
	for (const file of files.filter(({ state, mode }) => state === 'same' && mode !== undefined)) {
		const copy = path.join(folder, ...file.path.split('/'));
		const { mode } = await stat(copy);
		if ((mode & readableByOthers & ~fileMode(file)) !== 0) {
			await chmod(copy, fileMode(file));
		}
	}
};

/** What a file was when the person saw the plan. */
const seenText = (file: PlannedFile | undefined): string | undefined =>
	file?.state === 'same' ? file.content : file?.current;

/**
 * Writes what is missing in a folder that is had. Files that differ are replaced or kept as was said; what was said
 * counts for what was seen.
 * @param seen the plan that the person saw; undefined if the folder counts as it stands. `earlier` files give way where
 * they are as they were written, and `leftovers` go with the recipe that asked for them.
 * @returns what was done, which need not be what the plan said: the folder may have changed since.
 * @throws Problem (exit 3) if files differ of which nothing was said, or it cannot be written.
 */
export const writeInto = async (
	locked: LockedFolder,
	files: readonly TemplateFile[],
	differences: DifferencePolicy | undefined,
	whereabouts: Whereabouts,
	{
		seen,
		earlier,
		leftovers = [],
	}: {
		readonly seen?: readonly PlannedFile[];
		readonly earlier?: readonly TemplateFile[];
		readonly leftovers?: readonly Leftover[];
	} = {},
): Promise<Written> => {
	const now = await compareFiles(locked.folder, files, earlier);
	const differing = now.filter(file => file.state === 'differs');
	const isUnseen = (file: PlannedFile): boolean =>
		seen !== undefined && file.current !== seenText(seen.find(other => other.path === file.path));
	const unsettled =
		differences === undefined ? differing : differences === 'keep' ? differing.filter(isUnseen) : [];
	if (unsettled.length > 0) {
		throw filesInTheWay(locked.folder, unsettled, whereabouts);
	}

	// As long as another recipe stays with its template, that one runs: what is new would be run by nothing.
	const isOfAnother =
		differences !== 'overwrite' &&
		differing.some(file => file.path === 'recipe.json') &&
		now.some(file => isTemplate(file.path) && file.state !== 'new');
	const held = differences === 'overwrite' ? [] : heldByKept(now);
	const written = isOfAnother
		? []
		: now.filter(
				file =>
					!held.includes(file) &&
					(file.state === 'new' || (file.state === 'differs' && differences === 'overwrite')),
			);
	const kept = now.filter(
		file =>
			!written.includes(file) &&
			(file.state === 'differs' || (file.replaces !== undefined && held.includes(file))),
	);
	// They are no leftovers as long as the recipe that asks for them stays, or a file that names them.
	const outdated = written.some(file => file.path === 'recipe.json')
		? leftovers.filter(({ path: name }) => !kept.some(({ current }) => current?.includes(name)))
		: [];
	const removed = written.length > 0 ? await moveIn(written, outdated, locked) : [];
	const left = outdated.filter(file => !removed.includes(file.path));

	await closeCopies(now, locked.folder);
	const paths = (files: readonly PlannedFile[]): readonly string[] => files.map(file => file.path);
	return {
		folder: locked.folder,
		written: paths(written),
		kept: paths(kept),
		...(removed.length > 0 && { removed }),
		...(left.length > 0 && { left: left.map(file => file.path) }),
		...(held.length > 0 && { held: paths(held.filter(({ state }) => state === 'new')) }),
	};
};

/**
 * Writes a plan, all of it or nothing, while nobody else has the folder.
 * @returns what was done.
 * @throws Problem (exit 3) if another process has it, if files there are others than those that were seen, if nobody said
 * yes to scripts from elsewhere, or if it cannot be written.
 */
export const writeFiles = async (
	{ folder, files, leftovers = [], untold, applied, foreign = [], of }: FilePlan,
	differences: DifferencePolicy | undefined,
	whereabouts: Whereabouts,
): Promise<Written> => {
	if (folder === undefined) {
		throw new Error('The files of this plan have no folder.');
	}

	await refuseForeignScripts(foreign, whereabouts);
	const earlier = files.flatMap(({ replaces, ...file }) =>
		replaces === undefined ? [] : [{ ...file, content: replaces }],
	);
	const write = (locked: LockedFolder) =>
		writeInto(locked, files, differences, whereabouts, { seen: files, earlier, leftovers });
	const done = await whileLocked(folder, 'write', write, whereabouts);
	if (of) {
		await rememberPlaces(of, whereabouts);
	}

	const asWritten = files.filter(
		({ path: name, isEarlier, replaces }) =>
			(isEarlier || replaces !== undefined) && done.kept.includes(name),
	);
	const isRenewed = done.written.includes('recipe.json');
	return {
		...done,
		folder,
		...(asWritten.length > 0 && { earlier: asWritten.map(file => file.path) }),
		...(untold !== undefined && isRenewed && { untold }),
		...(applied !== undefined && isRenewed && { applied }),
	};
};

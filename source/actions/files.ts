import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder, readIfExists, unwritable, writeFileAtomically } from '../base/files.ts';
import { type Environment, shownPath, stateFolder, typedPath } from '../base/paths.ts';
import { exitCodes, Problem, systemErrorCode } from '../base/problem.ts';
import type { Decisions } from '../questions/question.ts';
import type { Recipe } from '../recipe/schema.ts';
import type { PackerProfile } from '../template/profile.ts';
import { renderTemplate } from '../template/render.ts';
import { provisioningSteps } from '../template/steps.ts';
import type { DifferencePolicy, FilePlan, PlannedFile } from './actions.ts';

/** Where files are planned: the person's folder and environment, for relative paths and how paths are shown. */
export type FilePlace = { readonly cwd: string; readonly environment: Environment };

const largestScript = 1024 * 1024;

const scriptText = async (script: string, { cwd, environment }: FilePlace): Promise<string> => {
	const file = typedPath(script, environment, cwd);
	const shown = shownPath(file, environment, cwd);
	const refuse = (reason: string, cause?: unknown): Problem =>
		new Problem(`The script ${shown} cannot be used.`, {
			reason,
			next: ['Name another file, or write it first.'],
			exitCode: exitCodes.usage,
			cause,
		});
	try {
		const found = await stat(file);
		if (!found.isFile()) {
			throw refuse(found.isDirectory() ? 'It is a folder.' : 'It is no file.');
		}

		if (found.size > largestScript) {
			throw refuse('It is larger than 1 MB.');
		}

		const bytes = await readFile(file);
		if (!isUtf8(bytes) || bytes.includes(0)) {
			// The copy would not be what the person wrote.
			throw refuse('It is no text in UTF-8.');
		}

		return bytes.toString();
	} catch (error) {
		if (error instanceof Problem) {
			throw error;
		}

		throw refuse(
			systemErrorCode(error) === 'ENOENT'
				? 'There is no such file.'
				: error instanceof Error
					? error.message
					: String(error),
			error,
		);
	}
};

/**
 * The Recipe as it is written into a folder of its own: script files are named by their copy there, so that the folder
 * can be moved and needs nothing beside it. And the contents of those scripts.
 */
const selfContained = async (
	recipe: Recipe,
	place: FilePlace,
): Promise<{ readonly recipe: Recipe; readonly scripts: Readonly<Record<string, string>> }> => {
	const rendered = provisioningSteps(recipe);
	const scripts: Record<string, string> = {};
	const steps: Recipe['steps'] = [];
	for (const step of recipe.steps) {
		if ('inline' in step) {
			steps.push(step);
			continue;
		}

		const copy = rendered.find(candidate => candidate.step === step)?.script ?? step.script;
		scripts[copy] = await scriptText(step.script, place);
		steps.push({ ...step, script: copy });
	}

	return { recipe: { ...recipe, steps }, scripts };
};

/** Where the files of a preset that is run by name are kept. */
export const presetFilesFolder = (name: string, environment: Environment): string =>
	path.join(stateFolder(environment), 'files', name);

/** The folder of the files, absolute: the one decided, else one with the image's name below the current folder. */
export const filesFolder = (decisions: Decisions, { cwd, environment }: FilePlace): string =>
	typedPath(decisions.folder ?? decisions.recipe.name, environment, cwd);

const currentText = async (file: string): Promise<string | undefined> => {
	try {
		return await readIfExists(file);
	} catch (error) {
		throw unwritable(file, error);
	}
};

/** Whether the folder is one of those that presets run by name get in the state folder. */
const isOurFolder = (folder: string, environment: Environment): boolean =>
	folder.startsWith(`${presetFilesFolder('', environment)}${path.sep}`);

/** In a folder of ours: what was written there, by path, as SHA-256. */
const sumsName = '.written.json';

const sumOf = (content: string): string => createHash('sha256').update(content).digest('hex');

/** The sums of what was written into a folder of ours; empty if that is not known. */
const writtenSums = async (folder: string): Promise<Readonly<Record<string, string>>> => {
	try {
		const sums: unknown = JSON.parse(await readFile(path.join(folder, sumsName), 'utf8'));
		return typeof sums === 'object' && sums !== null ? Object.fromEntries(Object.entries(sums)) : {};
	} catch {
		// Every difference then counts as the person's.
		return {};
	}
};

/**
 * What would be written for the decisions, compared with what is there.
 * @throws Problem: exit 2 for a script that cannot be read, exit 3 if something is in the way.
 */
export const planFiles = async (
	decisions: Decisions,
	profile: PackerProfile,
	place: FilePlace,
): Promise<FilePlan> => {
	const folder = filesFolder(decisions, place);
	const { recipe, scripts } = await selfContained(decisions.recipe, place);
	const rendered = renderTemplate(recipe, { profile, scripts });
	const ours = isOurFolder(folder, place.environment);
	const written = ours ? await writtenSums(folder) : {};
	const files = await Promise.all(
		rendered.map(async (file): Promise<PlannedFile> => {
			const current = await currentText(path.join(folder, ...file.path.split('/')));
			if (current === undefined) {
				return { ...file, state: 'new' };
			}

			if (current === file.content) {
				return { ...file, state: 'same' };
			}

			return { ...file, state: written[file.path] === sumOf(current) ? 'outdated' : 'differs', current };
		}),
	);
	return { folder, files, ours };
};

/** The files that writing the plan changes. */
export const filesToWrite = (plan: FilePlan, differences: DifferencePolicy): readonly PlannedFile[] =>
	plan.files.filter(
		({ state }) =>
			state === 'new' || state === 'outdated' || (state === 'differs' && differences === 'overwrite'),
	);

/**
 * What was written into a folder of ours for an earlier Recipe or another Packer, is not written now, and nobody
 * edited: Packer would read it as a part of the template.
 */
const leftOver = async (plan: FilePlan, sums: Readonly<Record<string, string>>): Promise<string[]> => {
	const found: string[] = [];
	for (const [name, sum] of Object.entries(sums)) {
		if (plan.files.every(file => file.path !== name)) {
			const current = await currentText(path.join(plan.folder, ...name.split('/')));
			if (current !== undefined && sumOf(current) === sum) {
				found.push(name);
			}
		}
	}

	return found;
};

/**
 * Writes the plan, all of it or nothing: everything is first written beside the folder, then moved in; what was moved
 * is taken back if a later move fails.
 * @throws Problem with exit 3.
 */
export const writeFiles = async (plan: FilePlan, differences: DifferencePolicy): Promise<void> => {
	const files = filesToWrite(plan, differences);
	const sums = plan.ours ? await writtenSums(plan.folder) : {};
	const removed = await leftOver(plan, sums);
	if (files.length + removed.length === 0) {
		return;
	}

	let staging: string | undefined;
	const undo: (() => Promise<void>)[] = [];
	try {
		const created = await makeFolder(plan.folder);
		if (created !== undefined) {
			undo.push(() => rm(created, { recursive: true, force: true }));
		}

		staging = await mkdtemp(path.join(plan.folder, '.packer-wizard-'));
		for (const file of files) {
			const staged = path.join(staging, ...file.path.split('/'));
			await writeFileAtomically(staged, file.content);
			await chmod(staged, file.executable ? 0o755 : 0o644);
		}

		for (const file of files) {
			const target = path.join(plan.folder, ...file.path.split('/'));
			const made = await makeFolder(path.dirname(target));
			if (made !== undefined) {
				undo.push(() => rm(made, { recursive: true, force: true }));
			}

			const { current } = file;
			await rename(path.join(staging, ...file.path.split('/')), target);
			undo.push(() =>
				current === undefined ? rm(target, { force: true }) : writeFileAtomically(target, current),
			);
		}

		for (const [index, name] of removed.entries()) {
			const target = path.join(plan.folder, ...name.split('/'));
			const aside = path.join(staging, `removed-${index}`);
			await rename(target, aside);
			undo.push(() => rename(aside, target));
		}

		if (plan.ours) {
			const kept = Object.entries(sums).filter(([name]) => !removed.includes(name));
			const added = files.map(file => [file.path, sumOf(file.content)] as const);
			const written = Object.fromEntries([...kept, ...added]);
			await writeFileAtomically(path.join(plan.folder, sumsName), JSON.stringify(written));
		}
	} catch (error) {
		for (const step of undo.reverse()) {
			await step().catch(() => undefined);
		}

		throw error instanceof Problem ? error : unwritable(plan.folder, error);
	} finally {
		if (staging !== undefined) {
			await rm(staging, { recursive: true, force: true });
		}
	}
};

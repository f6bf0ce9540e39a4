import { isUtf8 } from 'node:buffer';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { readIfExists, readRegular, whyUnreadable } from '../base/files.ts';
import type { Whereabouts } from '../base/paths.ts';
import { shownPath, typedPath } from '../base/paths.ts';
import { exitCodes, Problem, systemErrorCode } from '../base/problem.ts';
import { largestScript } from '../base/script-text.ts';
import { unwritable } from '../base/write-file.ts';
import type { FilePlan, PlannedFile } from '../flow/files.ts';
import { type Decisions, filesFolder } from '../questions/question.ts';
import { parseRecipe, recipeText } from '../recipe/read.ts';
import type { Recipe } from '../recipe/schema.ts';
import type { TemplateFile } from '../template/files.ts';
import { type PackerProfile, packerProfiles } from '../template/profile.ts';
import { renderTemplate } from '../template/render.ts';
import { provisioningSteps } from '../template/steps.ts';
import { foreignScripts } from './foreign-scripts.ts';
import { isPresetUnchanged } from './presets.ts';

/** A script of the person's own: its text, and the permissions that a copy of it gets. */
type Script = { readonly text: string; readonly mode: number };

/** @throws Problem (exit 2) if it cannot be used. */
export const readScript = async (script: string, { cwd, environment }: Whereabouts): Promise<Script> => {
	const file = typedPath(script, { environment, cwd });
	const shown = shownPath(file, { environment, cwd });
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
			throw refuse('It is larger than 8 MB.');
		}

		const bytes = await readRegular(file);
		if (!isUtf8(bytes) || bytes.includes(0)) {
			// The copy would not be what the person wrote.
			throw refuse('It is no text in UTF-8.');
		}

		// Nobody else may write a copy of ours, and we must be able to read it.
		return { text: bytes.toString(), mode: (found.mode & 0o755) | 0o600 };
	} catch (error) {
		if (error instanceof Problem) {
			throw error;
		}

		throw refuse(whyUnreadable(error), error);
	}
};

/** By which name a step's script lies in a folder of the files. */
const copyName = (recipe: Recipe, step: Recipe['steps'][number], script: string): string =>
	provisioningSteps(recipe).find(candidate => candidate.step === step)?.script ?? script;

/**
 * How the Recipe is rendered for a folder of its own: script files are named by their copy there, so that the folder can
 * be moved and needs nothing beside it.
 */
const selfContained = async (
	recipe: Recipe,
	whereabouts: Whereabouts,
): Promise<(profile: PackerProfile) => readonly TemplateFile[]> => {
	const scripts: Record<string, string> = {};
	const modes: Record<string, number> = {};
	const steps: Recipe['steps'] = [];
	for (const step of recipe.steps) {
		if ('inline' in step) {
			steps.push(step);
			continue;
		}

		const copy = copyName(recipe, step, step.script);
		const { text, mode } = await readScript(step.script, whereabouts);
		scripts[copy] = text;
		modes[copy] = mode;
		steps.push({ ...step, script: copy });
	}

	return profile =>
		renderTemplate({ ...recipe, steps }, { profile, scripts }).map(file => {
			const mode = modes[file.path];
			return mode === undefined ? file : { ...file, mode };
		});
};

/**
 * The files for the decisions, as they stand in a folder of their own.
 * @throws Problem (exit 2) for a script that cannot be read.
 */
export const renderFiles = async (
	decisions: Decisions,
	profile: PackerProfile,
	whereabouts: Whereabouts,
): Promise<readonly TemplateFile[]> => {
	const render = await selfContained(decisions.recipe, whereabouts);
	return render(profile);
};

/**
 * The files for the decisions, for every Packer: a folder that was written for another one holds nothing foreign.
 * @throws Problem (exit 2) for a script that cannot be read.
 */
export const ourFiles = async (
	decisions: Decisions,
	whereabouts: Whereabouts,
): Promise<readonly TemplateFile[]> => {
	const render = await selfContained(decisions.recipe, whereabouts);
	return packerProfiles.flatMap(render);
};

const currentText = async (file: string): Promise<string | undefined> => {
	try {
		return await readIfExists(file);
	} catch (error) {
		if (systemErrorCode(error) === 'EACCES') {
			throw new Problem(`${file} cannot be read.`, {
				reason: whyUnreadable(error),
				next: ['Choose another folder.'],
				exitCode: exitCodes.missing,
				cause: error,
			});
		}

		throw unwritable(file, error);
	}
};

/** Whether a recipe that somebody wrote by hand decides what the one that would be written does. */
const isSameDecision = (current: string, content: string): boolean => {
	try {
		const recipe = parseRecipe(current, 'recipe.json');
		const steps = recipe.steps.map(step =>
			'inline' in step ? step : { ...step, script: copyName(recipe, step, step.script) },
		);
		return recipeText({ ...recipe, steps }) === content;
	} catch {
		return false;
	}
};

/**
 * The files that a folder was written for before, for every Packer: what is still so gives way without a question. None
 * if that cannot be told any more.
 */
export const earlierFiles = async (
	{ before, ...decisions }: Decisions,
	whereabouts: Whereabouts,
): Promise<readonly TemplateFile[]> => {
	try {
		return before ? await ourFiles({ ...decisions, recipe: before }, whereabouts) : [];
	} catch (error) {
		if (error instanceof Problem) {
			return [];
		}

		throw error;
	}
};

/**
 * The files beside what stands in a folder now.
 * @param earlier files that give way where they are as they were written.
 * @throws Problem (exit 3) if something is in the way.
 */
export const compareFiles = (
	folder: string,
	files: readonly TemplateFile[],
	earlier: readonly TemplateFile[] = [],
): Promise<readonly PlannedFile[]> =>
	Promise.all(
		files.map(async (file): Promise<PlannedFile> => {
			const { content } = file;
			const current = await currentText(path.join(folder, ...file.path.split('/')));
			if (current === undefined) {
				return { ...file, state: 'new' };
			}

			const isSame = current === content || (file.path === 'recipe.json' && isSameDecision(current, content));
			if (isSame) {
				return { ...file, state: 'same' };
			}

			return earlier.some(other => other.path === file.path && other.content === current)
				? { ...file, state: 'new', replaces: current }
				: { ...file, state: 'differs', current };
		}),
	);

/** The folder for the files, absolute; undefined if they are rendered for each build. */
export const absoluteFolder = (
	decisions: Decisions,
	{ cwd, environment }: Whereabouts,
): string | undefined => {
	const folder = filesFolder(decisions);
	return folder === undefined ? undefined : typedPath(folder, { environment, cwd });
};

/**
 * What would be written for the decisions, compared with what is there.
 * @throws Problem: exit 2 for a script that cannot be read, exit 3 if something is in the way.
 */
export const planFiles = async (
	decisions: Decisions,
	profile: PackerProfile,
	whereabouts: Whereabouts,
): Promise<FilePlan> => {
	const folder = absoluteFolder(decisions, whereabouts);
	const files = await renderFiles(decisions, profile, whereabouts);
	const foreign = await foreignScripts(decisions, whereabouts);
	return folder === undefined
		? {
				folder,
				files: files.map(file => ({ ...file, state: 'new' })),
				run: (await isPresetUnchanged(decisions, whereabouts)) ? decisions.preset : undefined,
				foreign,
			}
		: {
				folder,
				files: await compareFiles(folder, files, await earlierFiles(decisions, whereabouts)),
				run: path.join(folder, 'recipe.json'),
				foreign,
			};
};

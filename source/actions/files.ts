import { isUtf8 } from 'node:buffer';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { readIfExists, readRegular, unwritable, whyUnreadable } from '../base/files.ts';
import { type Environment, shownPath, typedPath } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { type Decisions, filesFolder } from '../questions/question.ts';
import type { Recipe } from '../recipe/schema.ts';
import type { TemplateFile } from '../template/files.ts';
import { type PackerProfile, packerProfiles } from '../template/profile.ts';
import { renderTemplate } from '../template/render.ts';
import { provisioningSteps } from '../template/steps.ts';
import type { FilePlan, PlannedFile } from './actions.ts';
import { isPresetUnchanged } from './presets.ts';

/** Where files are planned: the person's folder and environment, for relative paths and how paths are shown. */
export type FilePlace = { readonly cwd: string; readonly environment: Environment };

const largestScript = 8 * 1024 * 1024;

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
			throw refuse('It is larger than 8 MB.');
		}

		const bytes = await readRegular(file);
		if (!isUtf8(bytes) || bytes.includes(0)) {
			// The copy would not be what the person wrote.
			throw refuse('It is no text in UTF-8.');
		}

		return bytes.toString();
	} catch (error) {
		if (error instanceof Problem) {
			throw error;
		}

		throw refuse(whyUnreadable(error), error);
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

/**
 * The files for the decisions, as they stand in a folder of their own.
 * @throws Problem (exit 2) for a script that cannot be read.
 */
export const renderFiles = async (
	decisions: Decisions,
	profile: PackerProfile,
	place: FilePlace,
): Promise<readonly TemplateFile[]> => {
	const { recipe, scripts } = await selfContained(decisions.recipe, place);
	return renderTemplate(recipe, { profile, scripts });
};

/**
 * The files for the decisions, for every Packer: a folder that was written for another one holds nothing foreign.
 * @throws Problem (exit 2) for a script that cannot be read.
 */
export const ourFiles = async (decisions: Decisions, place: FilePlace): Promise<readonly TemplateFile[]> => {
	const { recipe, scripts } = await selfContained(decisions.recipe, place);
	return packerProfiles.flatMap(profile => renderTemplate(recipe, { profile, scripts }));
};

const currentText = async (file: string): Promise<string | undefined> => {
	try {
		return await readIfExists(file);
	} catch (error) {
		throw unwritable(file, error);
	}
};

/**
 * The files beside what stands in a folder now.
 * @throws Problem (exit 3) if something is in the way.
 */
export const compareFiles = (
	folder: string,
	files: readonly TemplateFile[],
): Promise<readonly PlannedFile[]> =>
	Promise.all(
		files.map(async ({ path: name, content, executable }): Promise<PlannedFile> => {
			const file = { path: name, content, executable };
			const current = await currentText(path.join(folder, ...name.split('/')));
			if (current === undefined) {
				return { ...file, state: 'new' };
			}

			return current === content ? { ...file, state: 'same' } : { ...file, state: 'differs', current };
		}),
	);

/** The folder for the files, absolute; undefined if they are rendered for each build. */
export const absoluteFolder = (decisions: Decisions, { cwd, environment }: FilePlace): string | undefined => {
	const folder = filesFolder(decisions);
	return folder === undefined ? undefined : typedPath(folder, environment, cwd);
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
	const folder = absoluteFolder(decisions, place);
	const files = await renderFiles(decisions, profile, place);
	return folder === undefined
		? {
				folder,
				files: files.map(file => ({ ...file, state: 'new' })),
				run: (await isPresetUnchanged(decisions, place)) ? decisions.preset : undefined,
			}
		: { folder, files: await compareFiles(folder, files), run: path.join(folder, 'recipe.json') };
};

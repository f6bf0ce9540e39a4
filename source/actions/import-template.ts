import path from 'node:path';
import { exists, readRegular, readRegularSync } from '../base/files.ts';
import { shownPath, typedPath, type Whereabouts } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';
import type { ImportRequest, ImportResult } from '../flow/import.ts';
import { importTemplate } from '../import/import.ts';
import type { Decisions } from '../questions/question.ts';
import type { Told } from '../recipe/told.ts';
import { readDecisions } from './presets.ts';
import { ourFiles } from './rendered-files.ts';
import { filesAt, readTemplate, readText, type TemplateFiles } from './template-files.ts';
import { givenValues } from './template-values.ts';

/** What we wrote ourselves has its recipe beside it: that says all, but for what somebody changed since. */
const ownRecipe = async (
	{ folder }: TemplateFiles,
	whereabouts: Whereabouts,
): Promise<{ readonly decisions: Decisions; readonly told: readonly Told[] } | undefined> => {
	const file = path.join(folder, 'recipe.json');
	if (!(await exists(file))) {
		return undefined;
	}

	const { recipe, elsewhere } = await readDecisions(file, whereabouts);
	const decisions: Decisions = { recipe, folder: null, ...(elsewhere && { elsewhere }) };
	const ours = await ourFiles(decisions, whereabouts).catch((error: unknown) => {
		if (error instanceof Problem) {
			return undefined;
		}

		throw error;
	});
	const changed: string[] = [];
	for (const name of new Set((ours ?? []).map(({ path: inFolder }) => inFolder))) {
		const text = await readRegular(path.join(folder, name)).then(String, () => undefined);
		if (text !== undefined && !ours?.some(one => one.path === name && one.content === text)) {
			changed.push(name);
		}
	}

	return {
		decisions,
		told: [
			{
				fate: 'taken',
				name: 'recipe.json',
				at: 'recipe.json:1',
				text: 'packer-wizard wrote this folder: all answers are in it',
			},
			...(ours
				? []
				: [
						{
							fate: 'not',
							name: 'the other files',
							at: 'recipe.json:1',
							text: 'files that the recipe names are gone, so nobody can tell what was changed there by hand',
						} as const,
					]),
			...changed.map(
				(name): Told => ({
					fate: 'not',
					name,
					at: `${name}:1`,
					text: 'it was changed by hand since: what was changed stays in that folder alone',
				}),
			),
		],
	};
};

const filesOf: Parameters<typeof importTemplate>[0]['files'] = {
	read: file => {
		try {
			return readRegularSync(file);
		} catch {
			return undefined;
		}
	},
	exists: file => {
		try {
			readRegularSync(file);
			return true;
		} catch (error) {
			return error instanceof Error && 'code' in error && error.code === 'EISDIR';
		}
	},
};

/**
 * Reads a template that somebody wrote, or a folder of such, as answers, and tells what became of each part.
 * @throws Problem (exit 2) if it cannot be read, with line and column, or makes no image that can be imported.
 */
export const readTemplateAsAnswers = async (
	request: ImportRequest,
	whereabouts: Whereabouts,
): Promise<ImportResult> => {
	const found = await filesAt(request.template, whereabouts);
	const template = shownPath(typedPath(request.template, whereabouts), whereabouts);
	const own = await ownRecipe(found, whereabouts);
	if (own) {
		return { decisions: { ...own.decisions, imported: { template, told: own.told } }, open: [] };
	}

	const sources = await Promise.all(found.files.map(file => readText(file, whereabouts)));
	const read = await Promise.all(sources.map(readTemplate));
	const items = read.flatMap(one => one.items);
	const values = await givenValues(request, items, found.values, whereabouts);
	const imported = importTemplate({
		items,
		comments: read.flatMap(one => one.comments),
		given: { values, environment: whereabouts.environment, folder: found.folder, cwd: whereabouts.cwd },
		files: filesOf,
		origin: template,
		source: request.source,
	});
	return 'choices' in imported
		? imported
		: {
				decisions: { recipe: imported.recipe, folder: null, imported: { template, told: imported.told } },
				open: imported.open,
			};
};

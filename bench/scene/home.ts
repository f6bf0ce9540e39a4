import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../../source/base/paths.ts';
import { parseRecipe, recipeText } from '../../source/recipe/read.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { ownFile } from '../../source/store/preset-files.ts';
import { root } from '../measure/place.ts';
import { writeBuild } from './journal.ts';

const hour = 60 * 60 * 1000;

const lines = (count: number): readonly string[] =>
	Array.from({ length: count }, (_, index) => `Unpacking package ${index + 1} of ${count} ...`);

/** The shipped preset that all others here come from. */
export const nodePreset = async (): Promise<Recipe> => {
	const file = path.join(root, 'presets', 'nodejs.json');
	return parseRecipe(await readFile(file, 'utf8'), file);
};

/** A home in use: so many presets of the person's own beside those that come along, and builds of them that are over. */
export const furnishHome = async (
	environment: Environment,
	{ presets, builds }: { readonly presets: number; readonly builds: number },
): Promise<void> => {
	const preset = await nodePreset();
	const recipes = Array.from({ length: presets }, (_, index) => ({ ...preset, name: `server-${index + 1}` }));
	for (const recipe of recipes) {
		const file = ownFile(recipe.name, environment);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, recipeText(recipe));
	}

	for (let index = 0; index < builds; index++) {
		await writeBuild(environment, {
			id: (0xa000 + index).toString(16),
			recipe: recipes[index % presets] ?? preset,
			age: (index + 1) * hour,
			lines: lines(100),
			state: index % 7 === 3 ? 'failed' : 'done',
		});
	}
};

/** A build that runs and has printed so many lines; `needle` stands in the tenth of them alone. */
export const furnishRunningBuild = async (
	environment: Environment,
	id: string,
	count: number,
): Promise<void> =>
	writeBuild(environment, {
		id,
		recipe: { ...(await nodePreset()), name: 'web' },
		age: 60_000,
		lines: lines(count).map((line, index) => (index === 9 ? `${line} needle` : line)),
		state: 'running',
	});

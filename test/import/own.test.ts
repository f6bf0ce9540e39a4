import { randomInt } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readTemplateAsAnswers } from '../../source/actions/import-template.ts';
import { renderFiles } from '../../source/actions/rendered-files.ts';
import type { Decisions } from '../../source/questions/question.ts';
import { volumeSize } from '../../source/recipe/base.ts';
import { ownFiles, withOwnFiles } from '../../source/recipe/own-files.ts';
import { parseRecipe, recipeText } from '../../source/recipe/read.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { currentProfile } from '../../source/template/profile.ts';
import { temporaryFolder, writeAll } from '../template/packer.ts';
import { broadRecipes, drawnRecipes, scripts } from '../template/recipes.ts';

const whereabouts = { cwd: '/', environment: { HOME: '/nowhere' } };

/** A Recipe as its files tell it again. */
const again = async (recipe: Recipe, change: (folder: string) => Promise<unknown>): Promise<Decisions> => {
	const folder = await temporaryFolder();
	for (const [name, text] of Object.entries(scripts)) {
		await writeFile(path.join(folder, name), text);
	}

	const files = await renderFiles({ recipe, folder: null }, currentProfile, { ...whereabouts, cwd: folder });
	await writeAll(folder, files);
	await change(folder);
	const result = await readTemplateAsAnswers({ template: folder }, whereabouts);
	if ('choices' in result) {
		throw new Error('There is one source.');
	}

	return result.decisions;
};

/** Without the names of files, which are those of the copies now. */
const unnamed = (recipe: Recipe): Recipe => withOwnFiles(recipe, () => 'file');

/** One of so many: all of them take long, and differ in what is not looked at here. */
const some = (step: number): readonly Recipe[] => broadRecipes().filter((_, index) => index % step === 0);

test('what we wrote ourselves gives the Recipe back', async () => {
	const recipes = some(6);
	for (const recipe of recipes) {
		const { recipe: read, imported } = await again(recipe, async () => undefined);
		expect(unnamed(read)).toEqual(unnamed(recipe));
		if (ownFiles(recipe).length === 0) {
			expect(imported?.told.filter(({ fate }) => fate !== 'taken')).toEqual([]);
		}
	}

	expect(recipes.length).toBeGreaterThan(5);
});

/** Each run draws others; `RECIPES_SEED` draws them again. */
const seed = Number(process.env['RECIPES_SEED'] ?? randomInt(1, 2 ** 31 - 1));

test(`so do those that are drawn, by the seed ${seed}`, async () => {
	for (const recipe of drawnRecipes(8, seed)) {
		const { recipe: read } = await again(recipe, async () => undefined);
		// Of what is not made the files tell nothing.
		expect(unnamed(read)).toEqual(unnamed(parseRecipe(recipeText(recipe), 'recipe.json')));
	}
});

test('a change by hand is told, and is in no answer', async () => {
	const [recipe] = broadRecipes();
	if (!recipe) {
		throw new Error('There are Recipes.');
	}

	const { imported } = await again(recipe, folder => writeFile(path.join(folder, 'user-data.sh'), 'mine\n'));
	expect(imported?.told).toContainEqual({
		fate: 'not',
		name: 'user-data.sh',
		at: 'user-data.sh:1',
		text: expect.stringContaining('changed by hand'),
	});
});

/** What only the template says, where the recipe beside it is lost. */
test('without the recipe beside it the template alone gives back what is of AWS, the base image and the name', async () => {
	const recipes = some(3).filter(({ aws }) => aws.style === 'packer-wizard');
	for (const recipe of recipes) {
		const { recipe: read } = await again(recipe, folder => rm(path.join(folder, 'recipe.json')));
		const { profile, network, volume, ...aws } = recipe.aws;
		const zone = network.subnet === undefined ? network.zone : undefined;
		const expected = {
			name: recipe.name,
			// Of an AMI by id no template says what manages its packages.
			base: { ...recipe.base, ...('ami' in recipe.base && { packageManager: undefined }) },
			aws: {
				...aws,
				...(profile?.includes('{{') ? {} : { profile }),
				network: { ...network, zone },
				volume: { ...volume, size: volumeSize(recipe) },
			},
		};
		expect({ name: read.name, base: read.base, aws: read.aws }).toMatchObject(
			JSON.parse(JSON.stringify(expected)),
		);
	}

	expect(recipes.length).toBeGreaterThan(5);
});

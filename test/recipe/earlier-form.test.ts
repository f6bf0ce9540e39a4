import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseLine } from '../../source/builds/journal/line.ts';
import { checkRecipe } from '../../source/recipe/read.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { createDrafts } from '../../source/store/drafts.ts';
import { journalHeader } from '../helpers/transcript.ts';
import { privatePlace } from '../store/place.ts';
import { broadRecipes, shippedPresets } from '../template/recipes.ts';

/** A Recipe as version 1 had it. */
const inFirstForm = ({ aws, version: _today, ...rest }: Recipe): object => ({
	...rest,
	...aws,
	version: 1,
	target: 'aws',
});

const reasonFor = (data: object): string => {
	try {
		checkRecipe(data, 'web.json');
	} catch (error) {
		return String(Object(error).reason);
	}

	return '';
};

const { recipe } = journalHeader('1.16.0', [], { region: 'eu-west-3', tags: { Team: 'web' } });
const first = inFirstForm(recipe);

describe('a recipe of version 1', () => {
	test('decides what it decided, whatever that was', () => {
		for (const wanted of [...broadRecipes(), ...shippedPresets().values()]) {
			const written: unknown = JSON.parse(JSON.stringify(inFirstForm(wanted)));
			expect(checkRecipe(written, 'web.json')).toEqual(JSON.parse(JSON.stringify(wanted)));
		}
	});

	test('is told what is wrong by the places that it has', () => {
		expect(reasonFor({ ...first, volume: { size: 'abc' } })).toBe('volume.size: A number is needed.');
		expect(reasonFor({ ...first, copyTo: ['eu-west-3'] })).toBe('copyTo.0: eu-west-3 is there twice.');
		expect(reasonFor({ ...first, target: 'gcp' })).toBe(
			'target: aws is needed: version 1 knows nothing else.',
		);
		expect(reasonFor({ ...first, colour: 'red' })).toContain('There is no key "colour" here.');
		expect(reasonFor({ ...first, regoin: 'x' })).toBe('There is no key "regoin" here. Did you mean region?');
	});

	test('has no part of today in it that would be dropped', () => {
		for (const aws of [{ region: 'eu-west-1' }, {}, 5]) {
			expect(reasonFor({ ...first, aws })).toMatch(/^aws: Version 1 has no such part/);
		}
	});

	test('of which somebody raised the version is told in one sentence what moved', () => {
		expect(reasonFor({ ...first, target: undefined, version: 2, aws: recipe.aws })).toContain(
			'These belong in aws: style, region, copyTo, instanceType, spot, volume, share, network',
		);
	});

	test('is read in a build of that time, and in answers that were left', async () => {
		const header = { ...journalHeader('1.16.0', []), recipe: first };
		expect(parseLine(JSON.stringify(header))).toMatchObject({ recipe });

		const { environment, home } = await privatePlace();
		const folder = path.join(home, '.local/state/packer-wizard/drafts');
		await mkdir(folder, { recursive: true });
		const kept = { recipe: first, folder: null, answered: ['region'], notes: {}, at: 'base' };
		await writeFile(path.join(folder, 'current.json'), JSON.stringify(kept));
		expect(await createDrafts(environment).read()).toMatchObject({ recipe, at: 'base' });
	});
});

test('what stands in a part of the recipe of today is not looked for beside it', () => {
	expect(reasonFor({ ...recipe, region: 'eu-west-1' })).toBe(
		'There is no key "region" here. Did you mean aws.region?',
	);
});

import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { findBundle } from '../../source/catalog/bundles/index.ts';
import { needsToken } from '../../source/recipe/bundles.ts';
import { recipeSchema } from '../../source/recipe/schema.ts';
import { presetsFolder, shippedPresets } from './recipes.ts';

test('the JSON Schema beside the presets is that of the Recipe (written anew by vitest --update)', async () => {
	const schema = z.toJSONSchema(recipeSchema, { io: 'input' });
	const text = `${JSON.stringify({ ...schema, title: 'A preset of packer-wizard' }, null, '\t')}\n`;
	await expect(text).toMatchFileSnapshot(path.join(presetsFolder, 'schema.json'));
});

describe('shipped presets', () => {
	const presets = shippedPresets();

	test('are these, and each is named as its file', () => {
		expect([...presets.keys()].sort()).toEqual([
			'elasticsearch',
			'kibana',
			'logstash',
			'nodejs',
			'ssh-grunt',
		]);
		for (const [name, recipe] of presets) {
			expect(recipe).toMatchObject({ name, $schema: './schema.json' });
			expect(recipe.description).toMatch(/^.{5,60}$/);
		}
	});

	test('say so if Gruntwork archived what they install', () => {
		for (const recipe of presets.values()) {
			const archived = recipe.bundles.some(({ id }) => findBundle(id)?.state === 'archived');
			expect(recipe.description?.includes('archived by Gruntwork')).toBe(archived);
		}
	});

	test('need no token to try the first one', () => {
		expect([...presets].filter(([, recipe]) => !needsToken(recipe)).map(([name]) => name)).toEqual([
			'nodejs',
		]);
	});
});

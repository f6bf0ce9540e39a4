import path from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { findBundle, fitsBaseImage, withRequired } from '../../source/catalog/bundles/index.ts';
import { needsToken } from '../../source/recipe/bundles.ts';
import { recipeComplaints } from '../../source/recipe/check.ts';
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
			...['baseline', 'bastion', 'consul-server', 'docker-host', 'ecs-node', 'eks-node', 'elasticsearch'],
			...['jenkins', 'kibana', 'logstash', 'nodejs', 'nomad', 'openvpn', 'ssh-grunt', 'vault-server', 'web'],
		]);
		for (const [name, recipe] of presets) {
			expect(recipe).toMatchObject({ name, $schema: './schema.json' });
			expect(recipe.description).toMatch(/^.{5,60}$/);
		}
	});

	test('say so if Gruntwork archived what they install', () => {
		for (const recipe of presets.values()) {
			const archived = recipe.bundles.some(({ id }) => findBundle(id)?.state === 'archived');
			expect(recipe.description?.includes('archived')).toBe(archived);
		}
	});

	test('say so if nobody mends what they install', () => {
		for (const recipe of presets.values()) {
			const unsupported = recipe.bundles.some(({ id }) => findBundle(id)?.state === 'unsupported');
			expect(recipe.description?.includes('not maintained')).toBe(unsupported);
		}
	});

	test('need no token if what they install is public', () => {
		expect(
			[...presets]
				.filter(([, recipe]) => !needsToken(recipe))
				.map(([name]) => name)
				.sort(),
		).toEqual(['consul-server', 'docker-host', 'nodejs', 'nomad', 'vault-server', 'web']);
	});

	test('can be built, and each bundle fits its system', () => {
		for (const [name, recipe] of presets) {
			const { base } = recipe;
			const misfits = withRequired(recipe.bundles.map(({ id }) => id)).filter(
				bundle => !('image' in base) || !fitsBaseImage(bundle, base.image),
			);
			expect([name, recipeComplaints(recipe), misfits]).toEqual([name, [], []]);
		}
	});
});

import { expect, test } from 'vitest';
import { applySets } from '../../source/flags/set.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { recipeSchema } from '../../source/recipe/schema.ts';

const recipe = recipeSchema.parse({
	...defaultRecipe(),
	bundles: [{ id: 'fail2ban' }],
	tags: { Team: 'web' },
});

test.each([
	['name=shop', { name: 'shop' }],
	['volume.size=20', { volume: { ...recipe.volume, size: 20 } }],
	['spot=true', { spot: true }],
	['bundles=[]', { bundles: [] }],
	[
		'bundles.0.install.max-retry=7',
		{ bundles: [{ id: 'fail2ban', install: { 'max-retry': '7' }, boot: {} }] },
	],
	['bundles.0.version=1.10', { bundles: [{ id: 'fail2ban', version: '1.10', install: {}, boot: {} }] }],
	['copyTo.0=eu-west-1', { copyTo: ['eu-west-1'] }],
	['tags.Version=2', { tags: { Team: 'web', Version: '2' } }],
	['tags.Note=a=b', { tags: { Team: 'web', Note: 'a=b' } }],
	['description=', { description: '' }],
	['base={"image":"amazon-linux-2"}', { base: { image: 'amazon-linux-2', architecture: 'x86_64' } }],
])('--set %s', (text, expected) => {
	expect(applySets(recipe, [text])).toEqual({ ...recipe, ...expected });
});

test('several that only go together', () => {
	const changed = applySets(recipe, ['base.architecture=arm64', 'instanceType=t4g.micro']);
	expect(changed).toMatchObject({ base: { architecture: 'arm64' }, instanceType: 't4g.micro' });
});

test('none changes nothing', () => {
	expect(applySets(recipe, [])).toBe(recipe);
});

test.each([
	['nonsense', '--set takes path=value'],
	['=x', '--set takes path=value'],
	['a..b=x', '--set takes path=value'],
	['__proto__.x=1', '--set takes path=value'],
	['copyTo.5=eu-west-1', '--set: a list has no place "5".'],
	['volume.size=big', 'volume.size'],
	['instanceType=t4g.micro', 'the base image is x86_64'],
	['bundles.0.id=nothing', 'The catalogue has no bundle nothing.'],
	['regoin=eu-west-1', 'regoin'],
])('--set %s is refused', (text, sentence) => {
	const problem = (() => {
		try {
			return applySets(recipe, [text]);
		} catch (error) {
			return error;
		}
	})();
	expect(problem).toMatchObject({ exitCode: 2 });
	expect(`${Object(problem).message} ${Object(problem).reason}`).toContain(sentence);
});

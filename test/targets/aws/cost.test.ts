import { expect, test } from 'vitest';
import { expectedTotal } from '../../../source/builds/times/expected.ts';
import { typicalTimes } from '../../../source/builds/times/typical.ts';
import type { AwsTarget, Recipe } from '../../../source/recipe/schema.ts';
import { onlyFor } from '../../../source/recipe/targets.ts';
import { costPlan, costRows, expectedCost } from '../../../source/targets/aws/flow/cost.ts';
import { estimateCost, partCost } from '../../../source/targets/aws/recipe/estimate.ts';
import { listedRates } from '../../../source/targets/aws/recipe/listed-rates.ts';
import { moneyText, rateText } from '../../../source/targets/aws/recipe/money.ts';
import { recipeWith } from '../../helpers/recipe.ts';

const hour = 3_600_000;

const inAws = (aws: Partial<AwsTarget>): Recipe => {
	const recipe = recipeWith({});
	return { ...recipe, aws: { ...recipe.aws, ...aws } };
};

const row = (recipe: Recipe): string | undefined => costRows(recipe, undefined)[0]?.hint;

const details = (recipe: Recipe): string => {
	const cost = expectedCost(recipe);
	return cost === undefined ? '' : (costPlan(cost).files[0]?.content.replaceAll(/\s+/g, ' ') ?? '');
};

test('an hour of a machine costs its price and that of its address, a month of a disk its size, kept and sent what is written', () => {
	const recipe = inAws({
		instanceType: 'm5.xlarge',
		region: 'us-east-1',
		copyTo: ['us-east-2', 'eu-west-1'],
		volume: { encrypted: true, kmsKeys: {}, type: 'gp3', size: 100 },
	});
	const { parts, build, month, currency } = estimateCost(recipe, listedRates, {
		machine: hour,
		disk: 730 * hour,
	});
	expect(parts.map(part => [part.id, partCost(part)])).toEqual([
		['machine', 0.192],
		['disk', 8],
		['address', 0.005],
		// 50 GB, to the neighbour for half the price.
		['transfer', 0.5],
		['transfer', 1],
		['snapshot', 2.5],
		// Of Ohio nobody found what a snapshot costs.
		['snapshot', undefined],
		['snapshot', 2.5],
	]);
	expect(build).toBeCloseTo(9.697);
	expect(month).toBe(5);
	expect(currency).toBe('USD');
});

test('a private machine pays no address; a spot machine of which no price is known what one on demand costs, at most', () => {
	const recipe = inAws({ spot: true });
	const parts = (given: Recipe) =>
		estimateCost(given, listedRates, { machine: hour, disk: hour }).parts.map(({ what }) => what);
	expect(parts(recipe)).toContain('t3.micro, spot at most');
	expect(parts(recipe)).toContain('a public address');
	expect(parts(inAws({ network: { ...recipe.aws.network, address: 'private' } }))).not.toContain(
		'a public address',
	);
});

test('what is not known is not counted, and that is said', () => {
	expect(row(inAws({ region: 'us-east-1' }))).toBe('under $0.01 to build, $0.20 a month to keep (our lists)');
	expect(row(inAws({ region: 'us-east-1', instanceType: 'm5.24xlarge', copyTo: ['eu-north-1'] }))).toMatch(
		/^about \$0\.\d\d to build, \$0\.20 a month to keep \(our lists; not all known\)$/,
	);
	expect(row(inAws({ region: 'us-east-1', instanceType: 't99.huge' }))).toBe(
		'about $0.20 a month to keep (our lists; not all known)',
	);
	expect(row(inAws({ region: 'eusc-de-east-1' }))).toBe('not known: nobody asked AWS, and our lists lack it');
	const china = details(inAws({ region: 'cn-north-1' }));
	expect(china).toContain('under ¥0.01 8 GB of gp3');
	expect(china).toContain('The build, not known:');
	expect(china).toContain('? t3.micro, 1 min: its price is not known, and not counted');
});

test('each part tells its price and the list that it is from', () => {
	const text = details(inAws({ region: 'us-east-1' }));
	expect(text).toContain('t3.micro, 1 min at $0.0104 an hour (our list of March 2025)');
	expect(text).toContain('8 GB of gp3, 4 min at $0.08 a GB and month (our list of February 2022)');
	expect(text).toContain('a public address, 1 min at $0.005 an hour (our list of November 2026)');
	expect(text).toContain('4 GB kept in us-east-1 at $0.05 a GB and month');
	expect(text).toContain('50 % of the disk are taken for that. No free tier is taken off.');
});

test('a container image costs nothing; beside one the AMI costs what it does alone', () => {
	const both = recipeWith({ targets: ['aws', 'docker'] });
	expect(costRows(onlyFor(both, 'docker'), undefined)).toEqual([]);
	expect(row(both)).toBe(row(onlyFor(both, 'aws')));
});

test('of a build of which nothing is known each step is a minute, and a larger disk is longer made an image of', () => {
	const plain = typicalTimes(inAws({}));
	expect(plain.steps.map(({ name }) => name)).toEqual(['wait-for-boot']);
	const more = recipeWith({ steps: [{ name: 'own', position: 'before', inline: ['true'] }] });
	expect(expectedTotal(typicalTimes(more)) - expectedTotal(plain)).toBe(60_000);
	const large = inAws({ volume: { encrypted: true, kmsKeys: {}, type: 'gp3', size: 100 } });
	expect(typicalTimes(large).phases['image']).toBeGreaterThan(5 * (plain.phases['image'] ?? 0));
	expect(typicalTimes(inAws({ spot: true })).phases).not.toHaveProperty('stop');
	expect(typicalTimes(inAws({ copyTo: ['eu-west-1'] })).phases).toHaveProperty('copy');
});

test.each([
	[0, 'USD', '$0.00'],
	[0.004, 'USD', 'under $0.01'],
	[0.0612, 'USD', '$0.06'],
	[12.4, 'EUR', '€12.40'],
	[140.4, 'CNY', '¥140'],
] as const)('%d %s is %s', (amount, currency, text) => {
	expect(moneyText(amount, currency)).toBe(text);
});

test('a price is told as exactly as it is', () => {
	expect([rateText(0.0104, 'USD'), rateText(0.5312, 'CNY'), rateText(13.338, 'USD')]).toEqual([
		'$0.0104',
		'¥0.5312',
		'$13.34',
	]);
});

import { expect, test } from 'vitest';
import { createActions } from '../../../source/actions/index.ts';
import { defaultRecipe } from '../../../source/recipe/defaults.ts';
import type { AwsTarget } from '../../../source/recipe/schema.ts';
import { costPlan, costRows, expectedCost } from '../../../source/targets/aws/flow/cost.ts';
import type { AwsFacts } from '../../../source/targets/aws/questions/facts.ts';
import { machine } from '../../../source/targets/aws/questions/machine.ts';
import { recipeWith } from '../../helpers/recipe.ts';
import { privatePlace } from '../../store/place.ts';
import { item, listed, playAws, priceList, type Replies, refusing, refusingJson } from './played-aws.ts';

const spotHistory = () =>
	listed('DescribeSpotPriceHistory', 'spotPriceHistorySet', [
		item({ instanceType: 't3.micro', availabilityZone: 'eu-west-1a', spotPrice: '0.004100' }),
		item({ instanceType: 't3.micro', availabilityZone: 'eu-west-1b', spotPrice: '0.003700' }),
	]);

/** Somebody who has keys asks for the prices of a Recipe; what was kept before is there the next time. */
const asker = async (replies: Replies) => {
	const aws = await playAws({ GetProducts: priceList, DescribeSpotPriceHistory: spotHistory, ...replies });
	const place = await privatePlace();
	const actions = createActions({
		cwd: place.cwd,
		environment: {
			HOME: place.home,
			PATH: '/nowhere',
			AWS_ENDPOINT_URL: aws.url,
			AWS_EC2_METADATA_DISABLED: 'true',
			AWS_ACCESS_KEY_ID: 'AKIAENV',
			AWS_SECRET_ACCESS_KEY: 'SECRET-OF-THE-KEY',
		},
	});
	const ask = async (change: Partial<AwsTarget> = {}) => {
		const recipe = recipeWith({ region: 'eu-west-1', ...change }, defaultRecipe());
		let aws: AwsFacts | undefined;
		await actions.askAws(
			{ decisions: { recipe, folder: null }, topics: ['prices'] },
			told => {
				aws = told;
			},
			new AbortController().signal,
		);
		const facts = { profiles: [], ...(aws && { aws }) };
		return { recipe, facts, aws, row: costRows(recipe, { facts })[0]?.hint };
	};
	return { ...aws, ask };
};

const amounts = (facts: AwsFacts | undefined) =>
	Object.fromEntries(
		facts?.prices?.value.map(({ name, amount, currency }) => [name, `${amount} ${currency}`]) ?? [],
	);

test('what the build needs is asked of the price list, and of what looks alike the right one counts', async () => {
	const { ask, calls } = await asker({});
	const { aws, row, recipe, facts } = await ask({ copyTo: ['us-east-1'] });
	expect(amounts(aws)).toEqual({
		'machine eu-west-1 t3.micro': '0.012 USD',
		'disk eu-west-1 gp3': '0.088 USD',
		'address eu-west-1': '0.005 USD',
		// Of the first GB, not of those behind ten thousand.
		'transfer eu-west-1 us-east-1': '0.02 USD',
		'snapshot eu-west-1': '0.051 USD',
		'snapshot us-east-1': '0.051 USD',
	});
	expect(row).toMatch(/^about \$0\.0\d to build, \$0\.41 a month to keep \(AWS on \d+ \w+\)$/);
	const cost = expectedCost(recipe, { facts });
	expect(cost && costPlan(cost).files[0]?.content).toMatch(
		/t3\.micro, \d min at \$0\.012\s+an\s+hour \(AWS on/,
	);
	// It has an address of its own, wherever the build is.
	expect(new Set(calls.map(({ action, region }) => `${action} ${region}`))).toEqual(
		new Set(['GetProducts us-east-1']),
	);
});

test('what is kept is not asked again, and another answer asks only for what is new', async () => {
	const { ask, calls } = await asker({});
	await ask();
	expect(calls).toHaveLength(4);
	await ask();
	expect(calls).toHaveLength(4);
	const { aws } = await ask({ copyTo: ['us-east-1'] });
	expect(calls.slice(4).map(({ action }) => action)).toEqual(['GetProducts', 'GetProducts']);
	expect(Object.keys(amounts(aws))).toHaveLength(6);
});

test('a spot machine costs what it does now where it is cheapest, or in the zone that was chosen', async () => {
	const { ask, calls } = await asker({});
	const { aws, recipe, facts } = await ask({ spot: true });
	expect(amounts(aws)).toMatchObject({ 'spot eu-west-1 t3.micro': '0.0037 USD' });
	const row = machine.choices({ recipe, folder: null }, facts).find(({ value }) => value === 't3.micro');
	expect(row?.details?.[0]).toMatch(
		/^2 processors, 1 GB, x86_64: \$0\.012 an hour, spot \$0\.0037 \(AWS on \d+ \w+\)\.$/,
	);
	await ask({ spot: true, network: { ...recipe.aws.network, zone: 'eu-west-1a' } });
	const zones = calls
		.filter(({ action }) => action === 'DescribeSpotPriceHistory')
		.map(({ parameters }) => parameters.get('AvailabilityZone'));
	expect(zones).toEqual([null, 'eu-west-1a']);
});

test('China is paid in its own currency and asked there; GovCloud tells no prices and is not asked', async () => {
	const { ask, calls } = await asker({});
	expect(amounts((await ask({ region: 'cn-north-1' })).aws)).toEqual({
		'machine cn-north-1 t3.micro': '0.082 CNY',
	});
	expect(new Set(calls.map(({ region }) => region))).toEqual(new Set(['cn-northwest-1']));
	const before = calls.length;
	expect((await ask({ region: 'us-gov-west-1' })).aws?.prices?.value).toEqual([]);
	expect(calls).toHaveLength(before);
});

test('who may not ask for prices is told those of our lists, and why, after one call; spot prices are asked all the same', async () => {
	const { ask, calls } = await asker({
		GetProducts: () =>
			refusingJson('AccessDeniedException', 'User: ann is not authorized to perform: pricing:GetProducts'),
	});
	const { aws, row } = await ask({ spot: true });
	expect(aws?.refused.prices).toMatch(/rices are those of the lists that packer-wizard brings\.$/);
	expect(amounts(aws)).toEqual({ 'spot eu-west-1 t3.micro': '0.0037 USD' });
	expect(row).toMatch(/\(AWS on \d+ \w+ and our lists\)$/);
	expect(calls.filter(({ action }) => action === 'GetProducts')).toHaveLength(1);
});

test.each([
	['throttled', () => refusingJson('ThrottlingException', 'Rate exceeded'), 4],
	['broken', () => refusingJson('InternalErrorException', 'An error on the server side', 500), 4],
	['no JSON', () => ({ json: '<html>a proxy</html>' }), 1],
	['no list', () => ({ json: { PriceList: 'no' } }), 4],
	['products that are none', () => ({ json: { PriceList: ['{', '{"product":3}', 7, null] } }), 4],
] as const)(
	'a price list that is %s leaves our lists, and is asked no more than a few times',
	async (_, reply, times) => {
		const { ask, calls } = await asker({ GetProducts: reply });
		const { row } = await ask();
		expect(row).toBe('under $0.01 to build, $0.20 a month to keep (our lists)');
		expect(calls).toHaveLength(times);
	},
);

test('who may not ask for spot prices is told so, and the others all the same', async () => {
	const { ask, calls } = await asker({
		DescribeSpotPriceHistory: () => refusing('UnauthorizedOperation', 'no'),
	});
	const { aws } = await ask({ spot: true });
	expect(aws?.refused.prices).toMatch(/f a spot machine no price of today is told\.$/);
	expect(calls.length).toBeGreaterThan(1);
});

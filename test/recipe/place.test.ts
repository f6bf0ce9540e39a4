import { describe, expect, test } from 'vitest';
import { architectures } from '../../source/catalog/base-images.ts';
import { fitsArchitecture, instanceTypes } from '../../source/catalog/instance-types.ts';
import { regions } from '../../source/catalog/regions.ts';
import { warningsOf } from '../../source/questions/warnings.ts';
import { recipeComplaints } from '../../source/recipe/check.ts';
import { checkRecipe } from '../../source/recipe/read.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { instanceTypeComplaint } from '../../source/targets/aws/recipe/place.ts';
import { type RecipeChange, recipeWith } from '../helpers/recipe.ts';

const withChange = (change: RecipeChange): Recipe => recipeWith(change);
const warnings = (change: RecipeChange): readonly string[] =>
	warningsOf({ recipe: checkRecipe(withChange(change), 'web'), folder: null }).map(({ message }) => message);
const on = (image: string, architecture: 'x86_64' | 'arm64' = 'x86_64'): RecipeChange => ({
	base: { image, architecture },
});

describe('what people use every day is taken without a word', () => {
	test.each([
		...['m5.large', 'c5.xlarge', 'r5.2xlarge', 'm6i.large', 'r6i.large', 'i4i.large', 't8i.micro'],
		...['g4dn.xlarge', 'g5.xlarge', 'g6e.xlarge', 'p5.48xlarge', 'c5.metal', 'm1.small'],
	])('%s', instanceType => {
		expect(warnings({ instanceType })).toEqual([]);
	});

	test.each(['c9gd.large', 'm9g.large', 'r9g.large', 'g5g.xlarge', 'hpc7g.4xlarge', 'm9g.metal-48xl'])(
		'%s on arm64',
		instanceType => {
			expect(warnings({ ...on('debian-13', 'arm64'), instanceType })).toEqual([]);
		},
	);

	test.each(['cn-north-1', 'us-gov-east-1', 'eusc-de-east-1', 'mx-central-1'])(
		'%s, with a system by Amazon',
		region => {
			expect(warnings({ ...on('amazon-linux-2023'), region })).toEqual([]);
		},
	);
});

test('every type that EC2 has is taken in every region, if the base image has its architecture', () => {
	for (const architecture of architectures) {
		const fitting = instanceTypes.filter(type => fitsArchitecture(type, architecture));
		expect(fitting.length).toBeGreaterThan(400);
		const refused = regions.flatMap(region => {
			const recipe = withChange({ ...on('debian-13', architecture), region: region.id });
			return fitting.filter(type => instanceTypeComplaint(recipe, type.id) !== undefined);
		});
		expect(refused).toEqual([]);
	}
});

describe('what our lists lack is taken with a warning', () => {
	test.each<[string, RecipeChange, readonly string[]]>([
		[
			'a typo',
			{ instanceType: 't3.mirco' },
			['t3.mirco is not in our list of September 2026. Did you mean t3.micro?'],
		],
		[
			'a new generation',
			{ instanceType: 'p9.2xlarge' },
			['p9.2xlarge is not in our list of September 2026. Did you mean p5.4xlarge?'],
		],
		[
			'a new type',
			{ instanceType: 'quantum1.large' },
			['quantum1.large is not in our list of September 2026.'],
		],
		[
			'a type that the region lacks',
			{ region: 'me-central-1', instanceType: 't3.micro' },
			['me-central-1 does not offer t3.micro, says our list of September 2026.'],
		],
		[
			'a new region',
			{ region: 'sa-west-1' },
			['sa-west-1 is not in our list of November 2026. Did you mean ca-west-1?'],
		],
		[
			'a copy in a new region, and one in another part of AWS',
			{ copyTo: ['me-west-1', 'cn-north-1'] },
			[
				'me-west-1 is not in our list of November 2026. Did you mean ca-west-1?',
				'cn-north-1 is in AWS China: an image of AWS cannot be copied there.',
			],
		],
		[
			'a system whose maker has no account there that we know',
			{ ...on('debian-13'), region: 'cn-northwest-1' },
			[
				"Debian's account in AWS China is not in our list of November 2026: add it in image.pkr.hcl before you build.",
			],
		],
		[
			'all at once',
			{ region: 'eu-west-9', instanceType: 't3.mirco' },
			[
				'eu-west-9 is not in our list of November 2026. Did you mean eu-west-1?',
				't3.mirco is not in our list of September 2026. Did you mean t3.micro?',
			],
		],
	])('%s', (_what, change, told) => {
		expect(warnings(change)).toEqual(told);
	});
});

describe('what cannot be is refused', () => {
	test.each<[string, RecipeChange, string]>([
		['m6g.large', {}, 'm6g.large is arm64, the base image is x86_64.'],
		['mac2.metal', on('debian-13', 'arm64'), 'mac2.metal is arm64_mac, the base image is arm64.'],
		['m12g.large', {}, 'm12g.large is arm64 by its name, the base image is x86_64.'],
		['m12a.large', on('debian-13', 'arm64'), 'm12a.large is x86_64 by its name, the base image is arm64.'],
	])('%s: another architecture', (instanceType, change, message) => {
		expect(recipeComplaints(withChange({ ...change, instanceType }))).toEqual([
			{ path: 'aws.instanceType', message },
		]);
	});

	test.each([
		...['', 't3', 't3.', '.micro', 't3 .micro', ' t3.micro', 't3.micro ', 't3.micro\n', 'T3.MICRO'],
		...[
			't3.micro"',
			`\${file("/etc/passwd")}`,
			'$(id).large',
			't3.micro;id',
			'-x.y',
			'tést.micro',
			'../t3.micro',
		],
		`t3.${'m'.repeat(100_000)}`,
	])('%j is no type', instanceType => {
		expect(recipeComplaints(withChange({ instanceType }))).toEqual([
			{ path: 'aws.instanceType', message: expect.stringMatching(/^A type looks like t3\.micro\./) },
		]);
	});

	test.each([
		'',
		'ireland',
		'eu-west',
		'EU-WEST-1',
		'eu-west-1 ',
		'eu-west-1\n',
		'eu-west-1"',
		`\${x}-west-1`,
	])('%j is no region', region => {
		expect(recipeComplaints(withChange({ region }))).toEqual([
			{ path: 'aws.region', message: expect.stringMatching(/^A region looks like eu-west-1\./) },
		]);
	});
});

import { describe, expect, test } from 'vitest';
import { Problem } from '../../source/base/problem.ts';
import { bundleWarnings } from '../../source/recipe/bundle-complaints.ts';
import { chosenBundles, needsToken } from '../../source/recipe/bundles.ts';
import { recipeComplaints } from '../../source/recipe/check.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { checkRecipe, parseRecipe, recipeText } from '../../source/recipe/read.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { type RecipeChange, recipeWith } from '../helpers/recipe.ts';

const withChange = (change: RecipeChange): Recipe => recipeWith(change);
const bundle = (id: string, values: Partial<Recipe['bundles'][number]> = {}): Recipe['bundles'][number] => ({
	id,
	install: {},
	boot: {},
	...values,
});

const problemOf = (work: () => unknown): Problem => {
	try {
		work();
	} catch (error) {
		if (error instanceof Problem) {
			return error;
		}

		throw error;
	}

	throw new Error('No problem was found.');
};

describe('contradictions', () => {
	test('the default has none', () => {
		expect(recipeComplaints(defaultRecipe())).toEqual([]);
	});

	test.each<[string, RecipeChange, string, string]>([
		['no region at all', { region: 'Ireland' }, 'aws.region', 'A region looks like eu-west-1.'],
		['no type at all', { instanceType: 't3.micro"' }, 'aws.instanceType', 'A type looks like t3.micro.'],
		[
			'a base image that there is not',
			{ base: { image: 'ubuntu-24.05', architecture: 'x86_64' } },
			'base.image',
			'Did you mean ubuntu-24.04?',
		],
		['a type of another architecture', { instanceType: 't4g.micro' }, 'aws.instanceType', 'is arm64'],
		[
			'more tags than EC2 takes beside ours',
			{ tags: Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`tag-${index}`, 'x'])) },
			'tags',
			'EC2 takes 50 tags: these are 48 tags, and packer-wizard adds Name, source_ami, packer-wizard:build.',
		],
		[
			'more tags than EC2 takes beside those of the style',
			{
				style: 'gruntwork',
				tags: Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`tag-${index}`, 'x'])),
			},
			'tags',
			'EC2 takes 50 tags: these are 48 tags, and packer-wizard adds service, version, packer-wizard:build.',
		],
		['an unknown bundle', { bundles: [bundle('ssh-grnt')] }, 'bundles.0.id', 'Did you mean ssh-grunt?'],
		[
			'a bundle that does not fit the system',
			{ bundles: [bundle('elk-install-kibana')] },
			'bundles.0.id',
			'does not support Ubuntu 24.04 LTS',
		],
		[
			'a bundle twice',
			{ bundles: [bundle('bash-commons'), bundle('bash-commons')] },
			'bundles.1.id',
			'twice',
		],
		[
			'an unknown parameter',
			{ bundles: [bundle('ssh-grunt', { boot: { 'iam-grup': ['ops'] } })] },
			'bundles.0.boot.iam-grup',
			'Did you mean iam-group?',
		],
		[
			'a parameter that is no number',
			{ bundles: [bundle('fail2ban', { install: { 'ban-time': 'long' } })] },
			'bundles.0.install.ban-time',
			'no whole number',
		],
		[
			'no group at all',
			{ bundles: [bundle('ssh-grunt', { boot: { 'iam-group': [], 'iam-group-sudo': [] } })] },
			'bundles.0.boot',
			'iam-group or iam-group-sudo',
		],
		['a copy to the same region', { copyTo: ['us-east-1'] }, 'aws.copyTo.0', 'twice'],
		[
			'a disk that is too small',
			{
				base: { image: 'rhel-9', architecture: 'x86_64' },
				volume: { size: 8, type: 'gp3', encrypted: true, kmsKeys: {} },
			},
			'aws.volume.size',
			'10 GB or more',
		],
		[
			'a step without a command',
			{ steps: [{ name: 'own', position: 'before', inline: [' '] }] },
			'steps.0.inline',
			'no command',
		],
	])('%s', (_title, change, path, message) => {
		expect(recipeComplaints(withChange(change))).toEqual([
			{ path, message: expect.stringContaining(message) },
		]);
	});
});

describe('reading', () => {
	test('broken JSON is one sentence with the place', () => {
		const problem = problemOf(() => parseRecipe('{"version": 1,', 'web.json'));
		expect(problem.message).toBe('web.json is not valid JSON.');
		expect(problem.exitCode).toBe(2);
	});

	test('a newer version is told as such', () => {
		const problem = problemOf(() => checkRecipe({ version: 9 }, 'web.json'));
		expect(problem.message).toContain('newer packer-wizard');
	});

	test('every wrong place is named', () => {
		const problem = problemOf(() =>
			checkRecipe({ ...recipeWith({ name: 'No Spaces' }), colour: 'red' }, 'web.json'),
		);
		expect(problem.reason).toContain('name:');
		expect(problem.reason).toContain('colour');
	});

	test('a key that there is not names the nearest, wherever it stands', () => {
		const recipe = {
			...recipeWith(),
			regoin: 'eu-west-1',
			zzzzzzzz: 1,
			aws: { ...recipeWith().aws, volume: { sise: 20 } },
			steps: [{ name: 'web', position: 'before', inlin: ['true'], inline: ['true'] }],
		};
		const reason = problemOf(() => checkRecipe(recipe, 'web.json')).reason ?? '';
		expect(reason.split('\n').toSorted()).toEqual([
			'There is no key "regoin" here. Did you mean aws.region? There is no key "zzzzzzzz" here.',
			'aws.volume: There is no key "sise" here. Did you mean size?',
			'steps.0: There is no key "inlin" here. Did you mean inline?',
		]);
	});

	test('what is written is read back the same', () => {
		const recipe = withChange({ bundles: [bundle('ssh-grunt')], tags: { Team: 'wéb' } });
		expect(parseRecipe(recipeText(recipe), 'web.json')).toEqual(recipe);
	});
});

test('what a bundle needs comes before it', () => {
	const recipe = withChange({ bundles: [bundle('fail2ban'), bundle('ssh-grunt')] });
	expect(chosenBundles(recipe).map(entry => [entry.bundle.id, entry.chosen])).toEqual([
		['gruntwork-installer', false],
		['bash-commons', false],
		['ssh-grunt', true],
		['fail2ban', true],
	]);
	expect(needsToken(recipe)).toBe(true);
	expect(needsToken(withChange({ bundles: [bundle('bash-commons')] }))).toBe(false);
});

describe('bundles', () => {
	const complaints = (entry: Recipe['bundles'][number], image = 'ubuntu-24.04') =>
		recipeComplaints(withChange({ base: { image, architecture: 'x86_64' }, bundles: [entry] })).map(
			({ path, message }) => `${path}: ${message}`,
		);

	test.each<[string, Recipe['bundles'][number], string, string?]>([
		[
			'one that was removed names what took its place',
			bundle('cloudwatch-log-aggregation-scripts'),
			'take cloudwatch-agent',
		],
		['one that cannot be built says why', bundle('os-hardening'), 'amazon-chroot'],
		['a purpose names a bundle', bundle('password guessing'), 'it has fail2ban'],
		[
			'a value that Bash Commons mangles is refused with the sign',
			bundle('elk-run-kibana', { boot: { 'elasticsearch-url': 'http://es?a=b' } }),
			'boot.elasticsearch-url: http://es?a=b holds =, which',
			'ubuntu-20.04',
		],
		[
			'so is one behind a key',
			bundle('elk-run-logstash', { boot: { fill: ['KEY=x=y'] } }),
			'KEY=x=y holds =',
			'ubuntu-20.04',
		],
		[
			'what is needed is named',
			bundle('ssh-grunt', { boot: { 'keys-from': 'houston', 'ssh-role': ['ops'] } }),
			'boot.houston-url: A value is needed. Where its API answers.',
		],
		['no choice', bundle('ssh-grunt', { boot: { 'keys-from': 'houstn' } }), 'Did you mean houston?'],
		[
			'neither yes nor no',
			bundle('fail2ban', { install: { 'no-cloudwatch-metrics': 'maybe' } }),
			'maybe is neither yes nor no.',
		],
		[
			'an own argument that is no name',
			bundle('fail2ban', { more: { install: { 'a b': 'x' }, boot: {} } }),
			'bundles.0.more.install.a b: An argument is named by letters',
		],
		[
			'an own argument that is a parameter',
			bundle('fail2ban', { more: { install: { 'ban-time': '1' }, boot: {} } }),
			'ban-time is a parameter of fail2ban, and no argument of your own.',
		],
		[
			'an own argument for a boot that there is not',
			bundle('auto-update', { more: { install: {}, boot: { x: '1' } } }),
			'auto-update runs nothing at boot that could take it.',
		],
	])('%s', (_title, entry, message, image) => {
		expect(complaints(entry, image)).toEqual([expect.stringContaining(message)]);
	});

	test('a version gets the v that tags have', () => {
		const tags = (version: string) =>
			chosenBundles(withChange({ bundles: [bundle('fail2ban', { version })] })).at(-1)?.version;
		expect(['1.7.0', 'v1.7.0', '~>v1.7', 'my-branch'].map(tags)).toEqual([
			'v1.7.0',
			'v1.7.0',
			'~>v1.7',
			'my-branch',
		]);
	});

	test('a value that only stands for one is told, until there is another', () => {
		const warnings = (cluster: string) =>
			bundleWarnings(
				withChange({
					base: { image: 'eks-1.36', architecture: 'x86_64' },
					bundles: [bundle('eks-scripts', { boot: { 'cluster-name': cluster } })],
				}),
			);
		expect(warnings('my-cluster')).toEqual([
			expect.stringContaining('eks-scripts: my-cluster only stands for the name of your cluster'),
		]);
		expect(warnings('shop')).toEqual([]);
	});

	test('bundles that are in the way of each other are told, and no others', () => {
		const warnings = (...bundles: ReturnType<typeof bundle>[]) =>
			bundleWarnings(withChange({ base: { image: 'ubuntu-24.04', architecture: 'x86_64' }, bundles }));
		const shut = bundle('disable-instance-metadata');
		const service = (boot = {}) => bundle('svc-bastion-host', { boot });
		expect(warnings(bundle('ssh-grunt'), bundle('cloudwatch-agent'), shut)).toEqual([
			'disable-instance-metadata: after the boot nothing has the role of the server any more, which ssh-grunt and cloudwatch-agent need.',
		]);
		expect(warnings(bundle('ntp'), bundle('attach-eni'), bundle('persistent-ebs-volume'), shut)).toEqual([]);
		// Without its figures in CloudWatch it needs no role.
		expect(warnings(bundle('fail2ban', { install: { 'no-cloudwatch-metrics': 'yes' } }), shut)).toEqual([]);
		expect(warnings(service(), shut)).toEqual([
			expect.stringMatching(/^disable-instance-metadata: .* svc-bastion-host needs\.$/),
		]);
		expect(warnings(bundle('fail2ban'), bundle('ssh-grunt'), bundle('attach-eni'), service())).toEqual([
			'svc-bastion-host: it installs and starts fail2ban and ssh-grunt itself: leave them out.',
		]);
		expect(warnings(bundle('fail2ban'), service({ enable_fail2ban: 'no' }))).toEqual([]);
		expect(warnings(bundle('syslog'), service())).toEqual([expect.stringContaining('leave that out.')]);
	});

	test('arm64 is doubtful where nobody has seen it', () => {
		const warnings = (architecture: 'x86_64' | 'arm64') =>
			bundleWarnings(
				withChange({ base: { image: 'ubuntu-24.04', architecture }, bundles: [bundle('ssh-grunt')] }),
			);
		expect(warnings('x86_64')).toEqual([]);
		expect(warnings('arm64')).toEqual([
			expect.stringContaining('ssh-grunt: whether Gruntwork offers it for arm64'),
		]);
	});
});

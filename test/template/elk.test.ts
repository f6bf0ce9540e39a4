import { describe, expect, test } from 'vitest';
import { bundleWarnings } from '../../source/recipe/bundle-complaints.ts';
import { checkRecipe } from '../../source/recipe/read.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { bootScript } from '../../source/targets/aws/template/boot.ts';
import { renderTemplate } from '../../source/template/render.ts';

const recipe = (id: string, boot: object = {}, change: object = {}): Recipe =>
	checkRecipe(
		{
			version: 1,
			name: 'logs',
			base: { image: 'ubuntu-20.04' },
			instanceType: 't3.medium',
			bundles: [{ id, boot }],
			...change,
		},
		'the recipe',
	);

/** What the boot script fills in, by the option and the placeholder. */
const fills = (wanted: Recipe): ReadonlyMap<string, readonly string[]> => {
	const found = bootScript(wanted).matchAll(/(--auto-fill[a-z-]*) ['"](<__\w+__>)=(.*?)['"](?= |$)/gm);
	const all = new Map<string, readonly string[]>();
	for (const [, option = '', key = '', value = ''] of found) {
		const name = `${option} ${key}`;
		all.set(name, [...(all.get(name) ?? []), value]);
	}

	return all;
};

/** A settings file of Elasticsearch as a server has it when it has booted. */
const settings = (wanted: Recipe): string => {
	const text =
		renderTemplate(wanted, { profile: '1.14', scripts: {} }).find(({ path }) =>
			path.endsWith('elasticsearch.yml'),
		)?.content ?? '';
	return text.replaceAll(/<__\w+__>/g, key => fills(wanted).get(`--auto-fill ${key}`)?.join(' and ') ?? key);
};

describe('Elasticsearch', () => {
	test.each([
		['all', true, true],
		['master', true, false],
		['data', false, true],
		['client', false, false],
	])('is told what it does: %s', (role, isMaster, hasData) => {
		const text = settings(recipe('elk-run-elasticsearch', { role }));
		expect(text).toContain(`\nnode.master: ${isMaster}\nnode.data: ${hasData}\nnode.ingest: ${hasData}\n`);
		expect(text).not.toMatch(/<__| and /);
	});

	test.each([
		['1', 1],
		['3', 2],
		['5', 3],
		['7', 4],
	])('with %s that can be the master, %i must agree', (masters, quorum) => {
		expect(settings(recipe('elk-run-elasticsearch', { masters }))).toContain(
			`\ndiscovery.zen.minimum_master_nodes: ${quorum}\n`,
		);
	});

	test('an even number of them is refused', () => {
		expect(() => recipe('elk-run-elasticsearch', { masters: '2' })).toThrow();
	});

	test('finds the others by the tag that they have, at the address of its region', () => {
		const text = (region: string) => settings(recipe('elk-run-elasticsearch', {}, { region }));
		expect(text('eu-west-1')).toContain('\ndiscovery.ec2.tag.Name: elasticsearch\n');
		expect(text('eu-west-1')).toMatch(/^discovery\.ec2\.endpoint: ec2\.\$\{region\}\.amazonaws\.com$/m);
		expect(text('cn-north-1')).toMatch(/^discovery\.ec2\.endpoint: ec2\.\$\{region\}\.amazonaws\.com\.cn$/m);
	});
});

describe('memory', () => {
	const heap = (instanceType: string): readonly (readonly string[] | undefined)[] => {
		const all = fills(recipe('elk-run-elasticsearch', {}, { instanceType }));
		return ['XMS', 'XMX'].map(key => all.get(`--auto-fill-jvm <__${key}__>`));
	};

	test('is half of that of the machine, and no more than Java can use', () => {
		expect(heap('t3.medium')).toEqual([['2g'], ['2g']]);
		expect(heap('t3.micro')).toEqual([['512m'], ['512m']]);
		expect(heap('r5.24xlarge')).toEqual([['31g'], ['31g']]);
		expect(heap('zz9.large')).toEqual([['1g'], ['1g']]);
	});

	test('more than half is doubtful', () => {
		const warnings = (memory: string) => bundleWarnings(recipe('elk-run-elasticsearch', { heap: memory }));
		expect(warnings('2048m')).toEqual([]);
		expect(warnings('3g')).toEqual([
			'elk-run-elasticsearch: 3g is too much for t3.medium: at most 2g leaves the system enough.',
		]);
	});
});

test('an address that is the server itself is doubtful, unless what is asked for runs there', () => {
	const warnings = (...bundles: readonly object[]) => bundleWarnings(recipe('', {}, { bundles }));
	const kibana = { id: 'elk-run-kibana' };
	expect(warnings(kibana)).toEqual([
		'elk-run-kibana: http://localhost:9200 is the server itself: say where Elasticsearch answers, by --set elk-run-kibana.elasticsearch-url=….',
	]);
	expect(warnings(kibana, { id: 'elk-run-elasticsearch' })).toEqual([]);
	expect(warnings({ ...kibana, boot: { 'elasticsearch-url': 'http://es.example' } })).toEqual([]);
});

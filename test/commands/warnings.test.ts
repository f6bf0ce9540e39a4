import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createActions } from '../../source/actions/index.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { writtenRecipe } from '../helpers/recipe.ts';
import { makeWorld, type WorldOptions } from './world.ts';

let person: Person;

beforeEach(async () => {
	person = await makePerson();
});

const typo = 't3.mirco is not in our list of September 2026. Did you mean t3.micro?';
const elsewhere = 'eu-west-9 is not in our list of November 2026. Did you mean eu-west-1?';

const world = (options: Partial<WorldOptions> = {}) =>
	makeWorld({
		environment: { ...person.environment },
		cwd: person.folder,
		actions: createActions({ environment: person.environment, cwd: person.folder }),
		...options,
	});

const written = (): Promise<string> => readFile(path.join(person.folder, 'web/variables.pkr.hcl'), 'utf8');

const newImage = ['new', '--base', 'debian-13', '--name', 'web'];
const render = ['render', './web.json', '--out', 'web'];

/** A recipe written by hand. */
const byHand = (change: object): Promise<void> =>
	writeFile(
		path.join(person.folder, 'web.json'),
		JSON.stringify({
			version: 1,
			name: 'web',
			region: 'eu-west-1',
			base: { image: 'debian-13', architecture: 'x86_64' },
			instanceType: 't3.micro',
			...change,
		}),
	);

describe('a type and a region that the catalogue lacks are taken, and told on standard error', () => {
	test.each<[string, object, readonly string[], Record<string, string>]>([
		['flags', {}, [...newImage, '--region', 'eu-west-9', '--instance-type', 't3.mirco'], {}],
		[
			'environment variables',
			{},
			newImage,
			{ PACKER_WIZARD_REGION: 'eu-west-9', PACKER_WIZARD_INSTANCE_TYPE: 't3.mirco' },
		],
		['--set', {}, [...render, '--set', 'region=eu-west-9', '--set', 'instanceType=t3.mirco'], {}],
		['a recipe by hand', { region: 'eu-west-9', instanceType: 't3.mirco' }, render, {}],
	])('by %s', async (_way, change, argv, variables) => {
		await byHand(change);
		const { run, stderr } = world({ environment: { ...person.environment, ...variables } });
		expect(await run(...argv, '--quiet')).toBe(0);
		expect(stderr()).toBe(`Warning: ${elsewhere}\nWarning: ${typo}\n`);
		expect(await written()).toMatch(/"eu-west-9".*"t3\.mirco"/s);
	});

	test('in a narrow terminal broken between words, below the first', async () => {
		const { run, stderr } = world({ terminal: { columns: 60, rows: 24 } });
		const argv = [...newImage, '--region', 'eu-west-1', '--instance-type', 't3.mirco', '--rehearse'];
		expect(await run(...argv)).toBe(0);
		expect(stderr()).toBe(
			'Warning: t3.mirco is not in our list of September 2026. Did\n         you mean t3.micro?\n',
		);
	});

	test('in JSON as a field, and standard output is nothing but JSON', async () => {
		const { run, stdout, stderr } = world();
		const argv = [...newImage, '--region', 'eu-west-1', '--instance-type', 't3.mirco', '--json'];
		expect(await run(...argv)).toBe(0);
		expect(JSON.parse(stdout())).toMatchObject({ warnings: [typo] });
		expect(stderr()).toBe(`Warning: ${typo}\n`);
	});

	test('a preset of one is kept, shown and read again', async () => {
		await byHand({ instanceType: 't3.mirco' });
		for (const argv of [
			['save', 'small', './web.json'],
			['show', 'small'],
		]) {
			const { run, stderr } = world();
			expect(await run('presets', ...argv)).toBe(0);
			expect(stderr()).toBe(`Warning: ${typo}\n`);
		}
	});

	test('what is in the list is no warning', async () => {
		const { run, stdout, stderr } = world();
		expect(await run(...newImage, '--region', 'cn-north-1', '--base', 'amazon-linux-2023', '--json')).toBe(0);
		expect(JSON.parse(stdout())).toMatchObject({ warnings: [] });
		expect(stderr()).toBe('');
	});
});

describe('where a person sits', () => {
	const unknown = [...newImage, '--region', 'eu-west-1', '--instance-type', 't3.mirco'];
	const terminal = { columns: 80, rows: 24 };

	test('with a yes it is on the screen before the build, and in its checklist', async () => {
		const { run, stderr, screenStarts } = world({ terminal });
		expect(await run(...unknown, '--yes')).toBe(0);
		expect(stderr()).toBe(`Warning: ${typo}\n`);
		expect(screenStarts).toMatchObject([{ at: 'before' }]);
		const recipe = writtenRecipe({
			...{ name: 'web', base: { image: 'debian-13' }, instanceType: 't3.mirco' },
		});
		const checks = await createActions({ environment: person.environment, cwd: person.folder }).checks({
			decisions: { recipe, folder: null },
			mode: 'rehearsal',
			secrets: {},
		});
		expect(checks[0]).toMatchObject({ status: 'warning', title: 'Machine', detail: typo });
	});

	test('the review tells it: nothing is printed before', async () => {
		await byHand({ instanceType: 't3.mirco' });
		const { run, stderr, screenStarts } = world({ terminal });
		expect(await run('run', './web.json')).toBe(0);
		expect(stderr()).toBe('');
		expect(screenStarts).toMatchObject([{ at: 'wizard', draft: { at: 'review' } }]);
	});
});

test.each([
	['--instance-type', 't3.micro"\n}', 'A type looks like t3.micro.'],
	// biome-ignore lint/suspicious/noTemplateCurlyInString: it is HCL.
	['--instance-type', '${file("/etc/shadow")}.large', 'A type looks like t3.micro.'],
	['--instance-type', 't3 micro', 'A type looks like t3.micro.'],
	['--instance-type', 'm12g.large', 'm12g.large is arm64 by its name, the base image is x86_64.'],
	['--region', 'eu-west-1;id', 'A region looks like eu-west-1.'],
])('%s %j is refused', async (flag, value, sentence) => {
	const { run, stderr } = world();
	expect(await run(...newImage, '--region', 'eu-west-1', flag, value)).toBe(2);
	expect(stderr()).toContain(sentence);
	await expect(written()).rejects.toThrow('ENOENT');
	await byHand(flag === '--region' ? { region: value } : { instanceType: value });
	expect(await world().run(...render)).toBe(2);
	await expect(written()).rejects.toThrow('ENOENT');
});

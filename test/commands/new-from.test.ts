import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createActions } from '../../source/actions/index.ts';
import { exists } from '../../source/base/files.ts';
import { createDrafts } from '../../source/store/drafts.ts';
import { makePerson } from '../helpers/program.ts';
import { makeWorld, type WorldOptions } from './world.ts';

/** Somebody with the templates of the tests beside them. */
const someone = async (options: WorldOptions = {}) => {
	const person = await makePerson();
	await cp(path.join(import.meta.dirname, '../import/templates'), path.join(person.folder, 't'), {
		recursive: true,
	});
	const world = makeWorld({
		actions: createActions({ environment: person.environment, cwd: person.folder }),
		environment: { ...person.environment },
		cwd: person.folder,
		...options,
	});
	return { ...person, ...world };
};

test('without a terminal the files are written, and the list goes to standard error', async () => {
	const { run, stdout, stderr, folder } = await someone();
	expect(await run('new', '--from', 't/nodejs.json', '--region', 'eu-west-1'), stderr()).toBe(0);
	expect(stdout()).toMatch(/^Written: \.\/nodejs, \d+ files\.\n/);
	expect(stderr()).toMatch(/^nodejs\.json: 9 taken, 3 left out$/m);
	expect(stderr()).toMatch(
		/^Left out, and why:\n {2}comment \(nodejs\.json:2\)[\s\S]*?\n {2}access_key \(nodejs\.json:10\)/m,
	);
	const recipe = JSON.parse(await readFile(path.join(folder, 'nodejs/recipe.json'), 'utf8'));
	expect(recipe).toMatchObject({ name: 'nodejs', aws: { region: 'eu-west-1' } });
});

test('in JSON the list is in the document', async () => {
	const { run, stdout, stderr } = await someone();
	expect(await run('new', '--from', 't/usual.pkr.hcl', '--json'), stderr()).toBe(0);
	const { imported, warnings } = JSON.parse(stdout());
	expect(imported.template).toBe('./t/usual.pkr.hcl');
	expect(imported.told).toContainEqual({
		fate: 'taken',
		name: 'region',
		at: 'usual.pkr.hcl:27',
		text: 'eu-west-1',
	});
	expect(warnings).toContainEqual(expect.stringContaining('runs commands on this computer'));
});

test.each([
	[
		'several images',
		['--from', 't/several.json'],
		/makes 3 images[\s\S]*--source amazon-ebs\.ubuntu-ami[\s\S]*--source docker\.docker/,
	],
	['what it does not say', ['--from', 't/folder'], /An answer is missing[\s\S]*--region <id>/],
	[
		'a flag of a template that is not named',
		['--source', 'web'],
		/--source says something of a template that is not named/,
	],
	[
		'other answers',
		['--from', 't/nodejs.json', '--continue'],
		/--from and --continue each begin with other answers/,
	],
])('%s is refused, and nothing is written', async (_what, flags, said) => {
	const { run, stderr, folder } = await someone();
	expect(await run('new', ...flags)).toBe(2);
	expect(stderr()).toMatch(said);
	for (const name of ['web', 'api', 'nodejs', 'consul-ubuntu']) {
		expect(await exists(path.join(folder, name))).toBe(false);
	}
});

test('in a terminal the review opens, or the first question that is open, and the answers can be kept', async () => {
	const whole = await someone({ terminal: { columns: 80, rows: 24 } });
	await whole.run('new', '--from', 't/usual.pkr.hcl');
	expect(whole.screenStarts).toMatchObject([
		{
			at: 'wizard',
			draft: { at: 'review', recipe: { name: 'web' }, imported: { template: './t/usual.pkr.hcl' } },
		},
	]);
	const open = await someone({ terminal: { columns: 80, rows: 24 } });
	await open.run('new', '--from', 't/folder', '--instance-type', 'm6g.xlarge');
	expect(open.screenStarts).toMatchObject([
		{ at: 'wizard', draft: { at: 'region', recipe: { name: 'api' } } },
	]);
	const kept = await createDrafts(open.environment).read();
	expect(kept?.imported?.told.length).toBeGreaterThan(10);
	expect(kept?.recipe.aws.keptLines).toContainEqual(expect.stringContaining('user_data_file'));
	expect(kept?.recipe.aws.keptLines?.join()).not.toContain('spot_instance_types');
});

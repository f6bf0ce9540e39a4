import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createActions } from '../../source/actions/index.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { recipeText } from '../../source/recipe/read.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { makeWorld, type World, type WorldOptions } from './world.ts';

let person: Person;

beforeEach(async () => {
	person = await makePerson();
});

/** The commands with real effects, in the person's folders. */
const world = (options: Omit<WorldOptions, 'actions' | 'environment' | 'cwd'> = {}): World =>
	makeWorld({
		...options,
		actions: createActions({ environment: person.environment, cwd: person.folder }),
		environment: { ...person.environment },
		cwd: person.folder,
	});

const run = async (...argv: readonly string[]) => {
	const ran = world();
	const code = await ran.run(...argv);
	return { code, stdout: ran.stdout(), stderr: ran.stderr() };
};

const put = async (name: string, content: string): Promise<void> => {
	const file = path.join(person.folder, name);
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(file, content);
};

const filesIn = async (folder: string): Promise<string[]> =>
	(await readdir(path.join(person.folder, folder)).catch(() => [])).sort();

describe('presets', () => {
	test('a script that is not there is told where it is rendered, run, kept and shown', async () => {
		const script = ['--script', './nothing.sh'];
		for (const [argv, code] of [
			[['render', 'nodejs', ...script], 2],
			[['run', 'nodejs', '--rehearse', ...script], 3],
			[['presets', 'save', 'mine', 'nodejs', ...script], 0],
			[['presets', 'show', 'mine'], 0],
		] as const) {
			const told = await run(...argv);
			expect(told.code).toBe(code);
			expect(told.stderr.replace('\n', ' ')).toMatch(
				/The script \S*nothing\.sh cannot be used\. There is no such file\./,
			);
		}
	});

	test('one is shown as JSON, saved changed under a name, run by it, and deleted', async () => {
		const shown = await run('presets', 'show', 'nodejs', '--json');
		expect(JSON.parse(shown.stdout)).toMatchObject({ name: 'nodejs' });
		await put('copy.json', shown.stdout);

		const saved = await run(
			'presets',
			'save',
			'mine',
			'copy.json',
			'--region',
			'eu-west-1',
			'--set',
			'spot=true',
		);
		expect(saved).toMatchObject({ code: 0, stderr: '' });
		expect(saved.stdout).toContain('~/.config/packer-wizard/presets/mine.json');

		const list = JSON.parse((await run('presets', 'list', '--json')).stdout);
		expect(list).toContainEqual(expect.objectContaining({ name: 'mine', origin: 'own' }));
		expect((await run('presets', 'show', 'mine')).stdout).toMatch(/^Region +eu-west-1$/m);

		expect(await run('presets', 'delete', 'mine')).toMatchObject({ code: 2 });
		expect(await run('presets', 'delete', 'mine', '--yes')).toMatchObject({
			code: 0,
			stdout: 'Deleted: mine\n',
		});
		expect(await run('presets', 'show', 'mine')).toMatchObject({ code: 2 });
	});

	test('a name that is taken is kept', async () => {
		await run('presets', 'save', 'mine', 'nodejs');
		const again = await run('presets', 'save', 'mine', 'ssh-grunt');
		expect(again.code).toBe(2);
		expect(again.stderr).toContain('You have a preset mine already.');
		expect((await run('presets', 'show', 'mine', '--json')).stdout).toContain('"nodejs"');
		expect((await run('presets', 'save', 'mine', 'ssh-grunt', '--overwrite')).code).toBe(0);
		expect((await run('presets', 'show', 'mine', '--json')).stdout).toContain('"ssh-grunt"');
	});

	test('one that hides another says so before it is saved, in lists, and when the other comes back', async () => {
		const saved = await run('presets', 'save', 'nodejs', 'ssh-grunt');
		expect(saved).toMatchObject({
			code: 0,
			stderr: 'nodejs came with packer-wizard, and yours will hide it.\n',
		});
		expect((await run('presets', 'list')).stdout).toMatch(/^nodejs .* yours, hides the shipped one · /m);
		const listed = JSON.parse((await run('presets', 'list', '--json')).stdout);
		expect(listed).toContainEqual(
			expect.objectContaining({ name: 'nodejs', origin: 'own', hides: ['shipped'] }),
		);
		await put('.packer-wizard/nodejs.json', recipeText(defaultRecipe()));
		expect((await run('presets', 'list')).stdout).toMatch(
			/^nodejs .* of the project, hides yours and the shipped one · /m,
		);
		await put('.packer-wizard/team.json', recipeText(defaultRecipe()));
		const hidden = await run('presets', 'save', 'team', 'ssh-grunt');
		expect(hidden.stderr).toBe("In this project team goes on meaning the project's.\n");
		expect(hidden.stdout).toContain('Run it outside of this project: packer-wizard run team\n');
		// What is deleted is one's own, although the project's hides it.
		expect((await run('presets', 'delete', 'team', '--yes')).stdout).toBe('Deleted: team\n');
		await rm(path.join(person.folder, '.packer-wizard'), { recursive: true });
		expect((await run('presets', 'delete', 'nodejs', '--yes')).stdout).toBe(
			'Deleted: nodejs. nodejs means the shipped one again.\n',
		);
	});

	test('what came along is not deleted, what is not there neither: nothing is asked first', async () => {
		for (const flags of [['--yes'], []]) {
			const deleted = await run('presets', 'delete', 'nodejs', ...flags);
			expect(deleted.code).toBe(2);
			expect(deleted.stderr).toContain('came with packer-wizard');
		}

		expect((await run('presets', 'delete', 'nope')).stderr).toContain('There is no preset nope.');
	});

	test('a broken one is listed with the reason, and the others still are', async () => {
		await put('.packer-wizard/team.json', '{ "version": 1,');
		const list = await run('presets', 'list');
		expect(list.code).toBe(0);
		expect(list.stdout).toMatch(/^team +team is not valid JSON\..*broken$/m);
		expect(list.stdout).toMatch(/^nodejs /m);
	});

	test('the variables of a build change nothing that is only shown', async () => {
		const ran = makeWorld({
			actions: createActions({ environment: person.environment, cwd: person.folder }),
			environment: { ...person.environment, PACKER_WIZARD_REGION: 'eu-west-1' },
			cwd: person.folder,
		});
		await ran.run('presets', 'show', 'nodejs', '--json');
		expect(JSON.parse(ran.stdout())).toMatchObject({ aws: { region: 'us-east-1' } });
	});

	test('names that miss are told', async () => {
		expect((await run('presets', 'save')).stderr).toContain('needs a name');
		expect((await run('presets', 'delete')).stderr).toContain('needs a name');
		const show = await run('presets', 'show', 'nodjes');
		expect(show).toMatchObject({ code: 2 });
		expect(show.stderr).toContain('Did you mean nodejs?');
	});
});

describe('render', () => {
	test('by name writes into a folder here, and a second time changes nothing', async () => {
		const first = await run('render', 'nodejs', '--name', 'shop');
		expect(first, first.stderr).toMatchObject({ code: 0, stderr: '' });
		expect(await filesIn('shop')).toContain('image.pkr.hcl');
		expect(await readFile(path.join(person.folder, 'shop/recipe.json'), 'utf8')).toContain('"shop"');
		expect((await run('render', 'nodejs', '--name', 'shop')).stdout).toContain(
			'./shop has these files already.',
		);
	});

	test('by path writes beside the recipe, also from inside', async () => {
		await put('images/web/recipe.json', recipeText(defaultRecipe()));
		expect((await run('render', './images/web')).code).toBe(0);
		expect(await filesIn('images/web')).toContain('image.pkr.hcl');
	});

	test('for another Packer writes what that one needs', async () => {
		await run('render', 'nodejs', '--packer-version', '1.6.6', '--out', './old');
		await run('render', 'nodejs', '--packer-version', '1.16.0', '--out', './new');
		expect(await filesIn('old')).not.toContain('plugins.pkr.hcl');
		expect(await filesIn('new')).toContain('plugins.pkr.hcl');
		expect(await run('render', 'nodejs', '--packer-version', 'newest')).toMatchObject({ code: 2 });
	});

	test('keeps files that differ, unless it is told otherwise', async () => {
		await run('render', 'nodejs');
		await put('nodejs/image.pkr.hcl', '# mine\n');
		const kept = await run('render', 'nodejs');
		expect(kept.code).toBe(3);
		expect(kept.stderr).toContain('They differ: image.pkr.hcl. Nothing was written.');
		expect(await readFile(path.join(person.folder, 'nodejs/image.pkr.hcl'), 'utf8')).toBe('# mine\n');
		await rm(path.join(person.folder, 'nodejs/recipe.json'));
		expect((await run('render', 'nodejs', '--keep')).stdout).toContain(
			'Written: ./nodejs, 1 file; 1 file of yours is kept.\n',
		);
		expect((await run('render', 'nodejs', '--keep')).stdout).toContain(
			'Nothing was written: ./nodejs has the other files already, and 1 file of yours is kept.\n',
		);
		const json = JSON.parse((await run('render', 'nodejs', '--keep', '--json')).stdout);
		expect(json).toMatchObject({ written: [], kept: ['image.pkr.hcl'] });
		expect(json.files).toEqual(expect.arrayContaining(['image.pkr.hcl', 'recipe.json']));
		expect(await readFile(path.join(person.folder, 'nodejs/image.pkr.hcl'), 'utf8')).toBe('# mine\n');
		expect((await run('render', 'nodejs', '--overwrite')).code).toBe(0);
		expect(await readFile(path.join(person.folder, 'nodejs/image.pkr.hcl'), 'utf8')).not.toBe('# mine\n');
	});

	test('own scripts are copied, and a written folder stands alone', async () => {
		await put('setup.sh', '#!/bin/sh\necho hello\n');
		expect((await run('render', 'nodejs', '--script', 'setup.sh', '--out', './web')).code).toBe(0);
		const again = await run('render', './web');
		expect(again, again.stderr).toMatchObject({ code: 0 });
		expect(again.stdout).toContain('./web has these files already.');
		const missing = await run('render', 'nodejs', '--script', 'nothing.sh', '--out', './other');
		expect(missing).toMatchObject({ code: 2 });
		expect(missing.stderr).toContain('./nothing.sh');
		expect(await filesIn('other')).toEqual([]);
	});

	test('as JSON tells the folder and the files', async () => {
		const { stdout } = await run('render', 'nodejs', '--json');
		expect(JSON.parse(stdout)).toMatchObject({
			folder: path.join(person.folder, 'nodejs'),
			files: expect.arrayContaining(['recipe.json', 'image.pkr.hcl']),
		});
	});

	test('without a preset takes the recipe of the folder, or names the presets', async () => {
		const none = await run('render');
		expect(none).toMatchObject({ code: 2 });
		expect(none.stderr).toContain('nodejs');
		await put('recipe.json', recipeText(defaultRecipe()));
		expect((await run('render')).code).toBe(0);
		expect(await filesIn('.')).toContain('image.pkr.hcl');
	});
});

describe('where there is nothing yet', () => {
	test('builds and doctor say what there is to say', async () => {
		expect(await run('builds', 'list')).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('no build yet'),
		});
		expect(await run('builds', 'list', '--json')).toMatchObject({ code: 0, stdout: '[]\n' });
		expect(await run('builds', 'watch')).toMatchObject({ code: 2 });
		expect(await run('builds', 'cancel', '7f3a')).toMatchObject({ code: 2 });
		const doctor = await run('doctor', '--json');
		const checks: unknown = JSON.parse(doctor.stdout);
		expect(checks).toContainEqual(expect.objectContaining({ id: 'packer' }));
		expect(checks).toContainEqual(expect.objectContaining({ id: 'engine' }));
		expect(checks).not.toContainEqual(expect.objectContaining({ id: 'files' }));
	});

	test('there are no answers to continue with', async () => {
		const continued = await run('new', '--continue');
		expect(continued).toMatchObject({ code: 2 });
		expect(continued.stderr).toContain('There are no answers to continue with.');
	});
});

test("a project's presets that are not taken are told where presets are listed and where one is shown by name", async () => {
	await put('.packer-wizard/team.json', recipeText(defaultRecipe()));
	await chmod(path.join(person.folder, '.packer-wizard'), 0o777);
	const warning = 'Presets in ./.packer-wizard are not taken: it can be written by everybody.';
	const listed = await run('presets', 'list');
	expect(listed.stderr).toBe(`${warning}\n`);
	expect(listed.stdout).not.toContain('team');
	expect((await run('presets', 'list', '--quiet')).stderr).toBe(`${warning}\n`);
	const shown = await run('presets', 'show', 'nodejs');
	expect(`${shown.stdout}${shown.stderr}`.split(warning)).toHaveLength(2);
});

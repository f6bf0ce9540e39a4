import { chmod, chown, lchown, mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCodes, Problem } from '../../source/base/problem.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { recipeText } from '../../source/recipe/read.ts';
import { deletePreset, savePreset } from '../../source/store/own-presets.ts';
import { listPresets, projectWarning, readPreset } from '../../source/store/presets.ts';
import { needs } from '../helpers/needs.ts';
import { privatePlace, put } from './place.ts';

const recipe = defaultRecipe();
const named = (name: string) => ({ ...recipe, name });

const problemOf = async (promise: Promise<unknown>): Promise<Problem> => {
	const error = await promise.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (!(error instanceof Problem)) {
		throw new Error(`No Problem was thrown: ${String(error)}`);
	}

	return error;
};

describe('reading a preset', () => {
	test('by name: the project in a folder above wins over the own one', async () => {
		const place = await privatePlace();
		await put(recipeText(named('own')), place.home, '.config/packer-wizard/presets/web.json');
		expect((await readPreset('web', place)).recipe.name).toBe('own');
		await put(recipeText(named('team')), place.home, '.packer-wizard/web.json');
		const read = await readPreset('web', place);
		expect(read.recipe.name).toBe('team');
		expect(read.name).toBe('web');
	});

	test('an unknown name tells the nearest, exit 2', async () => {
		const place = await privatePlace();
		await savePreset('bastion', recipe, { ...place, overwrite: false });
		const problem = await problemOf(readPreset('bastoin', place));
		expect(problem.message).toBe('There is no preset bastoin.');
		expect(problem.next).toEqual(['Did you mean bastion?']);
		expect(problem.exitCode).toBe(exitCodes.usage);
	});

	test('a name that is a folder here tells how to name the folder', async () => {
		const place = await privatePlace();
		await put(recipeText(recipe), place.cwd, 'zzzzzzzz/recipe.json');
		const problem = await problemOf(readPreset('zzzzzzzz', place));
		expect(problem.next).toContain('For the files in this folder: packer-wizard run ./zzzzzzzz');
	});

	test('one with a newer one in its place: by name, but in no list', async () => {
		const place = await privatePlace();
		const [first, ...more] = (await listPresets(place)).map(({ name }) => name);
		expect(first).toBe('nodejs');
		expect(more).toContain('bastion');
		expect(more.indexOf('ecs-node')).toBe(more.indexOf('openvpn') + 1);
		expect(more).not.toContain('ssh-grunt');
		expect((await readPreset('ssh-grunt', place)).recipe.name).toBe('ssh-grunt');
	});

	test('by path: a file, a folder with recipe.json, the current folder', async () => {
		const place = await privatePlace();
		const file = await put(recipeText(named('here')), place.cwd, 'web/recipe.json');
		for (const typed of ['./web', 'web/', 'web/recipe.json', file]) {
			const read = await readPreset(typed, place);
			expect(read).toMatchObject({ file, name: undefined });
		}

		const inside = { ...place, cwd: path.join(place.cwd, 'web') };
		expect((await readPreset('.', inside)).file).toBe(file);
		expect((await readPreset('recipe.json', inside)).file).toBe(file);
	});

	test('a missing file and a folder without a recipe are told apart', async () => {
		const place = await privatePlace();
		expect((await problemOf(readPreset('./nothing.json', place))).message).toBe(
			'There is no file ./nothing.json.',
		);
		await put('', place.cwd, 'empty/readme');
		expect((await problemOf(readPreset('./empty', place))).message).toBe(
			'The folder ./empty has no recipe.json.',
		);
		expect((await problemOf(readPreset('./empty/readme/x.json', place))).exitCode).toBe(exitCodes.usage);
	});

	test('broken JSON names the file and the place in it', async () => {
		const place = await privatePlace();
		await put('{ "version": 1, ', place.cwd, 'broken.json');
		const problem = await problemOf(readPreset('broken.json', place));
		expect(problem.message).toBe('./broken.json is not valid JSON.');
		expect(problem.reason).toMatch(/position|line/);
		expect(problem.exitCode).toBe(exitCodes.usage);
	});

	test('an unknown bundle names the nearest and where it stands', async () => {
		const place = await privatePlace();
		const bad = { ...recipe, bundles: [{ id: 'ssh-grnt', install: {}, boot: {} }] };
		await put(recipeText(bad), place.cwd, 'bad.json');
		const problem = await problemOf(readPreset('bad.json', place));
		expect(problem.reason).toBe(
			'bundles.0.id: The catalogue has no bundle ssh-grnt. Did you mean ssh-grunt?',
		);
	});

	test('scripts are looked for beside the file', async () => {
		const place = await privatePlace();
		const step = { name: 'node', position: 'before' as const, script: 'scripts/node.sh' };
		await put(recipeText({ ...recipe, steps: [step] }), place.cwd, 'web/recipe.json');
		const read = await readPreset('./web', place);
		expect(read.recipe.steps).toEqual([{ ...step, script: path.join(place.cwd, 'web/scripts/node.sh') }]);
	});

	test('a byte order mark does not matter', async () => {
		const place = await privatePlace();
		await put(`\uFEFF${recipeText(recipe)}`, place.cwd, 'windows.json');
		expect((await readPreset('windows.json', place)).recipe).toEqual(recipe);
	});
});

describe('saving a preset', () => {
	test('what was saved is read again, with absolute scripts', async () => {
		const place = await privatePlace();
		const step = { name: 'node', position: 'before' as const, script: './node.sh' };
		const file = await savePreset('mine', { ...recipe, steps: [step] }, { ...place, overwrite: false });
		expect(file).toBe(path.join(place.home, '.config/packer-wizard/presets/mine.json'));
		const read = await readPreset('mine', place);
		expect(read.recipe.steps).toEqual([{ ...step, script: path.join(place.cwd, 'node.sh') }]);
	});

	test('a script at home is found from every folder', async () => {
		const place = await privatePlace();
		const step = { name: 'node', position: 'before' as const, script: '~/node.sh' };
		await savePreset('mine', { ...recipe, steps: [step] }, { ...place, overwrite: false });
		expect((await readPreset('mine', place)).recipe.steps).toMatchObject([
			{ script: path.join(place.home, 'node.sh') },
		]);
		await put(recipeText({ ...recipe, steps: [step] }), place.home, 'web.json');
		expect((await readPreset('~/web.json', place)).recipe.steps).toMatchObject([
			{ script: path.join(place.home, 'node.sh') },
		]);
	});

	test('never over an existing one, unless that was asked for', async () => {
		const place = await privatePlace();
		const file = await savePreset('mine', named('first'), { ...place, overwrite: false });
		const before = await readFile(file, 'utf8');
		const problem = await problemOf(savePreset('mine', named('second'), { ...place, overwrite: false }));
		expect(problem.message).toBe('You have a preset mine already.');
		expect(await readFile(file, 'utf8')).toBe(before);
		await savePreset('mine', named('second'), { ...place, overwrite: true });
		expect((await readPreset('mine', place)).recipe.name).toBe('second');
	});

	test.each(['', '../evil', 'Web', 'a b', 'x'.repeat(49)])('the name %j is refused', async name => {
		const place = await privatePlace();
		const problem = await problemOf(savePreset(name, recipe, { ...place, overwrite: true }));
		expect(problem.exitCode).toBe(exitCodes.usage);
	});

	test('a file where the folder belongs: exit 3, and nothing is left', async () => {
		const place = await privatePlace();
		await put('in the way', place.home, '.config');
		const problem = await problemOf(savePreset('mine', recipe, { ...place, overwrite: false }));
		expect(problem.exitCode).toBe(exitCodes.missing);
		expect(problem.reason).toBe('A file is in the way where a folder is needed.');
	});
});

describe('listing and deleting presets', () => {
	test('each origin, and a broken one with its reason', async () => {
		const place = await privatePlace();
		await savePreset('mine', recipe, { ...place, overwrite: false });
		await put('no json', place.cwd, '.packer-wizard/team.json');
		await put('{}', place.cwd, '.packer-wizard/schema.json');
		const listed = (await listPresets(place)).filter(preset => preset.origin !== 'shipped');
		expect(listed.map(({ name, origin }) => ({ name, origin }))).toEqual([
			{ name: 'team', origin: 'project' },
			{ name: 'mine', origin: 'own' },
		]);
		expect(listed[0]?.broken).toMatch(/^team is not valid JSON\./);
		expect(listed[1]?.recipe).toEqual(recipe);
	});

	test('only own presets are deleted', async () => {
		const place = await privatePlace();
		await put(recipeText(recipe), place.cwd, '.packer-wizard/team.json');
		expect((await problemOf(deletePreset('team', place))).message).toBe("The preset team is the project's.");
		await savePreset('mine', recipe, { ...place, overwrite: false });
		await deletePreset('mine', place);
		expect((await problemOf(deletePreset('mine', place))).message).toBe('There is no preset mine.');
		expect((await problemOf(deletePreset('../work/.packer-wizard/team', place))).exitCode).toBe(2);
		expect((await readPreset('team', place)).recipe).toEqual(recipe);
	});
});

describe('presets of a project that somebody else can have put there', () => {
	const nobody = 65534;

	/** A project's preset `web` in a folder above, and one of the person's own. */
	const withProject = async () => {
		const place = await privatePlace();
		await put(recipeText(named('own')), place.home, '.config/packer-wizard/presets/web.json');
		const file = await put(recipeText(named('team')), place.home, '.packer-wizard/web.json');
		return { place, file, folder: path.dirname(file) };
	};

	const taken = async (place: Parameters<typeof readPreset>[1]) =>
		(await readPreset('web', place)).recipe.name;

	test('the own folder of a project is taken, without a word', async () => {
		const { place, folder } = await withProject();
		await chmod(folder, 0o775);
		expect(await taken(place)).toBe('team');
		expect(await projectWarning(place)).toBeUndefined();
	});

	test('one that everybody can write is not, with a sentence', async () => {
		const { place, folder } = await withProject();
		await chmod(folder, 0o1777);
		expect(await taken(place)).toBe('own');
		expect(await projectWarning(place)).toBe(
			'Presets in ~/.packer-wizard are not taken: it can be written by everybody.',
		);
	});

	test('a file in it that everybody can write is not, others are', async () => {
		const { place, file, folder } = await withProject();
		await put(recipeText(named('fine')), folder, 'fine.json');
		await chmod(file, 0o666);
		expect(await taken(place)).toBe('own');
		expect((await readPreset('fine', place)).recipe.name).toBe('fine');
		expect(await projectWarning(place)).toContain('~/.packer-wizard/web.json are not taken');
	});

	test('one of another user is not, nor a link by another user, nor a file of theirs', async context => {
		needs(context, 'other-users');
		const { place, file, folder } = await withProject();
		await chown(file, nobody, nobody);
		expect(await taken(place)).toBe('own');
		await chown(file, 0, 0);
		expect(await taken(place)).toBe('team');
		await chown(folder, nobody, nobody);
		expect(await taken(place)).toBe('own');
		expect(await projectWarning(place)).toBe(
			'Presets in ~/.packer-wizard are not taken: it belongs to another user (65534).',
		);
		const link = path.join(place.cwd, '.packer-wizard');
		await chown(folder, 0, 0);
		await symlink(folder, link);
		expect(await taken(place)).toBe('team');
		await lchown(link, nobody, nobody);
		expect(await projectWarning(place)).toContain('./.packer-wizard are not taken: it belongs to');
	});

	test('the next one above is taken instead, and root by sudo takes those of the caller', async context => {
		needs(context, 'other-users');
		const { place } = await withProject();
		const near = path.join(place.cwd, '.packer-wizard');
		await mkdir(near);
		const file = await put(recipeText(named('near')), near, 'web.json');
		await chown(near, nobody, nobody);
		await chown(file, nobody, nobody);
		expect(await taken(place)).toBe('team');
		const bySudo = { ...place, environment: { ...place.environment, SUDO_UID: String(nobody) } };
		expect(await taken(bySudo)).toBe('near');
	});

	test('an unknown name tells of it, and by path it can be run', async () => {
		const place = await privatePlace();
		const file = await put(recipeText(named('team')), place.cwd, '.packer-wizard/team.json');
		await chmod(path.dirname(file), 0o777);
		const problem = await problemOf(readPreset('team', place));
		expect(problem.reason).toContain('./.packer-wizard are not taken: it can be written by everybody');
		expect(problem.next).toContain('By path it can be run: packer-wizard run <path>');
		expect((await readPreset(file, place)).recipe.name).toBe('team');
	});
});

describe('scripts that a preset takes from outside of its folder', () => {
	const withScripts = (...scripts: readonly string[]) =>
		recipeText({
			...recipe,
			steps: scripts.map((script, index) => ({ name: `s${index}`, position: 'before' as const, script })),
		});

	test.each<[string, string]>([
		['a way up', '../../secret.sh'],
		['an absolute path', '/etc/hostname'],
		['the home folder', '~/secret.sh'],
		['a link that leads out', 'linked.sh'],
		['a folder that is a link', 'folder/secret.sh'],
		['one that is not there', '../nowhere.sh'],
	])('%s is named', async (_what, script) => {
		const place = await privatePlace();
		const secret = await put('echo secret\n', place.home, 'secret.sh');
		const file = await put(withScripts('inside.sh', script), place.cwd, 'web/recipe.json');
		await put('', place.cwd, 'web/inside.sh');
		await symlink(secret, path.join(place.cwd, 'web/linked.sh'));
		await symlink(place.home, path.join(place.cwd, 'web/folder'));
		const { elsewhere, recipe: read } = await readPreset('./web', place);
		expect(elsewhere).toHaveLength(1);
		expect(read.steps.map(step => 'script' in step && step.script)).toContain(elsewhere[0]);
		expect((await readPreset(file, place)).elsewhere).toEqual(elsewhere);
	});

	test('none is beside it, below it, or at the end of a link that stays inside', async () => {
		const place = await privatePlace();
		await put(withScripts('scripts/a.sh', './b.sh', 'scripts/../c.sh'), place.cwd, 'web/recipe.json');
		await put('', place.cwd, 'web/real.sh');
		await symlink('real.sh', path.join(place.cwd, 'web/b.sh'));
		await symlink('web', path.join(place.cwd, 'link'));
		expect((await readPreset('./web', place)).elsewhere).toEqual([]);
		expect((await readPreset('./link', place)).elsewhere).toEqual([]);
	});

	test("a project's preset may take the project's scripts, and no others", async () => {
		const place = await privatePlace();
		await put(withScripts('../setup.sh', '../../up.sh'), place.cwd, '.packer-wizard/web.json');
		const { elsewhere } = await readPreset('web', place);
		expect(elsewhere).toEqual([path.join(place.home, 'up.sh')]);
	});

	test('those of a preset that the person saved are what they typed', async () => {
		const place = await privatePlace();
		const step = { name: 'setup', position: 'before' as const, script: './setup.sh' };
		await savePreset('web', { ...recipe, steps: [step] }, { ...place, overwrite: false });
		expect((await readPreset('web', place)).elsewhere).toEqual([]);
	});
});

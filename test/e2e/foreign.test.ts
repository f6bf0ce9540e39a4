import { access, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { filesWith } from '../builds/helpers.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person, runProgram } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';
import { findProgram } from '../setup/needs.ts';
import { markRow } from './walk.ts';

let person: Person;
const ran = (what: string): string => path.join(person.home, `ran-${what}`);
const hasRun = (what: string): Promise<boolean> =>
	access(ran(what)).then(
		() => true,
		() => false,
	);

/** A folder as it comes from somebody else: rendered, and with a step and a plugin that run on this computer. */
beforeEach(async context => {
	needs(context, 'packer');
	// Without a container: what is foreign runs outside of it anyway.
	person = await makePerson({ PACKER_WIZARD_PACKER: findProgram('packer') ?? '', PATH: '/nowhere' });
	const folder = path.join(person.folder, 'web');
	const { code, stderr } = await runProgram(person, ['render', 'nodejs', '--out', './web', '--name', 'web']);
	expect(code, stderr).toBe(0);
	// By hand, and without EC2, so that it is quick.
	await writeFile(
		path.join(folder, 'image.pkr.hcl'),
		'source "null" "image" {\n  communicator = "none"\n}\nbuild {\n  sources = ["source.null.image"]\n}\n',
	);
	await writeFile(
		path.join(folder, 'extra.pkr.hcl'),
		`build {
  sources = ["source.null.image"]

  provisioner "shell-local" {
    inline = ["echo here >> ${ran('step')}"]
  }
}
`,
	);
	await writeFile(
		path.join(folder, 'packer-plugin-foreign'),
		`#!/bin/sh\necho here >> ${ran('plugin')}\necho "{}"\n`,
		{ mode: 0o755 },
	);
});

test('where nobody can be asked, nothing of it runs without a flag', async () => {
	const inside = { cwd: path.join(person.folder, 'web') };
	const refused = await runProgram(person, ['run', '--rehearse', '--keep', '--yes'], inside);
	expect(refused.code, refused.stderr).toBe(3);
	expect(refused.stderr).toContain('extra.pkr.hcl runs commands on this computer');
	expect(refused.stderr).toContain('packer-plugin-foreign is a program that Packer up to 1.10 runs');
	expect(refused.stderr).toContain('--trust');
	await runProgram(person, ['doctor'], inside);
	expect([await hasRun('step'), await hasRun('plugin')]).toEqual([false, false]);

	const trusted = await runProgram(person, ['run', '--rehearse', '--keep', '--trust'], inside);
	expect(trusted.code, trusted.stderr).toBe(0);
	expect(await hasRun('step')).toBe(true);
});

test('a person sees what it can do, and is asked once', async () => {
	const run = ['run', './web', '--rehearse', '--keep'];
	const terminal = launch(person, run, { columns: 80, rows: 24 });
	await terminal.waitFor('Foreign files');
	await terminal.waitFor('extra.pkr.hcl runs commands on');
	await terminal.press('enter');
	await terminal.waitFor('provisioner "shell-local"');
	await terminal.press('escape');
	await terminal.waitFor('Foreign files');
	expect([await hasRun('step'), await hasRun('plugin')]).toEqual([false, false]);
	await markRow(terminal, 'Build with them');
	// An enter that comes before the row was drawn does nothing, as on a machine that does much else.
	for (let presses = 0; terminal.text().includes('1 thing missing') && presses < 20; presses++) {
		await terminal.press('enter');
		await setTimeout(500);
	}

	await terminal.waitFor('The rehearsal is over', 60_000);
	expect(await hasRun('step')).toBe(true);

	const again = await runProgram(person, run);
	expect(again.code, again.stderr).toBe(0);
});

test('a script from elsewhere is named by its path, and copied only with a flag', async () => {
	const secret = path.join(person.home, 'id_rsa');
	await writeFile(secret, 'PRIVATE KEY\n', { mode: 0o600 });
	const file = path.join(person.folder, 'web', 'recipe.json');
	const recipe = JSON.parse(await readFile(file, 'utf8'));
	recipe.steps = [{ name: 'key', script: '../../id_rsa' }];
	const moved = path.join(person.folder, 'web', 'theirs.json');
	await writeFile(moved, JSON.stringify({ ...recipe, name: 'theirs' }));
	for (const command of [
		['run', moved, '--rehearse'],
		['render', moved],
		['presets', 'save', 'x', moved],
	]) {
		const refused = await runProgram(person, command);
		expect(refused.code, refused.stderr).toBe(3);
		expect(refused.stderr).toContain("~/id_rsa is outside of the recipe's folder and goes to the machine");
		expect(refused.stderr).toContain('--trust');
	}

	expect(await filesWith(person.folder, 'PRIVATE KEY')).toEqual([]);
	const trusted = await runProgram(person, ['render', moved, '--trust']);
	expect(trusted.code, trusted.stderr).toBe(0);
	const [copy = ''] = await filesWith(person.folder, 'PRIVATE KEY');
	expect((await stat(copy)).mode & 0o777).toBe(0o600);
});

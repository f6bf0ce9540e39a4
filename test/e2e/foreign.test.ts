import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
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
	await terminal.press('enter');
	await terminal.waitFor('The rehearsal is over', 60_000);
	expect(await hasRun('step')).toBe(true);

	const again = await runProgram(person, run);
	expect(again.code, again.stderr).toBe(0);
});

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { filesWith, journalOf, listBuilds, textsOf } from '../builds/helpers.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, runProgram } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';
import { findProgram } from '../setup/needs.ts';
import { watchProcesses } from './processes.ts';
import { markRow } from './walk.ts';

const variable = (name: string, more = ''): string =>
	`variable "${name}" {\n  type = string\n  sensitive = true\n${more}}\n`;

const echo = (name: string): string =>
	`  provisioner "shell-local" {\n    inline = ["echo '${name}: \${var.${name}}.'", "/bin/sleep 0.2"]\n  }\n`;

/** What all values have in common, to look for at all processes at once. */
const core = 'opensesame+/1';

/** By the name of the variable; nothing in the names says that they are secret. */
const values: Readonly<Record<string, string>> = {
	word: `default-${core}`,
	handed: `${core}=handed`,
	filed: `a/${core}`,
};

/** A template by hand, all of whose variables are sensitive: by a default, by the environment, by a file. */
const template = `${variable('word', `  default = "${values['word']}"\n`)}${variable('handed')}${variable('filed')}
source "null" "image" {
  communicator = "none"
}

build {
  sources = ["source.null.image"]
${Object.keys(values).map(echo).join('')}}
`;

test('what a template declares sensitive is in no journal, on no screen, in no event, argument list or file', async context => {
	needs(context, 'packer');
	// Without a container: none of the scripts needs one.
	const person = await makePerson({
		PKR_VAR_handed: values['handed'] ?? '',
		PACKER_WIZARD_PACKER: findProgram('packer') ?? '',
		PATH: '/nowhere',
	});
	const folder = path.join(person.folder, 'web');
	const rendered = await runProgram(person, ['render', 'nodejs', '--out', './web', '--name', 'web']);
	expect(rendered.code, rendered.stderr).toBe(0);
	await writeFile(path.join(folder, 'image.pkr.hcl'), template);
	await writeFile(path.join(folder, 'more.auto.pkrvars.hcl'), `filed = "${values['filed']}"\n`);
	const run = ['run', './web', '--rehearse', '--keep', '--trust'];

	const watch = watchProcesses(core);
	onTestFinished(watch.stop);
	const terminal = launch(person, run, { columns: 140, rows: 45 });
	await terminal.waitFor('The rehearsal is over', 60_000);
	await markRow(terminal, 'Show the log');
	await terminal.press('enter');
	await terminal.waitFor('word: <sensitive>.');
	const json = await runProgram(person, [...run, '--json']);
	expect(json.code, json.stderr).toBe(0);
	watch.stop();

	const builds = await listBuilds(person.environment);
	expect(builds).toHaveLength(2);
	const journals = await Promise.all(builds.map(({ id }) => journalOf(person, id)));
	for (const [name, value] of Object.entries(values)) {
		for (const journal of journals) {
			expect(textsOf(journal).join('\n')).toContain(`${name}: <sensitive>.`);
			expect(JSON.stringify(journal)).not.toContain(value);
		}

		expect(json.stdout).toContain(`${name}: <sensitive>.`);
		expect(json.stdout + json.stderr + terminal.raw()).not.toContain(value);
		expect(await filesWith(path.join(person.home, '.local'), value)).toEqual([]);
	}

	expect(watch.looked()).toBeGreaterThan(10);
	expect(watch.inArguments()).toEqual([]);
});

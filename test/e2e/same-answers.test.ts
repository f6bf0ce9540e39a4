import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePerson, type Person, runProgram } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';
import { markRow, openHome, walkToReview } from './walk.ts';

const region = 'eu-west-1';
const name = 'web-2';
const commands = ['sudo apt-get update', `echo 'it''s \${HOME}' "%{x}" {{user}} \\ é`];

/** Every file below the person's folder, with its bytes. */
const filesOf = async ({ folder }: Person): Promise<Record<string, string>> => {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
	return Object.fromEntries(
		await Promise.all(
			files.sort().map(async file => [path.relative(folder, file), await readFile(file, 'base64')] as const),
		),
	);
};

const byKeyboard = async (person: Person): Promise<void> => {
	const terminal = await openHome(person);
	await markRow(terminal, 'New image');
	await walkToReview(terminal, { commands, region, name });
	await markRow(terminal, 'Write the files');
	await terminal.press('enter');
	await terminal.waitFor('Written: ./web-2');
	await terminal.press('ctrl-c');
	await terminal.exit;
};

const byPrompts = async (person: Person): Promise<void> => {
	const terminal = launch(person, ['new', '--plain'], { columns: 100, rows: 40 });
	/** Types an answer, and goes on when the prompt has taken it: it drops keys while it is still drawing. */
	const answer = async (question: string, typed = '', taken = question): Promise<void> => {
		await terminal.waitFor(question);
		await terminal.settle();
		if (typed) {
			terminal.type(typed);
			await terminal.waitFor(taken);
			await terminal.settle();
		}

		await terminal.press('enter');
	};
	await answer('The AWS account, or a container');
	await answer('The part of the world', region, `❯ ${region}`);
	await answer('The system that your image starts from');
	await answer('The kind of processor');
	await answer('The machine that builds the image');
	await answer('What to install, in this order', 'own commands', '❯ [ ] your own commands');
	await answer('Go on with commands');
	for (const [index, command] of [...commands, ''].entries()) {
		await answer(`? Line ${index + 1}, empty to end`, command, command.slice(-8));
	}

	await answer('What to change');
	await answer('? Name:', name, name);
	await answer('Labels in AWS');
	await terminal.waitFor('What to do');
	await markRow(terminal, 'Write the files');
	await terminal.press('enter');
	expect((await terminal.exit).code).toBe(0);
};

const byFlags = async (person: Person): Promise<void> => {
	const flags = ['--region', region, '--base', 'ubuntu-24.04', '--name', name];
	const own = commands.flatMap(command => ['--command', command]);
	const { code, stderr } = await runProgram(person, ['new', ...flags, ...own]);
	expect(code, stderr).toBe(0);
};

test('the same answers by keyboard, by prompts and by flags give the same bytes', async () => {
	const people = [await makePerson(), await makePerson(), await makePerson()] as const;
	await byFlags(people[0]);
	await byKeyboard(people[1]);
	await byPrompts(people[2]);
	const [flags, keyboard, prompts] = await Promise.all(people.map(filesOf));
	expect(Object.keys(flags ?? {})).toEqual(
		expect.arrayContaining(['web-2/image.pkr.hcl', 'web-2/recipe.json', 'web-2/variables.pkr.hcl']),
	);
	expect(keyboard).toEqual(flags);
	expect(prompts).toEqual(flags);
});

test('a recipe that was written gives the same files again', async () => {
	const person = await makePerson();
	await byFlags(person);
	const before = await filesOf(person);
	const { code, stderr } = await runProgram(person, ['render', './web-2']);
	expect(code, stderr).toBe(0);
	expect(await filesOf(person)).toEqual(before);
});

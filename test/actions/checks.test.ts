import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runChecks } from '../../source/actions/checks/index.ts';
import type { Decisions } from '../../source/questions/question.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import type { Recipe } from '../../source/recipe/schema.ts';

let cwd: string;
beforeEach(async () => {
	cwd = await mkdtemp(path.join(tmpdir(), 'checks-'));
});
afterEach(async () => {
	await rm(cwd, { recursive: true, force: true });
});

/** The check of that id, with no Packer and no engine on PATH. */
const checked = async (
	id: string,
	{ folder = null, ...change }: Partial<Recipe> & Pick<Partial<Decisions>, 'folder'> = {},
	environment: Record<string, string> = {},
) => {
	const checks = await runChecks(
		{
			decisions: { recipe: { ...defaultRecipe(), ...change }, folder },
			mode: 'rehearsal',
			secrets: {},
		},
		{ HOME: cwd, PATH: cwd, ...environment },
		cwd,
	);
	return checks.find(check => check.id === id);
};

test('a script that is not there: no other folder is proposed, but another script', async () => {
	expect(
		await checked('files', { steps: [{ name: 'setup', position: 'before', script: 'setup.sh' }] }),
	).toMatchObject({
		status: 'missing',
		detail: 'The script ./setup.sh cannot be used. There is no such file.',
		remedies: [{ id: 'how-to', details: ['Name another file, or write it first.'] }],
	});
});

test('a file in the way of the folder: another folder is proposed', async () => {
	await writeFile(path.join(cwd, 'web'), '');
	expect(await checked('files')).toMatchObject({
		status: 'missing',
		remedies: [{ id: 'another-folder' }],
	});
});

test('no Packer: the ways to get one', async () => {
	const remedies = (await checked('packer'))?.remedies.map(({ id }) => id);
	expect(remedies?.at(-1)).toBe('packer-path');
	expect(remedies).not.toContain('how-to');
});

test('while the variable names a Packer no other is got: only the variable is told', async () => {
	expect(await checked('packer', {}, { PACKER_WIZARD_PACKER: '/nowhere/packer' })).toMatchObject({
		status: 'missing',
		remedies: [
			{
				id: 'how-to',
				details: ['Set PACKER_WIZARD_PACKER to the path of Packer 1.6.6 or newer, or unset it.'],
			},
		],
	});
});

test('a folder of the state that cannot be written says what to do', async () => {
	await writeFile(path.join(cwd, 'state'), '');
	const space = await checked('space', {}, { XDG_STATE_HOME: path.join(cwd, 'state') });
	expect(space).toMatchObject({ status: 'missing', remedies: [{ id: 'how-to' }] });
});

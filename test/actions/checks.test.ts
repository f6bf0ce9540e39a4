import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
	{ folder = null, preset, ...change }: Partial<Recipe> & Pick<Partial<Decisions>, 'folder' | 'preset'> = {},
	environment: Record<string, string> = {},
) => {
	const checks = await runChecks(
		{
			decisions: { recipe: { ...defaultRecipe(), ...change }, folder, preset },
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

test('a preset by name has no folder; edits where an earlier version shared one are neither taken nor passed over', async () => {
	expect(await checked('files', { preset: 'web' })).toMatchObject({
		status: 'ok',
		detail: 'made for each build',
	});
	const earlier = path.join(cwd, '.local/state/packer-wizard/files/web');
	await mkdir(earlier, { recursive: true });
	await writeFile(path.join(earlier, 'image.pkr.hcl'), 'as it was written');
	const sum = createHash('sha256').update('as it was written').digest('hex');
	await writeFile(path.join(earlier, '.written.json'), JSON.stringify({ 'image.pkr.hcl': sum }));
	expect(await checked('files', { preset: 'web' })).toMatchObject({ status: 'ok' });

	await writeFile(path.join(earlier, 'image.pkr.hcl'), 'edited by hand');
	expect(await checked('files', { preset: 'web' })).toMatchObject({
		status: 'missing',
		detail: expect.stringContaining('you edited those in ./.local/state/packer-wizard/files/web'),
		remedies: [{ details: expect.arrayContaining([expect.stringMatching(/run \.\/\.local\S+files\/web$/)]) }],
	});
	expect(await checked('files', { preset: 'web', folder: './here' })).toMatchObject({ status: 'ok' });
	expect(await readFile(path.join(earlier, 'image.pkr.hcl'), 'utf8')).toBe('edited by hand');
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

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BuildRequest } from '../../source/actions/actions.ts';
import { runChecks } from '../../source/actions/checks/index.ts';
import { createActions } from '../../source/actions/index.ts';
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

test('a sign-in that is not what the review named is asked about, and a yes is to what is shown', async () => {
	const environment = {
		HOME: cwd,
		PATH: cwd,
		AWS_EC2_METADATA_DISABLED: 'true',
		AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
		AWS_SECRET_ACCESS_KEY: 'secret',
	};
	const actions = createActions(environment, cwd);
	const decisions: Decisions = { recipe: defaultRecipe(), folder: null };
	const account = await actions.account(decisions);
	expect(account).toMatch(/ \(.*environment.*\)$/);
	const request = { decisions, mode: 'aws', secrets: {} } as const;
	const signIn = async (asked: BuildRequest) =>
		(await actions.checks(asked)).find(({ id }) => id === 'credentials');
	expect(await signIn({ ...request, confirmed: { account } })).toMatchObject({ status: 'ok' });
	expect(await signIn({ ...request, confirmed: { account: undefined } })).toMatchObject({ status: 'ok' });

	const other = { ...request, confirmed: { account: '123456789012 (profile dev)' } };
	const check = await signIn(other);
	expect(check).toMatchObject({ status: 'missing', detail: `${account}, which is not what the review said` });
	const [remedy] = check?.remedies ?? [];
	expect(remedy).toMatchObject({ id: 'confirm-account', details: [account] });
	const confirmed = remedy && (await actions.remedy(other, remedy, undefined, () => undefined));
	expect(confirmed && (await signIn(confirmed))).toMatchObject({ status: 'ok' });

	expect(await createActions({ ...environment, AWS_ACCESS_KEY_ID: '' }, cwd).account(decisions)).toBe(
		'none yet: no sign-in is found',
	);
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

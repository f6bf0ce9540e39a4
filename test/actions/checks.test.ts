import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runChecks } from '../../source/actions/checks/index.ts';
import { createActions } from '../../source/actions/index.ts';
import type { BuildMode } from '../../source/builds/journal/journal.ts';
import type { BuildRequest } from '../../source/flow/request.ts';
import type { Decisions } from '../../source/questions/question.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { currentProfile, profileFeatures } from '../../source/template/profile.ts';
import { needs } from '../helpers/needs.ts';
import { type RecipeChange, recipeWith } from '../helpers/recipe.ts';
import { answersVersion, script } from '../packer/programs.ts';
import { installedProfile } from '../template/packer.ts';

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
	{ folder = null, preset, ...change }: RecipeChange & Pick<Partial<Decisions>, 'folder' | 'preset'> = {},
	environment: Record<string, string> = {},
	mode: BuildMode = 'rehearsal',
	more: Partial<BuildRequest> = {},
) => {
	const checks = await runChecks(
		{
			decisions: { recipe: recipeWith(change), folder, preset },
			mode,
			secrets: {},
			...more,
		},
		{ environment: { HOME: cwd, PATH: cwd, ...environment }, cwd },
	);
	return checks.find(check => check.id === id);
};

test('a script that is not there: no other folder is proposed, but another script', async () => {
	expect(
		await checked('files', { steps: [{ name: 'setup', position: 'before', script: 'setup.sh' }] }),
	).toMatchObject({
		status: 'missing',
		detail: 'The script ./setup.sh cannot be used. There is no such file.',
		advice: { label: 'What to do', lines: ['Name another file, or write it first.'] },
		remedies: [],
	});
});

test('what a step takes from here and is not there, or is something else, is told before anything is made', async () => {
	const base = { name: 'play', position: 'before', from: 'machine' } as const;
	const files = (change: RecipeChange) => checked('files', change);
	expect(await files({ steps: [{ ...base, playbook: 'site.yml' }] })).toMatchObject({
		status: 'missing',
		detail: 'The playbook ./site.yml of the step play cannot be used. There is no such file.',
		remedies: [],
	});
	await mkdir(path.join(cwd, 'site.yml'));
	expect((await files({ steps: [{ ...base, playbook: 'site.yml' }] }))?.detail).toContain('It is a folder.');
	const upload = { name: 'site', position: 'before', to: '/srv' } as const;
	expect((await files({ steps: [{ ...upload, upload: 'nowhere' }] }))?.detail).toContain(
		'The upload ./nowhere of the step site cannot be used.',
	);
	expect((await files({ steps: [{ ...upload, upload: '/' }] }))?.detail).toContain(
		'all that this computer has',
	);
	expect(await files({ steps: [{ ...upload, upload: 'site.yml' }] })).toMatchObject({ status: 'ok' });
});

test('which Packer brings what runs Chef is told before the build, and what to do where it brings none', async () => {
	await mkdir(path.join(cwd, 'cookbooks'));
	const chef = {
		name: 'chef',
		position: 'before',
		cookbooks: ['cookbooks'],
		runList: ['recipe[web]'],
	} as const;
	const check = async (version: string) => {
		script(path.join(cwd, 'packer'), ...answersVersion(version));
		return checked('step-plugin', {
			steps: [{ ...chef, cookbooks: [...chef.cookbooks], runList: [...chef.runList] }],
		});
	};

	expect(await check('1.6.6')).toBeUndefined();
	expect(await check('1.8.7')).toBeUndefined();
	for (const version of ['1.9.0', '1.9.5']) {
		expect(await check(version)).toMatchObject({
			status: 'missing',
			detail: `Packer ${version} brings all other plugins, and none for Chef any more`,
			advice: { lines: [expect.stringMatching(/1\.10 or newer.* up to 1\.8\.7/)] },
		});
	}

	expect(await check('1.16.0')).toMatchObject({
		status: 'missing',
		detail: 'Packer 1.16.0 needs it for a step, and does not have it',
		advice: { lines: ['Get it: packer plugins install github.com/hashicorp/chef'] },
	});
});

test('a secret that is not set is missing, with the step that needs it; a rehearsal goes on without', async () => {
	const steps: RecipeChange['steps'] = [
		{ name: 'setup', position: 'before', inline: ['true'], environment: { TOKEN: { from: 'MY_TOKEN' } } },
	];
	const noSignIn = { AWS_EC2_METADATA_DISABLED: 'true' };
	expect(await checked('secret', { steps }, noSignIn, 'aws')).toMatchObject({
		status: 'missing',
		detail: 'MY_TOKEN is not set, and setup needs what it holds',
	});
	expect(await checked('secret', { steps })).toMatchObject({ status: 'warning' });
	const set = await checked('secret', { steps }, { ...noSignIn, MY_TOKEN: 'odd-value' }, 'aws');
	expect(set).toMatchObject({ status: 'ok', detail: 'MY_TOKEN is set' });
	expect(await checked('secret', { steps }, { MY_TOKEN: 'a{{b' })).toMatchObject({ status: 'missing' });
});

test('a variable of an imported template without a value is missing, by the name that the environment gives it', async () => {
	const kept: RecipeChange['kept'] = {
		blocks: [
			'variable "key_path" {\n  type = string\n}',
			'variable "token" { sensitive = true }',
			'variable "size" { default = 1 }',
		],
		build: [],
		plugins: [],
	};
	const given = { PKR_VAR_key_path: '/key', PKR_VAR_token: 'x' };
	const advised = (name: string, label: string) => ({
		status: 'missing',
		detail: `${name} of the imported template has no value`,
		advice: { lines: [`Set it where you start this: ${label}`] },
	});
	expect(await checked('variable', { kept })).toMatchObject(advised('key_path', 'export PKR_VAR_key_path=…'));
	expect(await checked('variable', { kept }, { PKR_VAR_key_path: '/key' })).toMatchObject(
		advised('token', 'read -rs PKR_VAR_token && export PKR_VAR_token'),
	);
	expect(await checked('variable', { kept }, given)).toBeUndefined();

	// What stands beside the template counts, and a default that somebody wrote into the files.
	const folder = path.join(cwd, 'web');
	await mkdir(folder);
	await writeFile(path.join(folder, 'mine.auto.pkrvars.hcl'), 'key_path = "/key"\n');
	await writeFile(path.join(folder, 'image.pkr.hcl'), 'variable "token" { default = "x" }\n');
	const inFolder = { kept, folder };
	expect(await checked('variable', inFolder)).toBeUndefined();
	expect(await checked('variable', inFolder, {}, 'rehearsal', { differences: 'overwrite' })).toMatchObject({
		detail: 'token of the imported template has no value',
	});
});

test('blocks of an imported template that this Packer does not know are told, with what helps', async context => {
	needs(context, 'packer');
	const kept: RecipeChange['kept'] = {
		blocks: ['# Ours.\ndata "amazon-ami" "x" {\n  owners = ["self"]\n}'],
		build: [],
		plugins: [],
	};
	const path = { PATH: process.env['PATH'] ?? '' };
	const found = await checked('kept', { kept }, path);
	if (installedProfile() !== 'before-1.7') {
		expect(found).toBeUndefined();
		return;
	}

	expect(found).toMatchObject({
		status: 'missing',
		detail: expect.stringMatching(
			/^the imported template has data blocks, which Packer 1\.\S+ does not know$/,
		),
		advice: { lines: [expect.stringContaining('Use Packer 1.7 or newer'), expect.anything()] },
	});
	expect(await checked('kept', {}, path)).toBeUndefined();
});

test('a playbook that runs from here needs Ansible here', async () => {
	await writeFile(path.join(cwd, 'site.yml'), '- hosts: all\n');
	const steps: RecipeChange['steps'] = [
		{ name: 'play', position: 'before', playbook: 'site.yml', from: 'here' },
	];
	expect(await checked('ansible', { steps })).toMatchObject({ status: 'missing' });
	await writeFile(path.join(cwd, 'ansible-playbook'), '#!/bin/sh\n', { mode: 0o755 });
	const noSignIn = { AWS_EC2_METADATA_DISABLED: 'true' };
	expect(await checked('ansible', { steps }, noSignIn, 'aws')).toMatchObject({ status: 'ok' });
	// A rehearsal without a container runs nothing.
	expect(await checked('ansible', { steps })).toMatchObject({
		status: 'missing',
		detail: expect.stringContaining('a rehearsal without a container is none'),
	});
	expect(await checked('ansible')).toBeUndefined();
});

test('what goes with the answers that asked for it is told, for who sees no checklist', async () => {
	const actions = createActions({ environment: { HOME: cwd }, cwd });
	const decisions = { recipe: recipeWith({ terraform: 'server' }), folder: null };
	await actions.writeFiles(await actions.planFiles(decisions, currentProfile), 'keep');
	expect(await checked('files', {}, {}, 'rehearsal', { differences: 'overwrite' })).toMatchObject({
		status: 'ok',
		notice: expect.stringMatching(/^\.\/web: not needed any more, so they go: .*terraform\/main\.tf/),
	});
	const same = await checked('files', { terraform: 'server' }, {}, 'rehearsal', { differences: 'overwrite' });
	expect(same).not.toHaveProperty('notice');
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
		advice: { lines: expect.arrayContaining([expect.stringMatching(/run \.\/\.local\S+files\/web$/)]) },
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
	const actions = createActions({ environment, cwd });
	const decisions: Decisions = { recipe: defaultRecipe(), folder: null };
	const { keep: account } = await actions.accounts(decisions);
	expect(account).toMatch(/ \(.*environment.*\)$/);
	const request = { decisions, mode: 'aws', secrets: {} } as const;
	const signIn = async (asked: BuildRequest) =>
		(await actions.checks(asked)).find(({ id }) => id === 'credentials');
	expect(await signIn({ ...request, confirmed: { account } })).toMatchObject({ status: 'ok' });
	expect(await signIn({ ...request, confirmed: { account: undefined } })).toMatchObject({ status: 'ok' });

	const other = { ...request, confirmed: { account: '123456789012 (profile dev)' } };
	const check = await signIn(other);
	expect(check).toMatchObject({
		status: 'missing',
		detail: `${account}, which is not what the review said: 123456789012 (profile dev)`,
	});
	const [remedy] = check?.remedies ?? [];
	expect(remedy).toMatchObject({ id: 'confirm-account', details: [account], account });
	const confirmed = remedy && (await actions.remedy(other, remedy, undefined, () => undefined));
	expect(confirmed && (await signIn(confirmed))).toMatchObject({ status: 'ok' });

	expect(
		await createActions({ environment: { ...environment, AWS_ACCESS_KEY_ID: '' }, cwd: cwd }).accounts(
			decisions,
		),
	).toMatchObject({
		keep: 'none yet. There is an AWS_SECRET_ACCESS_KEY, but no AWS_ACCESS_KEY_ID in the environment, no profile, and no role of this machine.',
	});
});

test('other keys of the same profile are of another account, which is asked about', async () => {
	const file = path.join(cwd, '.aws', 'credentials');
	const sign = (keyId: string) =>
		writeFile(file, `[flip]\naws_access_key_id = ${keyId}\naws_secret_access_key = secret\n`);
	await mkdir(path.join(cwd, '.aws'));
	const actions = createActions({ environment: { HOME: cwd, PATH: cwd }, cwd });
	const recipe = defaultRecipe();
	const decisions: Decisions = {
		recipe: { ...recipe, aws: { ...recipe.aws, profile: 'flip' } },
		folder: null,
	};
	await sign('ASIARTX3GSDSWHGZKY2B');
	const { keep: account } = await actions.accounts(decisions);
	expect(account).toBe('111122223333 (profile flip)');
	const request: BuildRequest = {
		decisions,
		mode: 'aws',
		secrets: {},
		confirmed: { account, profile: 'flip' },
	};
	const signIn = async (asked: BuildRequest) =>
		(await actions.checks(asked)).find(({ id }) => id === 'credentials');
	expect(await signIn(request)).toMatchObject({ status: 'ok' });
	await sign('AKIAWO645SY5H22PECR3');
	const check = await signIn(request);
	expect(check).toMatchObject({
		status: 'missing',
		detail: '444455556666 (profile flip), which is not what the review said: 111122223333 (profile flip)',
		remedies: [{ id: 'confirm-account' }, { id: 'profile' }, { id: 'rehearse' }],
	});
});

test('where the review named nobody, the sign-in of its profile is the one that was waited for', async () => {
	await mkdir(path.join(cwd, '.aws'));
	const config = path.join(cwd, '.aws', 'config');
	await writeFile(config, '[profile dev]\nregion = eu-west-1\n[profile other]\nregion = eu-west-1\n');
	const environment = { HOME: cwd, PATH: cwd, AWS_EC2_METADATA_DISABLED: 'true' };
	const actions = createActions({ environment, cwd });
	const recipe = defaultRecipe();
	const of = (profile: string): Decisions => ({
		recipe: { ...recipe, aws: { ...recipe.aws, profile } },
		folder: null,
	});
	const { keep: account } = await actions.accounts(of('dev'));
	expect(account).toMatch(/^none yet\./);
	const signIn = async (profile: string) => {
		const request: BuildRequest = {
			decisions: of(profile),
			mode: 'aws',
			secrets: {},
			confirmed: { account, profile: 'dev' },
		};
		return (await actions.checks(request)).find(({ id }) => id === 'credentials');
	};
	expect(await signIn('dev')).toMatchObject({ status: 'missing' });
	const keys = 'aws_access_key_id = AKIA\naws_secret_access_key = x\n';
	await writeFile(config, `[profile dev]\n${keys}[profile other]\n${keys}`);
	expect(await signIn('dev')).toMatchObject({ status: 'ok' });
	expect(await signIn('other')).toMatchObject({
		status: 'missing',
		remedies: [{ id: 'confirm-account' }, {}, {}],
	});
});

test('no Packer: the ways to get one', async () => {
	const packer = await checked('packer');
	expect(packer?.remedies.at(-1)?.id).toBe('packer-path');
	expect(packer).not.toHaveProperty('advice');
});

test('while the variable names a Packer no other is got: only the variable is told', async () => {
	expect(await checked('packer', {}, { PACKER_WIZARD_PACKER: '/nowhere/packer' })).toMatchObject({
		status: 'missing',
		advice: { lines: ['Set PACKER_WIZARD_PACKER to the path of Packer 1.6.6 or newer, or unset it.'] },
		remedies: [],
	});
});

test('a folder of the state that cannot be written says what to do', async () => {
	await writeFile(path.join(cwd, 'state'), '');
	const space = await checked('space', {}, { XDG_STATE_HOME: path.join(cwd, 'state') });
	expect(space).toMatchObject({ status: 'missing', advice: { label: 'What to do' }, remedies: [] });
});

describe('the sign-in', () => {
	const arn = 'arn:aws:iam::111122223333:role/builder';
	const keys = 'aws_access_key_id = AKIA\naws_secret_access_key = x\n';
	const check = async (config: string, change: Parameters<typeof checked>[1] = {}, more = {}) => {
		await mkdir(path.join(cwd, '.aws'));
		await writeFile(path.join(cwd, '.aws', 'config'), config);
		const nowhere = { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1' };
		return checked('credentials', change, { ...nowhere, ...more }, 'aws');
	};

	test('of keys is there', async () => {
		expect(await check(`[profile dev]\n${keys}`, { profile: 'dev' })).toEqual({
			id: 'credentials',
			status: 'ok',
			title: 'AWS sign-in',
			detail: 'profile dev',
			remedies: [],
		});
	});

	test('of a role is to be seen, and its account is known', async () => {
		const config = `[profile dev]\nrole_arn = ${arn}\nsource_profile = base\n[profile base]\n${keys}`;
		expect(await check(config, { profile: 'dev' })).toMatchObject({
			status: 'warning',
			detail: 'profile dev, role builder, to be seen: AWS decides who may take the role',
			account: '111122223333',
		});
	});

	test('somewhere else than at Amazon is said, and its accounts are others', async () => {
		const config = `[profile dev]\nendpoint_url = http://127.0.0.1:4566\naws_account_id = 111122223333\n${keys}`;
		const found = await check(config, { profile: 'dev' });
		expect(found).toMatchObject({ status: 'ok', detail: 'profile dev, at http://127.0.0.1:4566' });
		expect(found).not.toHaveProperty('account');
	});

	test('that asks for a code says so, with the way to type it', async () => {
		const config = `[profile dev]\nrole_arn = ${arn}\nsource_profile = base\nmfa_serial = x\n[profile base]\n${keys}`;
		expect(await check(config, { profile: 'dev' })).toMatchObject({
			status: 'missing',
			detail: expect.stringMatching(/signed in by packer-wizard, to be seen: it asks for a code of x/),
			remedies: [{ id: 'mfa-code', details: ['of x'] }, { id: 'profile' }, { id: 'rehearse' }],
		});
	});

	test('is told of the files that were changed by hand, and of the new ones', async () => {
		const folder = path.join(cwd, 'web');
		await mkdir(folder);
		const source = 'source "amazon-ebs" "image" {\n  profile = "prod"\n}\n';
		await writeFile(path.join(folder, 'image.pkr.hcl'), source);
		const config = `[profile dev]\n${keys}[profile prod]\n${keys}`;
		expect(await check(config, { profile: 'dev', folder })).toMatchObject({
			detail: 'with your files profile prod; with the new ones profile dev',
		});
		await writeFile(path.join(folder, 'image.pkr.hcl'), source.replace('profile', 'access_key'));
		expect(await checked('credentials', { profile: 'dev', folder }, {}, 'aws')).toMatchObject({
			status: 'warning',
			detail:
				'with your files access_key of image.pkr.hcl, to be seen: only Packer can follow it; with the new ones profile dev',
		});
	});
});

test('what is shared needs a key that others may use, in each region, before anything is made', async () => {
	const share = { accounts: ['111122223333'], organizations: [] };
	const volume = { type: 'gp3', encrypted: true, kmsKeys: {} } as const;
	const copyTo = ['eu-west-1', 'us-west-2'];
	const ids = async (change: RecipeChange) => {
		const check = await checked('sharing', { share, ...change });
		return check && [check.status, check.detail, ...check.remedies.map(({ id }) => id)];
	};
	expect(await ids({ volume })).toEqual([
		'missing',
		expect.stringContaining('AWS key cannot be shared'),
		'kms-key',
		'no-encryption',
		'share-nobody',
	]);
	expect(await checked('catalogue', { share, volume })).toBeUndefined();
	const own = { ...volume, kmsKey: 'alias/images' };
	expect(await ids({ volume: own })).toBeUndefined();
	expect(await ids({ volume: { ...volume, encrypted: false }, copyTo })).toBeUndefined();
	const kmsKeys = { 'eu-west-1': 'alias/images' };
	expect(await ids({ volume: { ...own, kmsKeys }, copyTo })).toEqual([
		'missing',
		expect.stringMatching(/ in us-west-2\.$/),
		'region-keys',
		'share-nobody',
	]);
	expect(await ids({ volume, share: { accounts: [], organizations: [] } })).toBeUndefined();
});

test('a Packer that can share with accounts only is told before anything is made', async context => {
	needs(context, 'packer');
	const organizations = ['arn:aws:organizations::111122223333:organization/o-abcdefghij'];
	const change = {
		share: { accounts: [], organizations },
		volume: { type: 'gp3', encrypted: false, kmsKeys: {} },
	} as const;
	const check = await checked(
		'sharing',
		{ ...change, share: { accounts: [], organizations } },
		{ PATH: process.env['PATH'] ?? '' },
	);
	expect(check?.detail).toEqual(
		profileFeatures(installedProfile()).organizations
			? undefined
			: expect.stringContaining('may share with accounts only'),
	);
});

test('nobody but oneself: a Packer that cannot find the address out needs it, before anything is made', async context => {
	needs(context, 'packer');
	const network = { address: 'public', sshFrom: 'own' } as const;
	const environment = { PATH: process.env['PATH'] ?? '' };
	const isAble = profileFeatures(installedProfile()).ownAddress;
	const check = await checked('address', { network }, environment, 'aws');
	expect(check).toEqual(
		isAble ? undefined : expect.objectContaining({ status: 'missing', remedies: [expect.anything()] }),
	);
	const variable = { PKR_VAR_ssh_from_cidrs: '["203.0.113.7/32"]' };
	expect(await checked('address', { network }, { ...environment, ...variable }, 'aws')).toBeUndefined();
	expect(await checked('address', { network }, environment)).toBeUndefined();
	const named = { ...network, sshFrom: '203.0.113.7/32' };
	expect(await checked('address', { network: named }, environment, 'aws')).toBeUndefined();
});

test('a token that was refused is missing until there is another', async () => {
	const recipe = { bundles: [{ id: 'ssh-grunt', install: {}, boot: {} }] };
	// Nobody answers there.
	const set = { GITHUB_OAUTH_TOKEN: 'ghp_old', PACKER_WIZARD_GITHUB_API_URL: 'http://127.0.0.1:1' };
	const refused = { what: 'token', at: 0 } as const;
	expect(await checked('token', recipe, set, 'aws')).toMatchObject({ status: 'warning' });
	expect(await checked('token', recipe, set, 'aws', { refused })).toMatchObject({
		status: 'missing',
		detail: 'ssh-grunt is private, and the token of the last build cannot read that',
		remedies: [{ id: 'paste-token' }, { id: 'leave-out' }],
	});
	const secrets = { GITHUB_OAUTH_TOKEN: 'ghp_new' };
	expect(await checked('token', recipe, set, 'aws', { refused, secrets })).toMatchObject({
		status: 'warning',
	});
});

test('a sign-in that was refused is missing until there is another, or somebody says to try it', async () => {
	const recipe = { profile: 'dev' };
	const credentials = path.join(cwd, '.aws', 'credentials');
	await mkdir(path.dirname(credentials), { recursive: true });
	await writeFile(credentials, '[dev]\naws_access_key_id = AKIAOLD\naws_secret_access_key = old\n');
	const refused = { what: 'sign-in', at: Date.now() } as const;
	await utimes(credentials, new Date(0), new Date(0));
	expect(await checked('credentials', recipe, {}, 'aws')).toMatchObject({ status: 'ok' });
	expect(await checked('credentials', recipe, {}, 'aws', { refused })).toMatchObject({
		status: 'missing',
		detail: 'profile dev was refused by AWS; another sign-in is waited for',
		advice: { lines: ['aws configure --profile dev, with new keys'] },
		remedies: [{ id: 'try-sign-in' }, { id: 'profile' }, { id: 'rehearse' }],
	});
	await utimes(credentials, new Date(), new Date(Date.now() + 1000));
	expect(await checked('credentials', recipe, {}, 'aws', { refused })).toMatchObject({ status: 'ok' });
});

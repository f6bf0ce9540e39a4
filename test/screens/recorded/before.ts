import { test } from 'vitest';
import type { Actions } from '../../../source/actions/contract.ts';
import { Problem } from '../../../source/base/problem.ts';
import type { Check } from '../../../source/flow/checks.ts';
import type { BuildRequest } from '../../../source/flow/request.ts';
import { defaultRecipe } from '../../../source/recipe/defaults.ts';
import { keys } from '../../helpers/app.tsx';
import { recordings } from '../../helpers/recorded.ts';

const { enter, escape: esc, down, end, home: first } = keys;
const { open } = recordings('before');

const request: BuildRequest = {
	decisions: { recipe: defaultRecipe(), folder: null },
	mode: 'aws',
	secrets: {},
	confirmed: { account: undefined },
};
const ok = { status: 'ok', remedies: [] } as const;
const files: Check = { ...ok, id: 'files', title: 'Files', detail: './web' };
const packer: Check = {
	id: 'packer',
	status: 'missing',
	title: 'Packer',
	detail: 'none on this machine',
	remedies: [
		{
			id: 'get-packer',
			label: 'Get Packer 1.16.1',
			details: [
				'from releases.hashicorp.com, SHA-256 checked, into',
				'~/.cache/packer-wizard (licence BUSL-1.1)',
			],
		},
		{ id: 'package-manager', label: 'Install with apt-get', details: ['asks for your password'] },
		{
			id: 'packer-path',
			label: 'Use mine',
			details: ['give its path'],
		},
	],
};
const token: Check = {
	id: 'token',
	status: 'missing',
	title: 'GitHub token',
	detail: 'ssh-grunt is private, GITHUB_OAUTH_TOKEN is not set',
	remedies: [
		{
			id: 'paste-token',
			label: 'Paste a token',
			details: ['hidden, for this build only, never stored'],
		},
		{ id: 'leave-out', label: 'Leave out', details: ['ssh-grunt'] },
	],
};
const others: readonly Check[] = [
	{
		id: 'catalogue',
		status: 'warning',
		title: 'Region',
		detail: 'eu-west-9 is not in our list of November 2026.',
		remedies: [],
	},
	{
		id: 'files',
		status: 'missing',
		title: 'Files',
		detail: './web: image.pkr.hcl differs from the new one',
		remedies: [
			{ id: 'show-difference', label: 'Show the difference', details: [] },
			{ id: 'keep-files', label: 'Keep yours', details: ['the others are written'] },
			{ id: 'overwrite-files', label: 'Take the new ones', details: ['what stands there is replaced'] },
			{
				id: 'another-folder',
				label: 'Another folder',
				details: ['give its path'],
			},
		],
	},
	{
		id: 'foreign',
		status: 'missing',
		title: 'Not from here',
		detail: 'extra.pkr.hcl was not written by packer-wizard: Packer would read it',
		remedies: [
			{ id: 'show-foreign', label: 'Show them', details: [] },
			{ id: 'trust', label: 'Build with them', details: ['whatever they do'] },
		],
	},
	{ ...ok, id: 'plugin', title: 'Packer plugin', detail: 'amazon 1.8.3' },
	{
		id: 'credentials',
		status: 'missing',
		title: 'AWS',
		detail: 'the profile dve is not in ~/.aws/config',
		remedies: [
			{
				id: 'profile',
				label: 'Another profile',
				details: ['dev, prod'],
			},
			{ id: 'confirm-account', label: 'Build in it', details: ['123456789012 (profile dev)'] },
			{ id: 'rehearse', label: 'Rehearse it instead', details: ['nothing to pay'] },
		],
		advice: { label: 'How to sign in', lines: ['aws sso login', 'aws configure'] },
	},
	{
		id: 'engine',
		status: 'warning',
		title: 'Container engine',
		detail: 'none: a rehearsal checks the scripts, it runs none',
		remedies: [],
	},
	{ ...ok, id: 'space', title: 'Space', detail: '12 GB free' },
];

const never = () => new Promise<never>(() => undefined);
const at = (given: Partial<Actions>, mode: BuildRequest['mode'] = 'aws') =>
	open({ at: 'before', request: { ...request, mode } }, given, Date.UTC(2026, 10, 28, 9, 30));

test('while it looks, and what is missing', async () => {
	const looking = await at({ checks: never });
	await looking.shot('looking', 'Looking');
	const rehearsal = await at({ checks: async () => [files, packer] }, 'rehearsal');
	await rehearsal.shot('rehearsal', 'Before the rehearsal');
	const { press, shot } = await at({ checks: async () => [...others, token] });
	await shot('many', 'missing');
	await press(down, down, down);
	await shot('many-in-the-middle');
	await press(end);
	await shot('many-at-the-end');
});

test('a remedy', async () => {
	const { press, shot } = await at({
		checks: async () => [files, packer, token],
		remedy: async (_request, remedy, _answer, say) => {
			if (remedy.id === 'get-packer') {
				say('downloading 34 MB of 51 MB');
				return never();
			}

			throw new Problem('/opt/packer is no Packer.', {
				reason: 'It does not start.',
				next: ['Give another.'],
			});
		},
	});
	await shot('missing', '2 things missing');
	await press('?');
	await shot('help', /^ Keys/, [{ columns: 60, rows: 16 }]);
	await press(esc, down, down, enter, '/opt/packer');
	await shot('field', '› /opt/packer');
	await press(enter);
	await shot('complaint', 'is no Packer');
	await press(down, enter, 'secret');
	await shot('secret-field', '› ******');
	await press(esc, first, enter);
	await shot('working', 'downloading');
});

test('while it starts, and when it does not', async () => {
	const starting = await at({ checks: async () => [files], start: never });
	await starting.shot('starting', 'starting');
	await starting.press(esc);
	await starting.shot('stopping', 'stopping');
	const refused = await at({
		checks: async () => [files],
		start: async () => {
			throw new Problem('./web cannot be written.', { reason: 'The disk is full.', next: ['Make room.'] });
		},
	});
	await refused.shot('refused', 'The disk is full.');
});

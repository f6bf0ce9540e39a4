import type { Actions } from '../../../source/actions/contract.ts';
import type { JournalEntry, JournalHeader } from '../../../source/builds/journal/journal.ts';
import { advanceByMoments, startTimeline } from '../../../source/builds/timeline/timeline.ts';
import type { Check } from '../../../source/flow/checks.ts';
import { draftAtHome } from '../../../source/flow/drafts.ts';
import type { Home } from '../../../source/flow/home.ts';
import type { BuildRequest } from '../../../source/flow/request.ts';
import { newDraft } from '../../../source/questions/draft.ts';
import { defaultRecipe } from '../../../source/recipe/defaults.ts';
import { buildRowAt, presetRow } from '../../helpers/rows.ts';
import { journalEntries, transcript } from '../../helpers/transcript.ts';

// What the recordings show: a home with all kinds of rows, a checklist with all kinds of checks, builds.

export const now = Date.UTC(2026, 10, 28, 9, 30);
const day = 86_400_000;
const artifacts = [{ region: 'eu-west-1', ami: 'ami-0f3a91c2d4e5f6a7b' }];

const build = buildRowAt(now);

const rehearsed = { mode: 'rehearsal', artifacts: [] } as const;
export const later = 'It was written by a later packer-wizard.';

export const full: Home = {
	presets: [
		presetRow('web', {
			origin: 'own',
			file: '~/.config/packer-wizard/presets/web.json',
			needsToken: true,
			last: { time: now - 2 * day, took: 400_000, mode: 'aws', result: 'done', artifacts },
		}),
		presetRow('nodejs', { last: { ...rehearsed, time: now - 60_000, took: 40_000, result: 'done' } }),
		presetRow('bastion', {
			last: { time: now - day, took: 9000, mode: 'aws', result: 'failed', artifacts: [] },
		}),
		...Array.from({ length: 9 }, (_, index) => presetRow(`shipped-${index + 1}`)),
		presetRow('team', { origin: 'project', file: './.packer-wizard/team.json', description: '' }),
		presetRow('torn', {
			origin: 'project',
			file: './.packer-wizard/torn.json',
			description: 'torn is not valid JSON.',
			broken: 'torn is not valid JSON.',
		}),
	],
	builds: [
		build('1', { result: undefined, artifacts: [], took: 65_000, detail: 'Make the AMI' }),
		build('2', { regions: ['eu-west-1', 'us-east-1'] }),
		build('3', { result: 'failed', artifacts: [], detail: 'eu-south-2 has no default network' }),
		build('4', { ...rehearsed, detail: 'rehearsed' }),
		build('5', { ...rehearsed, detail: 'rehearsed, scripts not run', notRun: ['scripts/01-node.sh'] }),
		build('6', { result: 'cancelled', artifacts: [], detail: 'cancelled', began: now - 40 * day }),
		build('beef', { name: 'beef', mode: undefined, result: 'unknown', detail: later, broken: later }),
	],
	fresh: newDraft(),
	...draftAtHome({ ...newDraft(), answered: ['where'], at: 'region', savedAt: now - 600_000 }),
};

export const request: BuildRequest = {
	decisions: { recipe: defaultRecipe(), folder: null },
	mode: 'aws',
	secrets: {},
	confirmed: { account: undefined },
};
const ok = { status: 'ok', remedies: [] } as const;
export const files: Check = { ...ok, id: 'files', title: 'Files', detail: './web' };
export const packer: Check = {
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
export const token: Check = {
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
export const others: readonly Check[] = [
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

export const scripts = ['scripts/01-hello.sh', 'scripts/02-ok.sh'];

/** A `follow` that tells these entries; it goes on if they have no end. */
export const follows =
	(entries: readonly JournalEntry[], header: JournalHeader): Actions['follow'] =>
	async (_id, onProgress, signal) => {
		const { timeline, moments } = advanceByMoments(startTimeline(header), entries);
		await onProgress({ timeline, moments, lines: [header, ...entries] });
		return timeline.result === undefined && !signal?.aborted ? new Promise(() => undefined) : timeline;
	};

export const recorded = (name: string, exitCode = 1): readonly JournalEntry[] =>
	journalEntries(transcript('1.16.0', name), { exitCode, cancelled: name === 'cancel' });

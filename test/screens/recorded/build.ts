import { describe, expect, test } from 'vitest';
import type { Actions } from '../../../source/actions/contract.ts';
import type { JournalEntry, JournalHeader } from '../../../source/builds/journal/journal.ts';
import { buildContents } from '../../../source/flow/contents.ts';
import type { FoundRemains } from '../../../source/targets/aws/builds/remains/places.ts';
import { ratesFor } from '../../../source/targets/aws/recipe/estimate.ts';
import { listedRates } from '../../../source/targets/aws/recipe/listed-rates.ts';
import { timelineOf } from '../../commands/timelines.ts';
import { keys } from '../../helpers/app.tsx';
import { fileOf, nodeContents } from '../../helpers/contents.ts';
import { recordings } from '../../helpers/recorded.ts';
import { firstTime, journalHeader, rehearsalEntries, transcript } from '../../helpers/transcript.ts';
import { here } from '../../helpers/whereabouts.ts';
import { follows, recorded, scripts } from './worlds.ts';

const { enter, escape: esc, down, up, right, tab, ctrlC } = keys;
const { open } = recordings('build');

const smallest = [{ columns: 60, rows: 16 }];

const at = (
	entries: readonly JournalEntry[],
	change: Partial<JournalHeader> = {},
	given: Partial<Actions> = {},
) => {
	const header = { ...journalHeader('1.16.0', scripts), ...change };
	const now = entries.at(-1)?.time ?? header.time;
	const look = async () => timelineOf([header, ...entries]);
	return open({ at: 'build', id: '7f3a' }, { follow: follows(entries, header), look, ...given }, now);
};

const running = recorded('success', 0).slice(0, 22);

test('a build that runs', async () => {
	const waiting = await at([], {}, { follow: () => new Promise(() => undefined) });
	await waiting.shot('waiting', 'Reading what');
	const { press, shot } = await at(running, {}, { cancel: async () => undefined });
	await shot('running', 'Install');
	await press(up, up);
	await shot('step-marked', '❯');
	await press(enter);
	await shot('log-of-a-step', 'Log of web, step');
	await press('?');
	await shot('log-help', /^ Keys/, smallest);
	await press(esc, esc, tab, up);
	await shot('log-scrolled', 'scrolled');
	await press('f', tab, '/', 'ssh');
	await shot('log-search', '› ssh');
	await press(enter);
	await shot('log-match', '"ssh" in line');
	await press(esc, 'x');
	await shot('log-problems', 'only problems');
	await press('x', 'l');
	await shot('log', 'Log of web');
	await press('/', 'ssh');
	await shot('log-open-search', '› ssh');
	await press(esc, esc, '?');
	await shot('help', /^ Keys/);
	await press(esc, 'c', right);
	await shot('cancel-dialog', 'Cancel');
	await press(ctrlC);
	await shot('cancelling', 'cancelling');
});

test('a build of which it is known how long it takes and what it costs', async () => {
	const times = {
		from: 'builds',
		phases: { launch: 20_000, connect: 30_000, stop: 30_000, image: 120_000, cleanup: 40_000 },
		steps: [
			{ name: 'hello', time: 60_000 },
			{ name: 'ok', time: 90_000 },
		],
	} as const;
	const { recipe } = journalHeader('1.16.0', scripts);
	const estimate = { times, rates: ratesFor(recipe, listedRates) };
	const { shot } = await at(running, { estimate });
	await shot('expected', 'about 5 min left');
	const over = { ...estimate, times: { ...times, steps: [], phases: { image: 1000 } } };
	const late = await at(running, { estimate: over });
	await late.shot('longer-than-expected', 'longer than expected');
});

test('a rehearsal that runs, and copies', async () => {
	const output = transcript('1.16.0', 'success');
	for (const sandbox of ['container', 'trace'] as const) {
		const notRun = sandbox === 'trace' ? scripts : [];
		const entries = rehearsalEntries(sandbox, output, notRun).slice(0, -30);
		const { shot } = await at(entries, { mode: 'rehearsal' });
		await shot(`rehearsal-${sandbox}`, 'REHEARSAL');
	}

	const recipe = { copyTo: ['us-west-2', 'eu-west-1', 'eu-west-2'] };
	const { shot } = await at(recorded('copies', 0).slice(0, -8), journalHeader('1.16.0', scripts, recipe));
	await shot('copies', 'Copy to 3 regions');
});

test('a result', async () => {
	const { press, shot } = await at(
		recorded('success', 0),
		{},
		{ savePreset: async name => `${name}.json`, copyToClipboard: () => true },
	);
	await shot('done', 'The image is ready');
	await press(down, enter);
	await shot('save', '› web');
	await press('2', enter);
	await shot('saved', 'Saved as web2.');
	await press(enter);
	await shot('done-and-saved', 'saved as web2');
	await press('?');
	await shot('result-help', /^ Keys/, smallest);
	await press(esc, 'l');
	await shot('log-at-the-end', 'the end');
	await press(esc, 'y');
	await shot('copied', 'copied');
	const copies = await at(recorded('copies', 0), journalHeader('1.16.0', scripts, { copyTo: ['us-west-2'] }));
	await copies.shot('done-with-copies', 'The image is ready');
	for (const notRun of [[], scripts.slice(0, 1), scripts]) {
		const entries = rehearsalEntries('container', transcript('1.16.0', 'success'), notRun);
		const rehearsal = await at(entries, { mode: 'rehearsal' });
		await rehearsal.shot(`rehearsed-${notRun.length}-not-run`, 'The rehearsal is over');
	}
});

test('what is in the image of a build', async () => {
	const entries = recorded('success', 0);
	const listed = { kind: 'contents', seq: 0, time: 0, target: 'amazon-ebs.image', state: 'kept' } as const;
	const [began = 0] = timelineOf([journalHeader('1.16.0', scripts), ...entries]).steps.map(
		step => step.began,
	);
	const kept = {
		...nodeContents,
		packages: nodeContents.packages.map(one => ({ ...one, installed: began })),
		files: [
			fileOf('/etc/motd', began),
			fileOf('/usr/local/bin/node', began, { type: 'l', leadsTo: '/usr/bin/nodejs' }),
		],
	};
	const { press, shot } = await at(
		[...entries.slice(0, -1), listed, ...entries.slice(-1)],
		{},
		{
			contents: async () => buildContents(timelineOf([journalHeader('1.16.0', scripts), ...entries]), [kept]),
		},
	);
	await shot('done-and-listed', 'files by step', smallest);
	await press('i');
	await shot('contents', 'In the image of');
});

const left: FoundRemains = {
	places: [
		{
			caller: { signer: { source: 'environment', keyId: 'AKIA' }, sdk: 'go-2', whereabouts: here },
			title: 'profile dev',
			region: 'eu-west-1',
			remains: [
				{
					kind: 'instance',
					id: 'i-0f3a91c2d4e5f6a7b',
					region: 'eu-west-1',
					build: '7f3a',
					created: firstTime,
					instanceType: 't3.micro',
					detail: 't3.micro, running',
				},
				{
					kind: 'image',
					id: 'ami-0f3a91c2d4e5f6a7b',
					region: 'eu-west-1',
					build: '7f3a',
					detail: 'web, available',
					kept: 'It may be the image of a build that ended well, or a part of one.',
				},
				{
					kind: 'volume',
					id: 'vol-0a1b2c3d4e5f6a7b8',
					region: 'eu-west-1',
					build: '7f3a',
					detail: '8 GB gp3',
				},
			],
			unseen: ['AWS does not allow profile dev to do DescribeKeyPairs.'],
		},
	],
	builds: [],
	complaints: [],
	unseen: [],
};

describe('a build that is over without an image', () => {
	const steps = journalHeader('1.16.0', ['scripts/01-hello.sh', 'scripts/02-fail.sh']).steps;
	test.each(['script-fails', 'no-profile', 'wrong-creds', 'ssh-denied', 'no-image', 'name-taken', 'cancel'])(
		'%s',
		async name => {
			const { press, shot } = await at(recorded(name), { steps });
			await shot(name, 'Build 7f3a');
			if (name === 'script-fails') {
				await press(down, down, '?');
				await shot('failure-help', /^ Keys/, smallest);
			}
		},
	);

	test('a way out comes first, and what it changes is told in the review', async () => {
		const diagnosis = { id: 'launch.no-capacity', remedy: 'instance-type' } as const;
		const failed = recorded('no-image').map(entry =>
			entry.kind === 'end' ? { ...entry, diagnosis } : entry,
		);
		const folder = `${process.cwd()}/web`;
		const plan = { folder, run: `${folder}/recipe.json`, files: [] };
		const { press, shot } = await at(
			failed,
			{ steps },
			{ planFiles: async () => plan, saveDraft: async () => undefined },
		);
		await shot('way-out', 'Build 7f3a');
		await press(enter, 't3.small');
		await shot('way-out-question', '› t3.small');
		await press(enter);
		await shot('way-out-review', 'Changed: Machine');
		await press(esc, esc);
		await shot('way-out', 'Build 7f3a');
	});

	test.each(['interrupted', 'unknown'] as const)('%s', async result => {
		const time = running.at(-1)?.time ?? 0;
		const end = { kind: 'end', seq: 99, time, result, exitCode: null, artifacts: [] } as const;
		const removed: string[] = [];
		const { press, shot, waitFor } = await at(
			[...running, end],
			{},
			{
				findRemains: async ({ id }) =>
					id === '7f3a' ? left : { places: [], builds: [], complaints: [], unseen: [] },
				removeRemains: async (found, told) => {
					const removals = found.places.flatMap(({ remains }) =>
						remains
							.filter(({ kept }) => kept === undefined)
							.map(remain => ({ remain, ...(remain.kind === 'volume' && { why: 'It is in use.' }) })),
					);
					removals.forEach(told);
					removed.push(...removals.map(({ remain }) => remain.id));
					return { removals, complaints: [] };
				},
				look: async () => {
					const [volume] = left.places.flatMap(({ remains }) =>
						remains.filter(({ kind }) => kind === 'volume'),
					);
					const entry = {
						kind: 'cleanup',
						seq: 100,
						time,
						removed: [],
						left: volume ? [volume] : [],
						isWhole: true,
					} as const;
					return timelineOf([{ ...journalHeader('1.16.0', scripts) }, ...running, end, entry]);
				},
			},
		);
		await shot(result, 'Build 7f3a');
		if (result === 'unknown') {
			await press(enter);
			await shot('left-in-aws', 'Delete them');
			await press(down, enter);
			await shot('left-in-aws-deleted', 'still there');
			expect(removed).toEqual(['i-0f3a91c2d4e5f6a7b', 'vol-0a1b2c3d4e5f6a7b8']);
			await press(enter);
			await waitFor('Still there after a clean-up: the disk vol-0a1b2c3d4e5f6a7b8.');
		}
	});
});

test('what can be done with the image', async () => {
	const about = { seq: 1, time: 0, region: 'us-east-1', ami: 'ami-1' };
	const changed = { ...about, kind: 'image', did: 'deprecated', on: '2099-01-31' } as const;
	const { press, shot } = await at([...recorded('success', 0), changed]);
	await press(down, down, enter);
	await shot('image', 'Test it');
	await press(enter);
	await shot('image-test-asked', 'Do not start it');
	await press(esc, down, enter);
	await shot('image-share', '12 digits');
	await press('1', enter);
	await shot('image-share-wrong', 'cannot be shared with');
	await press('11122223333', enter);
	await shot('image-share-asked', 'costs you nothing');
});

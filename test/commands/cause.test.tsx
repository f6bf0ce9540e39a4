import { mkdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createActions } from '../../source/actions/index.ts';
import { buildFolder, journalFile } from '../../source/builds/folders.ts';
import type { BuildResult } from '../../source/builds/journal/journal.ts';
import { createJournal, type NewEntry } from '../../source/builds/journal/writer.ts';
import { finish } from '../../source/builds/supervisor/finish.ts';
import { buildScreen, openBuild } from '../../source/screens/build/build-screen.tsx';
import { drive } from '../helpers/drive.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { renderAt } from '../helpers/render.ts';
import { journalEntries, journalHeader, transcript } from '../helpers/transcript.ts';
import { here } from '../helpers/whereabouts.ts';
import { makeWorld } from './world.ts';

const id = '7f3a';
const size = { columns: 140, rows: 45 };

/** A build that printed far more than the end of its journal, which is all that lists read. */
const talked: readonly NewEntry[] = Array.from({ length: 2000 }, (_, index) => ({
	kind: 'record',
	offset: index,
	target: '',
	type: 'ui',
	data: ['message', `    amazon-ebs.image: Unpacking package ${index}`],
}));

/** A build of somebody as its supervisor leaves it. */
const leave = async (
	{ environment }: Person,
	result: BuildResult,
	entries: readonly NewEntry[],
	artifacts: readonly { readonly region: string; readonly ami: string }[] = [],
): Promise<void> => {
	await mkdir(buildFolder(id, environment), { recursive: true });
	const header = journalHeader('1.16.0', ['scripts/01-hello.sh', 'scripts/02-fail.sh']);
	const journal = createJournal(journalFile(id, environment), header);
	journal.append(entries);
	await finish(buildFolder(id, environment), journal, header, { result, exitCode: 1, artifacts });
};

const failed = (): NewEntry[] => {
	const entries = journalEntries(transcript('1.16.0', 'script-fails'), { exitCode: 1 }).filter(
		entry => entry.kind !== 'end',
	);
	const at = entries.findIndex(
		entry => entry.kind === 'record' && entry.data[1]?.includes('Unable to locate') === true,
	);
	return [...entries.slice(0, at), ...talked, ...entries.slice(at)];
};

const script = 'The script of fail ended with exit code 3: apt knows no package nodejss.';
const images = [{ region: 'eu-west-1', ami: 'ami-0f3a91c2d4e5f6a7b' }];
const tooLong = 'The build takes longer than it may (--timeout), so it is cancelled; it was at Install.';

test.each([
	['a script that failed', 'failed', failed(), [], script, { id: 'script.no-package', remedy: 'step' }],
	[
		'a script that failed, with an image of another source',
		'failed',
		failed(),
		images,
		script,
		{ id: 'script.no-package', remedy: 'step' },
	],
	[
		'one that took too long',
		'cancelled',
		[...talked, { kind: 'cancel', reason: 'timeout' }, ...talked, { kind: 'notice', message: 'Look here.' }],
		[],
		tooLong,
		{ id: 'ours.timeout', remedy: 'timeout' },
	],
] as const)(
	'why a build made no image is told alike everywhere: %s',
	async (_, result, entries, artifacts, cause, diagnosis) => {
		const person = await makePerson();
		await leave(person, result, entries, artifacts);
		const actions = createActions({ environment: person.environment, cwd: person.folder });
		const printed = async (...argv: readonly string[]): Promise<string> => {
			const world = makeWorld({ actions, environment: person.environment, cwd: person.folder });
			await world.run(...argv);
			return world.stdout();
		};
		const screen = drive(buildScreen, openBuild(id), { size, actions });
		await screen.settle();
		const shown = renderAt(size, <buildScreen.View state={screen.state()} size={size} whereabouts={here} />)
			.rows()
			.join(' ')
			.replaceAll(/\s+/g, ' ');
		const lines = await printed('builds', 'watch', id);
		const list = await printed('builds', 'list');
		const show = await printed('builds', 'show', id);
		for (const text of [shown, lines, list, show]) {
			expect(text).toContain(cause);
			expect(text.includes('An image was made all the same: ami-0f3a91c2d4e5f6a7b eu-west-1.')).toBe(
				artifacts.length > 0,
			);
		}

		expect(JSON.parse(await printed('builds', 'list', '--json'))).toMatchObject([
			{ cause, diagnosis, artifacts },
		]);
		expect(JSON.parse(await printed('builds', 'show', id, '--json'))).toMatchObject({
			cause,
			diagnosis,
			artifacts,
		});
		const events = (await printed('builds', 'watch', id, '--json')).trimEnd().split('\n');
		expect(JSON.parse(events.at(-1) ?? '')).toMatchObject({
			kind: 'end',
			result,
			cause,
			diagnosis,
			artifacts,
		});
	},
);

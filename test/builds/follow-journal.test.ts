import { rm } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { cancelBuild } from '../../source/builds/cancel.ts';
import { followJournal } from '../../source/builds/follow-journal.ts';
import type { JournalLine } from '../../source/builds/journal/journal.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, runningProcesses } from '../helpers/program.ts';
import { at } from '../helpers/whereabouts.ts';
import { buildFolderOf, endOfBuild, eventually, journalOf, startScript, untilPrinted } from './helpers.ts';

describe('following a build', () => {
	beforeEach(context => needs(context, 'packer'));

	test('gives every line once, in order, to each who follows, early or late', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'for i in $(seq 1 20); do echo "line $i"; sleep 0.05; done');
		const seen: readonly JournalLine[][] = [[], [], []];
		const follow = (lines: JournalLine[] = []) => endOfBuild(person, id, more => lines.push(...more));
		await Promise.all([follow(seen[0]), follow(seen[1])]);
		await follow(seen[2]);
		const written = await journalOf(person, id);
		expect(seen).toEqual([written, written, written]);
	});

	test('gives much at once in batches, not line by line', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'seq 1 5000');
		await endOfBuild(person, id);
		const sizes: number[] = [];
		await endOfBuild(person, id, lines => sizes.push(lines.length));
		expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(5000);
		expect(sizes.length).toBeLessThan(20);
	});

	test('stops when it is told to, and the build goes on', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'echo begun; sleep 600');
		await untilPrinted(person, id, 'begun');
		const stop = new AbortController();
		const following = followJournal(id, () => stop.abort(), {
			signal: stop.signal,
			environment: person.environment,
		});
		expect(await following).toBeUndefined();
		expect((await journalOf(person, id)).some(line => line.kind === 'end')).toBe(false);
		await cancelBuild(id, at(person.environment));
		await endOfBuild(person, id);
	});

	test('ends when all files of the build are removed', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'echo begun; sleep 600');
		await untilPrinted(person, id, 'begun');
		const following = endOfBuild(person, id);
		await rm(buildFolderOf(person, id), { recursive: true, force: true });
		expect(await following).toBeUndefined();
		// Nobody could watch or cancel it any more.
		await eventually(async () => (await runningProcesses(person)).length === 0);
	});
});

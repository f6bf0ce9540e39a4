import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { presentTimeline, readLog } from '../../source/actions/following.ts';
import { journalFile } from '../../source/builds/folders.ts';
import { createJournal, type JournalWriter } from '../../source/builds/journal/writer.ts';
import { linesOf } from '../../source/builds/timeline/timeline.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { journalHeader } from '../helpers/transcript.ts';

const beginJournal = async (person: Person, id: string): Promise<JournalWriter> => {
	const file = journalFile(id, person.environment);
	await mkdir(path.dirname(file), { recursive: true });
	const journal = createJournal(file, { ...journalHeader('1.16.0', []), id });
	onTestFinished(journal.close);
	return journal;
};

test('a build that never falls silent is looked at without waiting', async () => {
	const person = await makePerson();
	const journal = await beginJournal(person, 'ab12');
	const talk = () => journal.append([{ kind: 'notice', message: 'on and on' }]);
	talk();
	const talking = setInterval(talk, 5);
	onTestFinished(() => clearInterval(talking));
	const timeline = await presentTimeline('ab12', person.environment);
	expect(timeline.log.length).toBeGreaterThan(0);
	expect(timeline.result).toBeUndefined();
});

test('a build that is over is looked at to its end, however long it is', async () => {
	const person = await makePerson();
	const journal = await beginJournal(person, 'ab12');
	const line = { kind: 'notice', message: 'x'.repeat(200) } as const;
	journal.append(Array.from({ length: 10_000 }, () => line));
	journal.append([{ kind: 'end', result: 'failed', exitCode: 1, artifacts: [] }]);
	const timeline = await presentTimeline('ab12', person.environment);
	expect(timeline.log).toHaveLength(10_000);
	expect(timeline.result).toBe('failed');
});

test('a build that is gone cannot be looked at', async () => {
	const { environment } = await makePerson();
	await expect(presentTimeline('ab12', environment)).rejects.toMatchObject({ exitCode: 3 });
});

test('who reads on in the log of a build that was deleted meanwhile is told so', async () => {
	const person = await makePerson();
	const journal = await beginJournal(person, 'ab12');
	journal.append(
		Array.from({ length: 10_000 }, (_, index) => ({
			kind: 'record',
			offset: 0,
			target: '',
			type: 'ui',
			data: ['message', `    amazon-ebs.image: line ${index}`],
		})),
	);
	const timeline = await presentTimeline('ab12', person.environment);
	expect(linesOf(timeline).textAt(5)).toBeUndefined();
	expect(await readLog(timeline, [5], person.environment)).toEqual(new Map([[5, 'line 5']]));
	await rm(path.dirname(journalFile('ab12', person.environment)), { recursive: true });
	await expect(readLog(timeline, [5], person.environment)).rejects.toMatchObject({
		message: 'The files of build ab12 are gone.',
		exitCode: 3,
	});
	// What is held is shown all the same.
	expect((await readLog(timeline, [9999], person.environment)).get(9999)).toBe('line 9999');
});

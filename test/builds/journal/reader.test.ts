import { appendFile, mkdtemp, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { JournalHeader } from '../../../source/builds/journal/journal.ts';
import { parseLine } from '../../../source/builds/journal/line.ts';
import { readJournal, readJournalEnds } from '../../../source/builds/journal/reader.ts';
import { createJournal, reopenJournal } from '../../../source/builds/journal/writer.ts';
import { defaultRecipe } from '../../../source/recipe/defaults.ts';
import { journalLines } from '../helpers.ts';

const header = (): JournalHeader => ({
	kind: 'header',
	version: 1,
	id: 'ab12',
	time: 1000,
	mode: 'aws',
	recipe: defaultRecipe(),
	folder: '/nowhere',
	packer: { path: '/usr/bin/packer', version: '1.6.6' },
	supervisor: { pid: 1, started: '1' },
	secrets: [],
	steps: [],
});

const place = async (): Promise<string> => {
	const folder = await mkdtemp(path.join(tmpdir(), 'journal-'));
	onTestFinished(() => rm(folder, { recursive: true }));
	return path.join(folder, 'journal.ndjson');
};

const notice = (message: string) => ({ kind: 'notice', message }) as const;

describe('a journal', () => {
	test('with a line of nearly the most bytes is read from any place on', async () => {
		const file = await place();
		const journal = createJournal(file, header());
		const long = '\u001B'.repeat(2_000_000);
		journal.append([notice(long), notice('behind')]);
		journal.close();
		const { offset } = await readJournal(file);
		const { lines } = await readJournal(file, offset);
		expect(lines).toMatchObject([{ message: long }, { message: 'behind' }]);
	});

	test('is read as it was written, and only its person can read it', async () => {
		const file = await place();
		const journal = createJournal(file, header());
		journal.append([notice('one'), notice('two\nlines, ümläut 🦀')]);
		journal.append([{ kind: 'cancel', reason: 'disk' }]);
		journal.close();

		expect((await stat(file)).mode & 0o777).toBe(0o600);
		const [first, ...entries] = await journalLines(file);
		expect(first).toEqual(header());
		expect(entries).toEqual([
			{ kind: 'notice', message: 'one', seq: 1, time: expect.any(Number) },
			{ kind: 'notice', message: 'two\nlines, ümläut 🦀', seq: 2, time: expect.any(Number) },
			{ kind: 'cancel', reason: 'disk', seq: 3, time: expect.any(Number) },
		]);
	});

	test('dates what is read late by its age, and nothing before what stands above it', async () => {
		const file = await place();
		const before = Date.now() - 60_000;
		const journal = createJournal(file, { ...header(), time: before });
		const ages = [0, 5000, 120_000, 0];
		journal.append([{ ...notice('late'), age: 30_000 }]);
		journal.append(ages.map(age => ({ ...notice('after'), age })));
		// The clock was set back an hour before another process went on with it.
		const later = Date.now() + 3_600_000;
		const size = (await stat(file)).size;
		reopenJournal(file, size, { seq: 5, time: later }).append([notice('next')]);
		journal.close();
		const times = (await journalLines(file)).map(line => ('time' in line ? line.time : 0));
		expect(times).toEqual([...times].sort((a, b) => a - b));
		expect(times[1]).toBeLessThan(before + 45_000);
		expect(times.at(-1)).toBe(later);
	});

	test('of a later version keeps its end, and what is known here of the diagnosis', async () => {
		const file = await place();
		createJournal(file, header()).close();
		const end = { kind: 'end', seq: 1, time: 1, result: 'failed', exitCode: 1, artifacts: [] };
		const diagnosis = { id: 'launch.later', next: 'Do it.', remedy: 'later' };
		await appendFile(file, `${JSON.stringify({ ...end, cause: 'No.', diagnosis })}\n`);
		expect((await journalLines(file))[1]).toEqual({
			...end,
			cause: 'No.',
			diagnosis: { id: 'launch.later', next: 'Do it.', remedy: undefined },
		});
	});

	test('has one writer: a second one is refused', async () => {
		const file = await place();
		createJournal(file, header()).close();
		expect(() => createJournal(file, header())).toThrow('EEXIST');
	});

	test('is read on from where the reading stopped, a torn line left for later', async () => {
		const file = await place();
		const journal = createJournal(file, header());
		journal.append([notice('one')]);
		const first = await readJournal(file);
		expect(first.lines).toHaveLength(2);
		expect(first.isBehind).toBeUndefined();

		await appendFile(file, '{"seq":2,"time":1,"kind":"notice","mess');
		const torn = await readJournal(file, first.offset);
		expect(torn).toEqual({ lines: [], begins: [], offset: first.offset });

		await appendFile(file, 'age":"two"}\n');
		const whole = await readJournal(file, torn.offset);
		expect(whole.lines).toEqual([{ seq: 2, time: 1, kind: 'notice', message: 'two' }]);
	});

	test('that is not there has no lines', async () => {
		expect(await readJournal(await place())).toEqual({ lines: [], begins: [], offset: 0 });
	});

	test('is read in pieces when it is long, whatever the length of a line', async () => {
		const file = await place();
		const journal = createJournal(file, header());
		const messages = [...Array(9000).keys()].map(index => `line ${index} ${'é'.repeat(50)}`);
		messages.splice(4000, 0, 'x'.repeat(2_000_000));
		journal.append(messages.map(notice));
		journal.close();

		const first = await readJournal(file);
		expect(first.lines.length).toBeLessThan(messages.length);
		expect(first.isBehind).toBe(true);
		const read = (await journalLines(file)).flatMap(line => (line.kind === 'notice' ? line.message : []));
		expect(read).toEqual(messages);
	});

	test('tells its header and end without being read whole', async () => {
		const file = await place();
		const journal = createJournal(file, header());
		journal.append([...Array(5000).keys()].map(index => notice(`line ${index}`)));
		journal.append([{ kind: 'end', result: 'done', exitCode: 0, artifacts: [] }]);
		journal.close();

		const ends = await readJournalEnds(file);
		expect(ends?.header).toEqual(header());
		expect(ends?.last.at(-1)).toMatchObject({ kind: 'end', result: 'done', seq: 5001 });
		expect(ends?.last.length).toBeGreaterThan(10);
		expect(ends?.last.length).toBeLessThan(1000);
	});

	test('tells its end even if the last line is longer than what is looked at first', async () => {
		const file = await place();
		const journal = createJournal(file, header());
		journal.append([notice('before'), notice('x'.repeat(300_000))]);
		journal.close();
		expect((await readJournalEnds(file))?.last.map(({ seq }) => seq)).toContain(2);
	});

	test('tells its end however many copies were made later', async () => {
		const file = await place();
		const journal = createJournal(file, header());
		journal.append([notice('before'), { kind: 'end', result: 'done', exitCode: 0, artifacts: [] }]);
		const region = 'us-east-2';
		journal.append(
			Array.from({ length: 200 }, () => ({ kind: 'copy', region, state: 'failed', said: 'no' }) as const),
		);
		journal.close();
		expect((await readJournalEnds(file))?.last.map(({ kind }) => kind)).toContain('end');
	});

	test('with nothing in it yet has no ends', async () => {
		const file = await place();
		await appendFile(file, '{"kind":"hea');
		expect(await readJournalEnds(file)).toBeUndefined();
	});

	test('is gone on with after a torn line, which is cut', async () => {
		const file = await place();
		const journal = createJournal(file, header());
		journal.append([notice('one')]);
		await appendFile(file, '{"seq":2,"kind":"not');
		const { offset } = await readJournal(file);

		const next = reopenJournal(file, offset, { seq: 1, time: 0 });
		next.append([notice('two')]);
		next.close();

		const text = await readFile(file, 'utf8');
		expect(text.split('\n')).toHaveLength(4);
		expect((await journalLines(file)).at(-1)).toMatchObject({ seq: 2, message: 'two' });
	});
});

test('a journal with a hole, as a disk that was full may leave one, is none', async () => {
	const file = await place();
	const journal = createJournal(file, header());
	journal.append([notice('one')]);
	journal.close();
	await truncate(file, 200 * 1024 * 1024);
	const tooLong = {
		message: `${file} cannot be read.`,
		reason: 'It holds a line that is too long.',
		exitCode: 3,
	};
	await expect(readJournalEnds(file)).rejects.toMatchObject(tooLong);
	const first = await readJournal(file);
	await expect(readJournal(file, first.offset)).rejects.toMatchObject(tooLong);
});

test('what is done with an image when its build is over is read as it was noted, whatever a later version adds', () => {
	const about = { seq: 9, time: 1, region: 'us-east-1', ami: 'ami-1' };
	const things = [{ region: 'us-east-1', kind: 'instance', id: 'i-1' }];
	const entries = [
		{ kind: 'image', ...about, did: 'shared', with: ['111122223333'] },
		{ kind: 'image', ...about, did: 'deprecated', on: '2099-01-31', more: true },
		{ kind: 'test', ...about, state: 'kept', type: 't3.micro', things, user: 'admin', address: '54.0.0.1' },
	];
	for (const entry of entries) {
		expect(parseLine(JSON.stringify(entry))).toEqual(entry);
	}

	expect(parseLine(JSON.stringify({ kind: 'image', ...about, did: 'sold' }))).toBeUndefined();
	expect(
		parseLine(JSON.stringify({ kind: 'test', ...about, state: 'began', type: 't3.micro' })),
	).toBeUndefined();
});

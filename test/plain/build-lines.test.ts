import { describe, expect, test } from 'vitest';
import type { JournalEntry, JournalHeader, JournalLine } from '../../source/builds/journal/journal.ts';
import {
	advance,
	advanceByMoments,
	startTimeline,
	type Timeline,
} from '../../source/builds/timeline/timeline.ts';
import { failedLog, headerLines, heartbeatLine, momentLines } from '../../source/plain/build-lines.ts';
import { followByLines } from '../../source/plain/follow.ts';
import type { RecipeStep } from '../../source/recipe/schema.ts';
import { doubtText, stepDoubts } from '../../source/recipe/step-doubts.ts';
import { ratesFor } from '../../source/targets/aws/recipe/estimate.ts';
import { listedRates } from '../../source/targets/aws/recipe/listed-rates.ts';
import { following } from '../commands/timelines.ts';
import { recipeWith } from '../helpers/recipe.ts';
import {
	firstTime,
	journalEntries,
	journalHeader,
	recordedVersions,
	rehearsalEntries,
	transcript,
} from '../helpers/transcript.ts';

/** Seconds since the build began, so that the lines do not depend on the place. */
const clock = (time: number): string => `+${String((time - firstTime) / 1000).padStart(2, '0')}`;

/** These logs are held, every line. */
const readLog = (): never => {
	throw new Error('There is no journal to read.');
};

/** All lines of a build, read entry by entry. */
const tell = async (header: JournalHeader, entries: readonly JournalEntry[]): Promise<string[]> => {
	let timeline: Timeline = startTimeline(header);
	const lines = headerLines(timeline, {}, clock);
	let told = advanceByMoments(timeline, [header]).moments[0] ?? timeline;
	for (const entry of entries) {
		const { timeline: next, moments } = advanceByMoments(timeline, [entry]);
		timeline = next;
		for (const moment of moments) {
			lines.push(...momentLines(told, moment, clock));
			told = moment;
		}
	}

	for await (const log of failedLog(timeline, readLog)) {
		lines.push(...log);
	}

	return lines;
};

const scripts = ['scripts/01-hello.sh', 'scripts/02-ok.sh'];

const success = journalEntries(transcript('1.16.0', 'success'), { exitCode: 0 });

test('a build from its id to its end, a line an event, status as a word', async () => {
	expect((await tell(journalHeader('1.16.0', scripts), success)).slice(2)).toEqual([
		'+01  started: Check',
		'+05  done: Check, 4 seconds',
		'+05  started: Key pair, firewall',
		'+08  done: Key pair, firewall, 3 seconds',
		'+08  started: Start the machine',
		'+10  machine: i-42d57ff54a35e7fe3',
		'+12  address: 54.214.197.136',
		'+12  done: Start the machine, 4 seconds',
		'+12  started: Connect by SSH',
		'+15  done: Connect by SSH, 3 seconds',
		'+15  started: Install',
		'+15  started: step 1 of 2, hello',
		'+19  done: step 1 of 2, hello, 4 seconds',
		'+19  started: step 2 of 2, ok',
		'+25  done: step 2 of 2, ok, 6 seconds',
		'+25  done: Install, 10 seconds',
		'+25  started: Stop the machine',
		'+28  done: Stop the machine, 3 seconds',
		'+28  started: Make the AMI',
		'+32  done: Make the AMI, 4 seconds',
		'+32  started: Tag the AMI',
		'+40  done: Tag the AMI, 8 seconds',
		'+40  started: Remove the machine',
		'+46  done: Remove the machine, 6 seconds',
		'+62  done: web, 1 minute 2 seconds',
	]);
});

test('the first line has the id; the second says how to watch and to cancel', () => {
	const header = journalHeader('1.16.0', scripts, { region: 'eu-west-1', copyTo: ['us-east-1'] });
	const [first, second] = headerLines(startTimeline(header), {}, clock);
	expect(first).toBe('+00  build 7f3a: web, eu-west-1, us-east-1');
	expect(second).toMatch(/^\+00 {2}watch it: .*builds watch 7f3a; cancel it: .*builds cancel 7f3a$/);
});

test.each(recordedVersions)('read at once, it is told as it happened (%s)', async version => {
	const header = journalHeader(version, scripts, { copyTo: ['us-west-2', 'eu-west-1'] });
	const entries = journalEntries(transcript(version, 'copies'), { exitCode: 0 });
	const lines: readonly JournalLine[] = [header, ...entries];
	const told: string[] = [];
	const { ended } = followByLines(
		{ actions: { follow: following(lines), readLog }, say: line => told.push(line), environment: {} },
		'7f3a',
		new AbortController().signal,
	);
	expect((await ended).result).toBe('done');
	const one = (await tell(header, entries)).map(line => line.slice(5));
	expect(told.map(line => line.slice(10))).toEqual(one);
	expect(new Set(one).size).toBe(one.length);
	const machine = one.findIndex(line => line.startsWith('machine: '));
	expect(one.indexOf('started: Start the machine')).toBeLessThan(machine);
	expect(machine).toBeLessThan(one.findIndex(line => line.startsWith('done: Start the machine')));
	expect(one).toEqual(
		expect.arrayContaining([
			'started: Copy to us-west-2',
			'done: Copy to us-west-2, 4 seconds',
			'done: Copy to eu-west-1, 4 seconds',
		]),
	);
});

test('a name that reads like an event is only a name', async () => {
	const header: JournalHeader = {
		...journalHeader('1.16.0', []),
		steps: [
			{ script: 'scripts/01-hello.sh', name: 'started: Install' },
			{ script: 'scripts/02-ok.sh', name: 'done: Install, 1 second' },
		],
	};
	expect((await tell(header, success)).slice(12, 18)).toEqual([
		'+15  started: Install',
		'+15  started: step 1 of 2, started: Install',
		'+19  done: step 1 of 2, started: Install, 4 seconds',
		'+19  started: step 2 of 2, done: Install, 1 second',
		'+25  done: step 2 of 2, done: Install, 1 second, 6 seconds',
		'+25  done: Install, 10 seconds',
	]);
});

test('what Packer left by a cancel and then calls a failure has begun once', async () => {
	const entries = journalEntries(transcript('1.6.6', 'cancel'), { exitCode: 1 });
	const lines = (await tell(journalHeader('1.6.6', scripts), entries)).map(line => line.slice(5));
	expect(lines.filter(line => line === 'started: Install')).toHaveLength(1);
});

describe('a step that fails', () => {
	const header: JournalHeader = journalHeader('1.16.0', ['scripts/01-hello.sh', 'scripts/02-fail.sh']);
	const entries = journalEntries(transcript('1.16.0', 'script-fails'), { exitCode: 1 });

	test('its log comes last', async () => {
		const lines = await tell(header, entries);
		expect(lines.slice(-3)).toEqual([
			expect.stringMatching(/failed: web, 34 seconds$/),
			'log of fail:',
			'  E: Unable to locate package nodejss',
		]);
		expect(lines.map(line => line.slice(5))).toEqual(
			expect.arrayContaining(['failed: step 2 of 2, fail, 2 seconds', 'done: Remove the machine, 6 seconds']),
		);
	});

	test('escape sequences of the script do not reach the terminal', async () => {
		const nasty = entries.map(entry =>
			entry.kind === 'record' && entry.data[1]?.includes('Unable to locate')
				? { ...entry, data: ['error', '==> amazon-ebs.image: \u001b]0;owned\u0007E: \u001b[31mno\u001b[0m'] }
				: entry,
		);
		expect((await tell(header, nasty)).at(-1)).toBe('  E: no');
	});
});

test('a rehearsal says how it runs the scripts; notices and a cancel are told', async () => {
	const header = { ...journalHeader('1.16.0', scripts), mode: 'rehearsal' as const };
	const seq = 1;
	const lines = await tell(header, [
		{ kind: 'rehearsal', seq, time: firstTime + 1000, sandbox: 'trace', detail: 'No engine answers.' },
		{ kind: 'notice', seq, time: firstTime + 2000, message: 'The disk is nearly full.' },
		{ kind: 'cancel', seq, time: firstTime + 3000, reason: 'disk' },
	]);
	expect(lines[0]).toBe('+00  build 7f3a: rehearsal of web, us-east-1');
	expect(lines.slice(2)).toEqual([
		'+01  rehearsal: scripts are checked, not run. No engine answers.',
		'+02  note: The disk is nearly full.',
		'+03  cancelling: Packer cleans up first',
	]);
});

test('a step that was only checked is never called done', async () => {
	const header = { ...journalHeader('1.16.0', scripts), mode: 'rehearsal' as const };
	const output = transcript('1.16.0', 'success');
	const told = async (notRun: readonly string[]): Promise<string[]> =>
		(await tell(header, rehearsalEntries('container', output, notRun)))
			.map(line => line.slice(5))
			.filter(line => /^(done|not run): (step|Install)/.test(line));
	expect(await told(['scripts/02-ok.sh'])).toEqual([
		'done: step 1 of 2, hello, 4 seconds',
		'not run: step 2 of 2, ok',
		'done: Install, 10 seconds',
	]);
	expect(await told(scripts)).toEqual([
		'not run: step 1 of 2, hello',
		'not run: step 2 of 2, ok',
		'not run: Install',
	]);
});

describe('a sign of life', () => {
	const running = advance(startTimeline(journalHeader('1.16.0', scripts)), success.slice(0, 20));

	test('after 30 seconds without a line it says what still runs', () => {
		const last = firstTime + 20_000;
		expect(heartbeatLine(running, last, last + 29_999, clock)).toBeUndefined();
		expect(heartbeatLine(running, last, last + 30_000, clock)).toBe(
			'+50  still: step 2 of 2, ok, 31 seconds',
		);
		const early = advance(startTimeline(journalHeader('1.16.0', scripts)), success.slice(0, 9));
		expect(heartbeatLine(early, last, last + 30_000, clock)).toBe(
			'+50  still: Start the machine, 42 seconds',
		);
	});

	test('with how long it is expected to take, and what it has cost', () => {
		const header = journalHeader('1.16.0', scripts);
		const times = {
			from: 'builds',
			phases: { stop: 60_000, image: 120_000, cleanup: 60_000 },
			steps: [{ name: 'ok', time: 120_000 }],
		} as const;
		const estimate = { times, rates: ratesFor(header.recipe, listedRates) };
		const expected = advance(startTimeline({ ...header, estimate }), success.slice(0, 20));
		const last = firstTime + 20_000;
		expect(heartbeatLine(expected, last, last + 40_000, clock)).toMatch(
			/^\+60 {2}still: step 2 of 2, ok, 41 seconds; about 5 min left; under \$0\.01 so far$/,
		);
	});

	test('with what may hold the step, if that was doubtful from the start', () => {
		const step: RecipeStep = { name: 'ok', position: 'after', inline: ['nohup sleep 600 &'] };
		const recipe = recipeWith({ steps: [step] });
		const warnings = [{ line: 1, message: 'something else' }, ...stepDoubts(recipe, step)].map(doubt =>
			doubtText(step, doubt),
		);
		const header = { ...journalHeader('1.16.0', scripts, recipe), warnings };
		const held = advance(startTimeline(header), success.slice(0, 20));
		expect(heartbeatLine(held, firstTime, firstTime + 50_000, clock)).toMatch(
			/ok, \d+ seconds; sleep in the background may hold it$/,
		);
	});

	test('none when it is over', () => {
		const over = advance(running, success.slice(20));
		expect(heartbeatLine(over, firstTime, firstTime + 100_000, clock)).toBeUndefined();
	});
});

test('the clock has hours, minutes and seconds of the place', () => {
	const time = new Date(2026, 10, 22, 9, 5, 7).getTime();
	const [first] = headerLines(startTimeline({ ...journalHeader('1.16.0', scripts), time }), {});
	expect(first).toMatch(/^09:05:07 {2}build 7f3a/);
});

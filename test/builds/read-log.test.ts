import { expect, test } from 'vitest';
import { readLogTexts } from '../../source/builds/read-log.ts';
import { explain } from '../../source/builds/report/explain.ts';
import { linesOf, type Timeline } from '../../source/builds/timeline/timeline.ts';
import { wholeLog } from '../../source/flow/whole-log.ts';
import { count, makeLongBuild } from './long-build.ts';

test('of a long log the last lines are held and those that reports are made of; all others are read in the journal', async () => {
	const { file, timeline, texts, held } = await makeLongBuild();
	const lines = linesOf(timeline);
	expect(lines.length).toBe(3 * count + 9);
	expect(lines.isWhole).toBe(false);
	const sources = texts.map((_, index) => lines.sourceAt(index));
	for (const source of new Set(sources)) {
		expect(lines.countOfSource(source)).toBe(sources.filter(each => each === source).length);
	}

	// The last ones, the last ones of each step, and what Packer itself said up to a limit.
	expect(timeline.log.length).toBeLessThan(8 * 512 + 2 * 300 + 10_000 + 1);
	expect(timeline.log.at(-1)?.text).toBe(`behind ${count - 1}`);
	expect(timeline.log.map(({ text }) => text)).toEqual(
		expect.arrayContaining([
			'Creating temporary keypair: packer_1',
			'E: Unable to locate package nginz',
			'The disk is nearly full.',
		]),
	);
	expect(explain(timeline)).toEqual(explain(held));
	expect(explain(timeline)?.step).toBe('fail');

	const wanted = [0, 1, 2, 3, 5000, 5001, 30_000, 2 * count + 3, 2 * count + 4, lines.length - 1];
	const read = await readLogTexts(file, lines, wanted);
	expect(wanted.map(index => read.get(index))).toEqual(wanted.map(index => texts[index]));
});

test('the whole log, or that of a step, comes in order and some lines at a time', async () => {
	const { file, timeline, texts, held } = await makeLongBuild();
	const readLog = (of: Timeline, wanted: readonly number[]) => readLogTexts(file, linesOf(of), wanted);
	for (const step of [undefined, 0, 1]) {
		const told: unknown[] = [];
		let most = 0;
		for await (const lines of wholeLog(timeline, readLog, step)) {
			told.push(...lines);
			most = Math.max(most, lines.length);
		}

		const index = linesOf(held);
		const all = texts.map((text, at) => index.lineAt(at, text));
		expect(told).toEqual(step === undefined ? all : all.filter(line => line.step === step));
		expect(most).toBeLessThanOrEqual(1024);
	}
});

test('lines of which the journal has no more are left out', async () => {
	const { file, timeline } = await makeLongBuild();
	const read = await readLogTexts(`${file}.gone`, linesOf(timeline), [5, 6]);
	expect(read.size).toBe(0);
});

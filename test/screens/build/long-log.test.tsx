import { expect, test } from 'vitest';
import { buildSummary } from '../../../source/actions/summary.ts';
import { readLogTexts } from '../../../source/builds/read-log.ts';
import { linesOf } from '../../../source/builds/timeline/timeline.ts';
import { buildScreen } from '../../../source/screens/build/build-screen.tsx';
import { newBuildState } from '../../../source/screens/build/build-state.ts';
import { count, makeLongBuild } from '../../builds/long-build.ts';
import { drive } from '../../helpers/drive.ts';
import { renderAt } from '../../helpers/render.ts';
import { here } from '../../helpers/whereabouts.ts';

const size = { columns: 80, rows: 24 };

/** The log of a long build that is over, over the whole screen; and how many texts were read at once at most. */
const openLongLog = async () => {
	const { file, timeline } = await makeLongBuild();
	let most = 0;
	let reads = 0;
	const summary = buildSummary(timeline, here);
	const state = { ...newBuildState('ab12'), timeline, summary, now: timeline.time };
	const open = { ...state, openLog: { step: undefined, view: state.log } };
	const long = drive(
		buildScreen,
		{ state: open },
		{
			size,
			actions: {
				readLog: async (of, wanted) => {
					most = Math.max(most, wanted.length);
					reads++;
					return readLogTexts(file, linesOf(of), wanted);
				},
			},
		},
	);
	const rows = () =>
		renderAt(size, <buildScreen.View state={long.state()} size={size} whereabouts={here} />).rows();
	return { ...long, rows, most: () => most, reads: () => reads };
};

test('a log that is not held is read where one looks, page by page up to its first line', async () => {
	const screen = await openLongLog();
	expect(screen.rows().at(-4)).toContain(`behind ${count - 1}`);
	screen.press('<home>');
	await screen.settle();
	expect(screen.rows()[2]).toContain('Creating temporary keypair: packer_1');
	const seen = new Set<string>();
	for (let page = 0; page < 60; page++) {
		screen.press('<page-down>');
		await screen.settle();
		for (const row of screen.rows()) {
			seen.add(row.trim());
		}
	}

	for (let line = 10; line < 500; line++) {
		expect(seen).toContain(`${line % 7 === 0 ? '| ' : ''}line ${line}`);
	}

	expect(screen.most()).toBeLessThanOrEqual(2000);
	expect(screen.state().texts.size).toBeLessThanOrEqual(2000);
});

test('a search finds what is not held, in both directions', async () => {
	const screen = await openLongLog();
	screen.press('/ümlaut of 123<enter>');
	await screen.settle();
	expect(screen.rows().at(-2)).toContain('"ümlaut of 123" in line');
	expect(screen.rows().some(row => row.includes('ümlaut of 123'))).toBe(true);
	const first = screen.state().openLog?.view.match;
	screen.press('n');
	await screen.settle();
	expect(screen.state().openLog?.view.match).not.toBe(first);
	screen.press('N');
	await screen.settle();
	expect(screen.state().openLog?.view.match).toBe(first);
	screen.press('<escape>/zebra<enter>');
	await screen.settle();
	expect(screen.rows().at(-2)).toContain('nothing holds "zebra"');
});

test('only problems of a long log are read one by one where they stand apart', async () => {
	const screen = await openLongLog();
	screen.press('<home>x');
	await screen.settle();
	expect(screen.rows()[2]).toContain('| line 0');
	expect(screen.rows()[4]).toContain('| line 7');
});

test('n that is pressed while it is searched counts, each time, and N goes back', async () => {
	const screen = await openLongLog();
	screen.press('/line 7<enter>');
	await screen.settle();
	const matches = [screen.state().openLog?.view.match];
	for (let press = 0; press < 3; press++) {
		screen.press('N');
		await screen.settle();
		matches.push(screen.state().openLog?.view.match);
	}

	screen.press('nnn');
	await screen.settle();
	expect(screen.state().openLog?.view.match).toBe(matches[0]);
	screen.press('NNNnNn');
	await screen.settle();
	expect(screen.state().openLog?.view.match).toBe(matches[2]);
	expect(new Set(matches).size).toBe(4);
});

test('a search reads little at once, and ends when something else is looked for', async () => {
	const screen = await openLongLog();
	screen.press('/zebra<enter>');
	await screen.settle();
	const whole = screen.reads();
	// All lines, some hundreds at a time.
	expect(whole).toBeGreaterThan((3 * count) / 1000);
	expect(screen.most()).toBeLessThanOrEqual(2000);
	screen.press('<escape>/zebra');
	screen.press('<backspace><backspace><backspace><backspace><backspace>');
	await screen.settle();
	expect(screen.reads() - whole).toBeLessThan(10);
	expect(screen.state().isSeeking).toBe(false);
});

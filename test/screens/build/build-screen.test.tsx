import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Actions } from '../../../source/actions/contract.ts';
import { buildSummary } from '../../../source/actions/summary.ts';
import { Problem } from '../../../source/base/problem.ts';
import type { JournalHeader } from '../../../source/builds/journal/journal.ts';
import { advance, startTimeline, type Timeline } from '../../../source/builds/timeline/timeline.ts';
import { asciiText, signs } from '../../../source/components/theme.ts';
import { createAppStore } from '../../../source/screens/app-store.ts';
import { buildScreen } from '../../../source/screens/build/build-screen.tsx';
import { type BuildState, newBuildState } from '../../../source/screens/build/build-state.ts';
import { openRoute } from '../../../source/screens/routes.tsx';
import type { Size } from '../../../source/screens/state.ts';
import { fakeActions } from '../../helpers/app.tsx';
import { drive } from '../../helpers/drive.ts';
import { renderAt, sizes } from '../../helpers/render.ts';
import {
	firstTime,
	journalEntries,
	journalHeader,
	recordedVersions,
	rehearsalEntries,
	transcript,
} from '../../helpers/transcript.ts';
import { here } from '../../helpers/whereabouts.ts';

const usual = sizes[1] ?? { columns: 80, rows: 23 };
const allSizes: readonly Size[] = [...sizes, { columns: 80, rows: 16 }, { columns: 60, rows: 45 }];
const scripts = ['scripts/01-hello.sh', 'scripts/02-ok.sh'];

const header = (change: Partial<JournalHeader> = {}): JournalHeader => ({
	...journalHeader('1.16.0', scripts),
	...change,
});

/** The Timeline after a part of a recorded build. */
const recorded = (name: string, entries?: number, from: JournalHeader = header()): Timeline => {
	const all = journalEntries(transcript('1.16.0', name), { exitCode: name === 'success' ? 0 : 1 });
	return advance(startTimeline(from), all.slice(0, entries));
};

const stateOf = (timeline: Timeline, change: Partial<BuildState> = {}): BuildState => ({
	...newBuildState('7f3a'),
	timeline,
	now: timeline.time,
	...change,
});

const rowsAt = (state: BuildState, size: Size): readonly string[] =>
	renderAt(size, <buildScreen.View state={state} size={size} whereabouts={here} />).rows();

/** What the task that follows a build tells of it. */
const told = (timeline: Timeline) => ({ timeline, summary: buildSummary(timeline, here) });

const opened = (
	timeline: Timeline,
	{ size = usual, ...actions }: Partial<Actions> & { size?: Size } = {},
) => {
	const screen = drive(buildScreen, { state: newBuildState('7f3a') }, { actions, size });
	screen.send({ type: timeline.result === undefined ? 'timeline' : 'ended', ...told(timeline) });
	return { ...screen, rows: () => rowsAt(screen.state(), size) };
};

describe.each(allSizes)('at $columns×$rows', size => {
	// The older Packer prints other lines, but not another screen: one size is enough for it.
	const versions = recordedVersions.filter(version => version === '1.16.0' || size === usual);
	test.each(versions)('no row is too wide or moves while Packer %s builds', version => {
		const entries = journalEntries(transcript(version, 'copies'), { exitCode: 0 });
		const recipe = { copyTo: ['us-west-2', 'eu-west-1'] };
		let timeline = startTimeline(journalHeader(version, scripts, recipe));
		const places = new Map<string, number>();
		const screen = renderAt(
			size,
			<buildScreen.View state={stateOf(timeline)} size={size} whereabouts={here} />,
		);
		// At the usual size every moment, at the others every third.
		const step = size === usual ? 1 : 3;
		for (let at = 0; at < entries.length - step; at += step) {
			timeline = advance(timeline, entries.slice(at, at + step));
			screen.rerender(<buildScreen.View state={stateOf(timeline)} size={size} whereabouts={here} />);
			const rows = screen.rows();
			expect(rows).toHaveLength(size.rows - 1);
			expect(Math.max(...rows.map(row => row.length))).toBeLessThanOrEqual(size.columns - 2);
			for (const name of ['Check', 'Connect by SSH', 'Make the AMI', 'Tag the AMI', 'Remove the machine']) {
				const place = rows.findIndex(row => row.slice(3).startsWith(name));
				expect(place).toBe(places.get(name) ?? place);
				places.set(name, place);
			}
		}

		expect(places.get('Check')).toBe(size.columns < 76 ? -1 : 3);
	});

	test('the question whether to cancel takes the last three rows, and nothing above moves', () => {
		const timeline = recorded('success', 22);
		const before = rowsAt(stateOf(timeline), size);
		const asked = rowsAt(stateOf(timeline, { dialog: { selected: 0 } }), size);
		expect(asked.slice(0, -3)).toEqual(before.slice(0, -3));
		expect(asked.at(-3)).toMatch(/^ Cancel( web)?\? First it deletes its machine, key and firewall\.$/);
		expect(asked.at(-2)).toMatch(/^ ❯ Keep building .*Cancel.* .*Leave.*quit$/);
		expect(asked.at(-1)).toMatch(/^ ←→ choose · enter do it · esc keep.* · ctrl-c cancel.*$/);
	});

	test('the log over the whole screen fits, lines wrapped', () => {
		const timeline = recorded('ssh-denied');
		const rows = rowsAt({ ...opened(timeline).state(), openLog: { step: undefined, view: newLog } }, size);
		expect(rows).toHaveLength(size.rows - 1);
		expect(Math.max(...rows.map(row => row.length))).toBeLessThanOrEqual(size.columns - 2);
		expect(rows.join(' ')).not.toContain('…');
	});
});

const newLog = newBuildState('7f3a').log;

test('what a rehearsal only checked has a sign of its own, in ASCII too, and in the one row of a narrow terminal', () => {
	const output = transcript('1.16.0', 'success');
	const entries = rehearsalEntries('trace', output, scripts).slice(0, -30);
	const timeline = advance(startTimeline(header({ mode: 'rehearsal' })), entries);
	const rows = rowsAt(stateOf(timeline, { now: firstTime + 40_000 }), usual).map(row => row.slice(0, 32));
	expect(rows).toEqual(
		expect.arrayContaining([
			' ~ Install               not run',
			'   ~ hello               not run',
			'   ~ ok                  not run',
		]),
	);
	expect(asciiText(signs.notRun)).toBe(signs.notRun);
	const marked = stateOf(timeline, { now: firstTime + 40_000, selected: 0 });
	expect(rowsAt(marked, { columns: 60, rows: 16 }).join('\n')).toMatch(/ ~ Install 1 of 2: hello +not run/);
});

describe('keys while it builds', () => {
	const running = () => opened(recorded('success', 22));

	test('q leaves with exit 5 and says where to watch it; esc goes home', () => {
		const screen = running();
		screen.press('q');
		expect(screen.moves).toMatchObject([
			{
				type: 'exit',
				outcome: {
					exitCode: 5,
					summaryLines: [
						expect.stringMatching(/^web goes on\. Watch it: .*packer-wizard builds watch 7f3a$/),
					],
				},
			},
		]);
		screen.press('<escape>');
		expect(screen.moves.at(-1)).toEqual({ type: 'go-home' });
	});

	test('the arrows mark a step, enter shows its log, esc is the way back', () => {
		const screen = running();
		screen.press('<up>');
		expect(screen.state().selected).toBe(1);
		screen.press('<up><up>');
		expect(screen.rows().filter(row => row.includes('❯'))).toEqual([expect.stringMatching(/^ ❯ ✓ hello /)]);
		screen.press('<enter>');
		const rows = screen.rows();
		expect(rows[0]).toMatch(/^ Log of web, step hello +4 s$/);
		expect(rows.slice(2, 6)).toEqual([' | a warning', ' hello, world', ' 30%', '']);
		screen.press('<escape>');
		expect(screen.moves).toEqual([]);
		expect(screen.rows()[3]).toContain('Check');
		screen.press('f');
		expect(screen.state().selected).toBeUndefined();
	});

	test('tab gives the arrows to the log, tab or esc give them back', () => {
		const screen = opened(recorded('success', 22), { size: { columns: 80, rows: 16 } });
		screen.press('<tab><up>');
		expect(screen.state().log.top).toBe(11);
		expect(screen.rows().at(-3)).toMatch(/ {2}scrolled +line 20 of 21 · 1 on stderr$/);
		screen.press('<down>');
		expect(screen.state().log.top).toBeUndefined();
		screen.press('<escape>');
		expect(screen.moves).toEqual([]);
		screen.press('<up>');
		expect(screen.state().selected).toBe(1);
	});

	test('a search is typed, its letters are no commands, n goes on, esc ends it first', () => {
		const screen = running();
		screen.press('/ssh');
		expect(screen.rows().at(-2)).toMatch(/^ › ssh /);
		screen.press('<enter>');
		expect(screen.rows().at(-2)).toContain('"ssh" in line 13: n next, N previous');
		screen.press('N');
		expect(screen.rows().at(-2)).toContain('"ssh" in line 12');
		screen.press('<escape>');
		expect(screen.state().log.query).toBe('');
		expect(screen.moves).toEqual([]);
	});

	test('x shows only problems, and everything again', () => {
		const screen = running();
		screen.press('x');
		expect(screen.rows()[3]).toMatch(/ {2}\| a warning$/);
		expect(screen.rows().at(-2)).toContain('following, only problems: x shows all');
		screen.press('x');
		expect(screen.rows()[3]).not.toContain('a warning');
	});

	test('help is about the keys that work here', () => {
		const screen = running();
		screen.press('?');
		expect(screen.moves).toEqual([{ type: 'open', route: { at: 'help', context: 'build' } }]);
	});
});

describe('cancelling', () => {
	const cancelling = () => {
		const cancelled: string[] = [];
		const screen = opened(recorded('success', 22), {
			cancel: async id => {
				cancelled.push(id);
			},
		});
		return { screen, cancelled };
	};

	test('c asks; enter on the first choice, or esc, keeps building', () => {
		const { screen, cancelled } = cancelling();
		screen.press('c<enter>c<escape>');
		expect(cancelled).toEqual([]);
		expect(screen.state().dialog).toBeUndefined();
	});

	test('ctrl-c asks, again cancels; during the clean-up it leaves and the clean-up goes on', () => {
		const { screen, cancelled } = cancelling();
		screen.press('<ctrl-c>');
		expect(screen.rows().at(-2)).toContain('❯ Keep building');
		screen.press('<ctrl-c>');
		expect(cancelled).toEqual(['7f3a']);
		expect(screen.rows().at(-2)).toContain('cancelling');
		expect(screen.rows().at(-1)).not.toContain('cancel');
		screen.press('c');
		expect(screen.state().dialog).toBeUndefined();
		screen.press('<ctrl-c>');
		expect(cancelled).toEqual(['7f3a']);
		expect(screen.moves).toMatchObject([{ type: 'exit', outcome: { exitCode: 5 } }]);
	});

	test.each(['l', '<tab>'])(
		'ctrl-c in the log (%s) asks, too: who types on presses nothing below it',
		key => {
			const { screen, cancelled } = cancelling();
			screen.press(`${key}<ctrl-c>`);
			expect(screen.rows().at(-2)).toContain('❯ Keep building');
			screen.press('<ctrl-c>');
			expect(cancelled).toEqual(['7f3a']);
		},
	);

	test('the other choices: cancel and clean up, leave it running', () => {
		const { screen, cancelled } = cancelling();
		screen.press('c<right><enter>');
		expect(cancelled).toEqual(['7f3a']);
		const other = cancelling();
		other.screen.press('c<left><enter>');
		expect(other.cancelled).toEqual([]);
		expect(other.screen.moves).toMatchObject([{ type: 'exit', outcome: { exitCode: 5 } }]);
	});

	test('a cancel that did not arrive can be asked for again', async () => {
		const screen = opened(recorded('success', 22), {
			cancel: () => Promise.reject(new Problem('The process that runs it does not answer.')),
		});
		screen.press('c<right><enter>');
		expect(screen.rows().join('\n')).toContain('cancelling');
		await expect(screen.settle()).rejects.toThrow('does not answer');
		expect(screen.rows().join('\n')).not.toContain('cancelling');
		screen.press('c');
		expect(screen.state().dialog).toBeDefined();
	});

	test('the question goes away when the build ends', () => {
		const { screen } = cancelling();
		screen.press('c');
		screen.send({ type: 'ended', ...told(recorded('success')) });
		expect(screen.state().dialog).toBeUndefined();
		expect(screen.rows().join('\n')).toContain('web is ready');
	});
});

test('before the journal is read it can be left, and who stops it is asked as soon as it is read', () => {
	const screen = drive(buildScreen, { state: newBuildState('7f3a') }, { size: usual });
	expect(rowsAt(screen.state(), usual)[0]).toBe(' Build 7f3a');
	screen.press('c<tab><up><enter>l/x');
	expect(rowsAt(screen.state(), usual)[0]).toBe(' Build 7f3a');
	screen.press('<escape>');
	expect(screen.state().dialog).toBeUndefined();
	const other = drive(buildScreen, { state: newBuildState('7f3a') }, { size: usual });
	other.press('q');
	expect(other.moves).toMatchObject([{ type: 'exit', outcome: { exitCode: 5 } }]);
	const cancelled: string[] = [];
	const cancel = async (id: string): Promise<void> => {
		cancelled.push(id);
	};
	const stopped = drive(buildScreen, { state: newBuildState('7f3a') }, { size: usual, actions: { cancel } });
	stopped.press('<ctrl-c>');
	expect(stopped.moves).toEqual([]);
	stopped.send({ type: 'timeline', ...told(recorded('success', 20)) });
	expect(rowsAt(stopped.state(), usual).join('\n')).toContain('❯ Keep building');
	stopped.press('<ctrl-c>');
	expect(cancelled).toEqual(['7f3a']);
});

test('it follows the build: what comes in a rush is drawn together', async () => {
	const states = Array.from({ length: 50 }, (_, index) => recorded('success', index));
	const { actions } = fakeActions({
		follow: async (_id, onProgress) => {
			for (const timeline of states) {
				onProgress({ timeline, lines: [], moments: [] });
			}

			return recorded('success');
		},
	});
	const store = createAppStore({
		actions,
		whereabouts: here,
		start: { at: 'build', id: '7f3a' },
		open: openRoute,
	});
	onTestFinished(store.close);
	const drawn = await new Promise<readonly number[]>(resolve => {
		const versions: number[] = [];
		store.subscribe(() => {
			versions.push(store.version());
			setTimeout(() => resolve(versions), 200);
		});
	});
	expect(drawn).toHaveLength(1);
	expect(drawn[0]).toBeGreaterThan(50);
	expect(store.top()?.context()).toBe('result');
});

test('a build that was long over is shown as it ended, and not played again', async () => {
	const { actions } = fakeActions({
		follow: async (_id, onProgress) => {
			const told = { lines: [], moments: [], isBehind: true };
			for (const index of [1, 20, 40]) {
				await onProgress({ ...told, timeline: recorded('success', index) });
				await wait(30);
			}

			return recorded('success');
		},
	});
	const store = createAppStore({
		actions,
		whereabouts: here,
		start: { at: 'build', id: '7f3a' },
		open: openRoute,
	});
	onTestFinished(store.close);
	const contexts = new Set<string | undefined>();
	store.subscribe(() => contexts.add(store.top()?.context()));
	await vi.waitFor(() => expect(contexts).toEqual(new Set(['result'])));
});

test('the clock draws nothing while the journal tells the time by itself, and goes on when that is silent', () => {
	const timeline = recorded('success', 20);
	const { state } = buildScreen.update(stateOf(timeline), { type: 'tick', now: timeline.time + 999 }, here);
	expect(state.now).toBe(timeline.time);
	const silent = buildScreen.update(state, { type: 'tick', now: timeline.time + 1000 }, here);
	expect(silent.state.now).toBe(timeline.time + 1000);
});

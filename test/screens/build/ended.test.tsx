import { describe, expect, test } from 'vitest';
import type { Actions } from '../../../source/actions/contract.ts';
import { buildSummary } from '../../../source/actions/summary.ts';
import type { JournalHeader } from '../../../source/builds/journal/journal.ts';
import { advance, startTimeline, type Timeline } from '../../../source/builds/timeline/timeline.ts';
import { buildScreen } from '../../../source/screens/build/build-screen.tsx';
import { newBuildState } from '../../../source/screens/build/build-state.ts';
import { endedRows } from '../../../source/screens/build/ended.ts';
import { fakeActions, keys, renderApp } from '../../helpers/app.tsx';
import { drive } from '../../helpers/drive.ts';
import { renderAt } from '../../helpers/render.ts';
import { journalEntries, journalHeader, transcript } from '../../helpers/transcript.ts';
import { here } from '../../helpers/whereabouts.ts';

const size = { columns: 80, rows: 23 };
const scripts = ['scripts/01-hello.sh', 'scripts/02-fail.sh'];

const recorded = (name: string, change: Partial<JournalHeader> = {}): Timeline =>
	advance(
		startTimeline({ ...journalHeader('1.16.0', scripts), ...change }),
		journalEntries(transcript('1.16.0', name), {
			exitCode: name === 'success' ? 0 : 1,
			cancelled: name === 'cancel',
		}),
	);

/** What the task that follows a build tells of it. */
const told = (timeline: Timeline) => ({ timeline, summary: buildSummary(timeline, here) });

const opened = (timeline: Timeline, actions: Partial<Actions> = {}) => {
	const screen = drive(buildScreen, { state: newBuildState('7f3a') }, { actions, size });
	screen.send({ type: 'ended', ...told(timeline) });
	return {
		...screen,
		rows: () =>
			renderAt(size, <buildScreen.View state={screen.state()} size={size} whereabouts={here} />).rows(),
	};
};

describe('a step that failed', () => {
	test('only its last five lines', () => {
		const timeline = recorded('script-fails');
		const step = { time: 0, source: 'stdout' as const, step: 1 };
		const log = Array.from({ length: 20 }, (_, index) => ({ ...step, text: `said ${index}` }));
		const text = opened({ ...timeline, log })
			.rows()
			.join('\n');
		expect(text.match(/said \d+/g)).toEqual(['said 15', 'said 16', 'said 17', 'said 18', 'said 19']);
	});

	test('the rows: log, again by the review, which names the account, the answers, home', () => {
		const screen = opened(recorded('script-fails', { preset: 'web' }));
		screen.press('<enter>');
		expect(screen.rows()[0]).toContain('Log of web');
		screen.press('<escape><down><enter>');
		const { recipe, folder } = recorded('script-fails').header;
		expect(screen.moves).toMatchObject([
			{
				type: 'open',
				route: { at: 'wizard', draft: { recipe, folder, preset: 'web', mode: 'aws', at: 'review' } },
			},
		]);
		screen.press('<down><enter>');
		expect(screen.moves.at(-1)).toMatchObject({
			type: 'open',
			route: { at: 'wizard', draft: { recipe, at: 'review' } },
		});
		screen.press('<down><enter>');
		expect(screen.moves.at(-1)).toEqual({ type: 'go-home' });
	});

	test('a rehearsal goes on to the checklist at once, and with its time limit', () => {
		const screen = opened(recorded('script-fails', { mode: 'rehearsal', timeout: 60_000 }));
		screen.press('<down><enter>');
		expect(screen.moves).toMatchObject([
			{ type: 'open', route: { at: 'before', request: { mode: 'rehearsal', decisions: { timeout: 1 } } } },
		]);
	});

	test('a build that costs is not begun by an enter that was typed before its row was drawn', () => {
		const screen = opened(recorded('script-fails'));
		screen.press('<down>');
		screen.press('<enter>r', { drawn: false });
		expect(screen.moves).toEqual([]);
	});
});

test.each([
	[60, 16],
	[80, 24],
])('how one gets into a kept machine stands whole at %d × %d, and so does every row', (columns, rows) => {
	const key = '/home/ann/.local/state/packer-wizard/builds/7f3a/key.pem';
	const timeline = recorded('script-fails', { onError: 'keep' });
	const state = {
		...newBuildState('7f3a'),
		...told({
			...timeline,
			kept: { user: 'ubuntu', key },
			instance: 'i-0123456789abcdef0',
			address: '203.0.113.7',
		}),
	};
	const shown = renderAt(
		{ columns, rows },
		<buildScreen.View state={state} size={{ columns, rows }} whereabouts={here} />,
	).rows();
	const text = shown.join('\n');
	expect(text.replaceAll(/\s+/g, '')).toContain(`ssh-i${key}ubuntu@203.0.113.7`);
	for (const { label } of endedRows(state, state.timeline)) {
		expect(text).toContain(label);
	}
});

test('y copies what happened', () => {
	const copied: string[] = [];
	const screen = opened(recorded('script-fails'), {
		copyToClipboard: text => {
			copied.push(text);
			return true;
		},
	});
	screen.press('y');
	expect(copied).toEqual([expect.stringContaining('apt knows no package nodejss')]);
	expect(screen.rows()[0]).toMatch(/ {2}copied$/);
});

test('a build that was not cancelled by the person says why', () => {
	const timeline = recorded('cancel');
	// What was noted last is no reason: somebody who watched it was killed, which has nothing to do with it.
	const notice = { time: timeline.time, source: 'notice' as const, text: 'Another one watches it.' };
	const text = opened({ ...timeline, cancelReason: 'timeout', log: [...timeline.log, notice] })
		.rows()
		.join(' ')
		.replace(/\s+/g, ' ');
	expect(text).toMatch(/so it is cancelled; it was at \w+\. Packer deleted its machine, key and firewall\./);
	expect(text).not.toContain('Another one watches it.');
});

test.each([
	['script-fails', 1],
	['wrong-creds', 4],
	['cancel', 130],
	['success', 0],
])('after %s the program ends with %d', (name, exitCode) => {
	const screen = opened(recorded(name));
	screen.press('q<ctrl-c>');
	const outcome = { exitCode, summaryLines: expect.arrayContaining([expect.stringContaining('web')]) };
	expect(screen.moves).toMatchObject([
		{ type: 'exit', outcome },
		{ type: 'exit', outcome },
	]);
});

test('refused credentials say what to do', () => {
	const text = opened(recorded('wrong-creds')).rows().join(' ').replace(/\s+/g, ' ');
	expect(text).toContain('Sign in again (aws sso login, or new keys), then run it again.');
});

describe('what went well', () => {
	test('done leaves the lines on the ordinary screen', () => {
		const screen = opened(recorded('success'));
		screen.press('<enter>');
		expect(screen.moves).toMatchObject([
			{
				type: 'exit',
				outcome: { exitCode: 0, summaryLines: expect.arrayContaining(['✓ web is ready: 1 min 2 s']) },
			},
		]);
	});

	test('after a rehearsal it can be built for real', () => {
		const screen = opened(recorded('success', { mode: 'rehearsal' }));
		expect(screen.rows()[0]).toBe(' The rehearsal is over');
		screen.press('<down>');
		screen.press('<enter>', { drawn: false });
		expect(screen.moves).toEqual([]);
		screen.press('<enter>');
		expect(screen.moves).toMatchObject([
			{ type: 'open', route: { at: 'wizard', draft: { mode: 'aws', at: 'review' } } },
		]);
	});

	test('its letters: l the log, s the name of a preset, r once more, y what became of it', () => {
		const copied: string[] = [];
		const screen = opened(recorded('success'), {
			copyToClipboard: text => {
				copied.push(text);
				return true;
			},
		});
		screen.press('l');
		expect(screen.rows()[0]).toContain('Log of web');
		screen.press('<escape>sy');
		expect(screen.moves).toMatchObject([{ type: 'open', route: { at: 'save-preset', name: 'web' } }]);
		expect(copied).toEqual([expect.stringContaining('web is ready: 1 min 2 s')]);
		expect(screen.rows()[0]).toMatch(/ {2}copied$/);
		screen.press('r', { drawn: false });
		expect(screen.moves).toHaveLength(1);
		screen.press('re');
		expect(screen.moves.slice(1)).toMatchObject([
			{ type: 'open', route: { at: 'wizard', draft: { mode: 'aws', at: 'review' } } },
		]);
		screen.press('?');
		expect(screen.moves.at(-1)).toEqual({ type: 'open', route: { at: 'help', context: 'result' } });
	});

	test('Ctrl-C while its name as a preset is typed still leaves what became of it', async () => {
		const { actions } = fakeActions({ follow: async () => recorded('success') });
		const app = await renderApp({ at: 'build', id: '7f3a' }, actions, size);
		await app.waitFor('The image is ready');
		await app.press(keys.down, keys.enter, keys.ctrlC);
		expect(await app.outcome()).toMatchObject({
			exitCode: 0,
			summaryLines: expect.arrayContaining(['✓ web is ready: 1 min 2 s']),
		});
	});
});

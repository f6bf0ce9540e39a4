import { describe, expect, test } from 'vitest';
import type { Actions, Home } from '../../../source/actions/actions.ts';
import { Problem } from '../../../source/base/problem.ts';
import type { JournalHeader } from '../../../source/build/journal.ts';
import { advance, startTimeline, type Timeline } from '../../../source/build/timeline.ts';
import { buildScreen } from '../../../source/screens/build/build-screen.tsx';
import { newBuildState } from '../../../source/screens/build/build-state.ts';
import { drive } from '../../helpers/drive.ts';
import { renderAt } from '../../helpers/render.tsx';
import { journalEntries, journalHeader, transcript } from '../../helpers/transcript.ts';

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

const opened = (timeline: Timeline, actions: Partial<Actions> = {}) => {
	const screen = drive(buildScreen, { state: newBuildState('7f3a') }, { actions, size });
	screen.send({ type: 'ended', timeline });
	return {
		...screen,
		rows: () => renderAt(size, <buildScreen.View state={screen.state()} size={size} />).rows(),
	};
};

describe('a step that failed', () => {
	test('what happened, its last lines, what can be done, where the rest is', () => {
		const rows = opened(recorded('script-fails')).rows();
		expect(rows.map(row => row.replace(/\S*npx /, '')).slice(0, 17)).toEqual([
			' ✗ web failed after 34 s at Install, fail',
			'',
			' What happened   The script of fail ended with exit code 3: apt knows no',
			'                 package nodejss.',
			'',
			' Its last lines  E: Unable to locate package nodejss',
			'',
			' What to do      ❯ Show the log',
			'                   Run it again        nothing changed',
			'                   Change the answers  then run it again',
			'                   Leave it for now',
			'',
			' In AWS          Packer deleted its machine, key and firewall.',
			'',
			' Build 7f3a      packer-wizard builds watch 7f3a',
			'',
			'',
		]);
	});

	test('only its last five lines', () => {
		const timeline = recorded('script-fails');
		const step = { time: 0, source: 'stdout' as const, step: 1 };
		const log = Array.from({ length: 20 }, (_, index) => ({ ...step, text: `said ${index}` }));
		const text = opened({ ...timeline, log })
			.rows()
			.join('\n');
		expect(text.match(/said \d+/g)).toEqual(['said 15', 'said 16', 'said 17', 'said 18', 'said 19']);
	});

	test('the rows: log, again by the checklist, the answers, home', () => {
		const screen = opened(recorded('script-fails', { preset: 'web' }));
		screen.press('<enter>');
		expect(screen.rows()[0]).toContain('Log of web');
		screen.press('<escape><down><enter>');
		const { recipe, folder } = recorded('script-fails').header;
		expect(screen.moves).toEqual([
			{
				type: 'replace',
				route: {
					screen: 'before',
					request: { decisions: { recipe, folder }, mode: 'aws', secrets: {}, preset: 'web' },
				},
			},
		]);
		screen.press('<down><enter>');
		expect(screen.moves.at(-1)).toMatchObject({
			type: 'replace',
			route: { screen: 'wizard', draft: { recipe, at: 'review' } },
		});
		screen.press('<down><enter>');
		expect(screen.moves.at(-1)).toEqual({ type: 'go-home' });
	});

	test('a build that costs is not begun by an enter that was typed before its row was drawn', () => {
		const screen = opened(recorded('script-fails'));
		screen.press('<down>');
		screen.press('<enter>r', { drawn: false });
		expect(screen.moves).toEqual([]);
	});
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
	const notice = { time: timeline.time, source: 'notice' as const, text: 'The disk is nearly full.' };
	const text = opened({ ...timeline, log: [...timeline.log, notice] })
		.rows()
		.join(' ')
		.replace(/\s+/g, ' ');
	expect(text).toContain('The disk is nearly full. Packer deleted its machine, key and firewall.');
});

test.each([
	['script-fails', 1, 'failed'],
	['wrong-creds', 4, 'failed'],
	['cancel', 130, 'cancelled'],
	['success', 0, 'done'],
])('after %s the program ends with %d', (name, exitCode, kind) => {
	const screen = opened(recorded(name));
	screen.press('q<ctrl-c>');
	const outcome = { kind, exitCode, summaryLines: expect.arrayContaining([expect.stringContaining('web')]) };
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
			{ type: 'replace', route: { screen: 'before', request: { mode: 'aws' } } },
		]);
	});

	const home = (names: readonly string[]): Partial<Actions> => ({
		home: async () =>
			({
				presets: names.map(name => ({ name, origin: 'own', description: '', needsToken: false })),
			}) as unknown as Home,
	});

	test('it can be saved as a preset; a name that is taken only after another enter', async () => {
		const saved: [string, boolean][] = [];
		const screen = opened(recorded('success'), {
			...home(['web']),
			savePreset: async (name, _recipe, overwrite) => {
				saved.push([name, overwrite]);
				return name;
			},
		});
		screen.press('<down><enter>');
		expect(screen.rows()[4]).toBe(' › web');
		screen.press('<enter>');
		await screen.settle();
		expect(saved).toEqual([]);
		expect(screen.rows().join('\n')).toContain('You have a preset web already: enter replaces it.');
		screen.press('<enter>', { drawn: false });
		await screen.settle();
		expect(saved).toEqual([]);
		screen.press('2<enter>');
		await screen.settle();
		expect(saved).toEqual([['web2', false]]);
		expect(screen.rows().join('\n')).toContain('saved as web2');
		screen.press('<enter><enter>');
		await screen.settle();
		screen.press('<enter>');
		await screen.settle();
		expect(saved).toEqual([
			['web2', false],
			['web', true],
		]);
	});

	test('a name that cannot be one, and a folder that cannot be written, say so', async () => {
		const screen = opened(recorded('success'), {
			...home([]),
			savePreset: async () => {
				throw new Problem('The preset cannot be written.', { reason: 'The disk is full.' });
			},
		});
		screen.press('<down><enter> X<enter>');
		await screen.settle();
		expect(screen.rows().join('\n')).toContain('A name has small letters');
		screen.press('<backspace><backspace><enter>');
		await screen.settle();
		expect(screen.rows().join('\n')).toContain('The disk is full.');
		screen.press('<escape>');
		expect(screen.rows()[0]).toBe(' The image is ready');
	});
});

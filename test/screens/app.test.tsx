import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Problem } from '../../source/base/problem.ts';
import { programCommand } from '../../source/base/program.ts';
import type { BuildRequest } from '../../source/flow/request.ts';
import { newDraft } from '../../source/questions/draft.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { runScreens } from '../../source/screens/run-screens.tsx';
import { following, header } from '../commands/timelines.ts';
import { fakeActions, keys, renderApp } from '../helpers/app.tsx';
import { at, here } from '../helpers/whereabouts.ts';

const { enter, down, ctrlC, escape: esc } = keys;
const usual = { columns: 80, rows: 23 };

test('a terminal that becomes too small says how large it must be, and it goes on where it was', async () => {
	const { actions, drafts } = fakeActions();
	const app = await renderApp({ at: 'wizard', draft: newDraft() }, actions, usual);
	await app.press(enter, 'ireland');
	await app.resize({ columns: 40, rows: 10 });
	expect(app.text()).toMatch(/40×10[\s\S]*60×16/);
	expect(app.rows().every(row => row.length < 40)).toBe(true);
	await app.press(enter, 'x', down);
	expect(drafts.length).toBe(1);
	await app.resize(usual);
	expect(app.text()).toContain('› ireland');
	app.check();
});

test('every size between the smallest and a large one is drawn right', async () => {
	const { actions } = fakeActions();
	const app = await renderApp({ at: 'wizard', draft: { ...newDraft(), at: 'base' } }, actions, usual);
	for (const columns of [60, 61, 75, 76, 77, 100, 213]) {
		for (const rows of [16, 17, 19, 20, 24, 60]) {
			await app.resize({ columns, rows });
			app.check();
			expect(app.text()).toContain('Base image');
		}
	}
});

test('Ctrl-C works in a terminal that is too small', async () => {
	const { actions } = fakeActions();
	const app = await renderApp({ at: 'wizard', draft: newDraft() }, actions, usual);
	await app.resize({ columns: 20, rows: 5 });
	await app.press(ctrlC);
	expect((await app.outcome()).exitCode).toBe(130);
});

test('help is about the place it was asked at, and comes back there', async () => {
	const { actions } = fakeActions();
	const app = await renderApp({ at: 'wizard', draft: newDraft() }, actions, { columns: 60, rows: 16 });
	await app.press('?');
	expect(app.text()).toMatch(/^ Keys[\s\S]*A list\n/);
	app.check();
	await app.press(keys.end);
	app.check();
	expect(app.rows()[0]).toMatch(/-(\d+) of \1$/);
	await app.press('q');
	expect(app.text()).toContain('step 1 of 8');
});

test('a Problem names the commands of its next steps as the program was started', async () => {
	vi.stubEnv('npm_lifecycle_event', 'start');
	vi.stubEnv('npm_package_name', 'packer-wizard');
	onTestFinished(() => {
		vi.unstubAllEnvs();
	});
	const problem = new Problem('There is no build.', { next: ['Make an image: packer-wizard new'] });
	const app = await renderApp({ at: 'problem', problem }, fakeActions().actions, usual);
	expect(app.text()).toContain('Make an image: npm start -- new');
});

test('a defect in an action ends the app and is told', async () => {
	const { actions } = fakeActions({
		home: async () => {
			throw new TypeError('defect');
		},
	});
	const app = await renderApp({ at: 'home' }, actions, usual);
	await expect(app.outcome()).rejects.toThrow('defect');
});

test('what came of a closed screen is not told to another', async () => {
	let plan: () => void = () => undefined;
	const { actions } = fakeActions({
		planFiles: () =>
			new Promise((_, reject) => {
				plan = () => reject(new TypeError('too late'));
			}),
	});
	const draft = { ...newDraft(), at: 'review' };
	const app = await renderApp({ at: 'wizard', draft }, actions, usual);
	await app.press(...Array.from({ length: 12 }, () => esc));
	await app.waitFor('Rehearse an image');
	plan();
	await app.press(down);
	expect(app.text()).toContain('❯ New image');
});

describe('told to end, the app ends at once and tells', () => {
	const request: BuildRequest = {
		decisions: { recipe: defaultRecipe(), folder: null },
		mode: 'rehearsal',
		secrets: {},
	};
	const begun = `web had begun and is cancelled: ${programCommand(here.environment)} builds watch 7f3a`;

	test('that a build which is watched goes on, from the help above it too', async () => {
		const { actions } = fakeActions({ follow: following([header()], new Promise(() => undefined)) });
		const app = await renderApp({ at: 'build', id: '7f3a' }, actions, usual);
		await app.waitFor('web');
		await app.press('?');
		app.end();
		expect(await app.outcome()).toMatchObject({
			exitCode: 5,
			summaryLines: [`web goes on. Watch it: ${programCommand(here.environment)} builds watch 7f3a`],
		});
	});

	test.each([
		['nothing was started', undefined, 'web was not started.'],
		['a build had begun', '7f3a', begun],
	])('what became of a start: %s', async (_, id, line) => {
		const { actions } = fakeActions({
			start: (_request, signal) =>
				new Promise((resolve, reject) => {
					signal?.addEventListener('abort', () =>
						setImmediate(() => (id === undefined ? reject(signal.reason) : resolve(id))),
					);
				}),
		});
		const app = await renderApp({ at: 'before', request }, actions, usual);
		await app.waitFor('starting');
		app.end();
		expect(await app.outcome()).toMatchObject({ exitCode: 130 });
		expect((await app.outcome()).summaryLines).toEqual([line]);
	});

	test('and what waits is given up', async () => {
		let given: AbortSignal | undefined;
		const { actions } = fakeActions({
			checks: (_request, signal) => {
				given = signal;
				return new Promise(() => undefined);
			},
		});
		const app = await renderApp({ at: 'before', request }, actions, usual);
		expect(given?.aborted).toBe(false);
		app.end();
		expect(await app.outcome()).toMatchObject({ exitCode: 130, summaryLines: ['web was not started.'] });
		expect(given?.aborted).toBe(true);
	});
});

test('a terminal that is too small at the start is left as it is', async () => {
	const stdout = Object.assign(new PassThrough(), { columns: 40, rows: 10, isTTY: true });
	const outcome = await runScreens({
		actions: fakeActions().actions,
		stdin: Object.assign(new PassThrough(), { isTTY: true }),
		stdout: stdout as unknown as NodeJS.WriteStream,
		whereabouts: at({}),
		ended: new AbortController().signal,
	});
	expect(outcome).toBe('too-small');
	expect(stdout.read()).toBeNull();
});

test('the real rendering: alternate screen, one byte pattern after the other, the terminal given back', async () => {
	// Ink patches the console, and the test runner's has no constructor.
	Object.assign(console, { Console });
	const written: string[] = [];
	const stdout = Object.assign(new PassThrough(), { columns: 80, rows: 24, isTTY: true });
	stdout.on('data', chunk => written.push(String(chunk)));
	const raw: boolean[] = [];
	const stdin = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode: (mode: boolean) => raw.push(mode),
		ref: () => undefined,
		unref: () => undefined,
	});
	const { actions, drafts } = fakeActions();
	const ended = runScreens({
		actions,
		start: { at: 'wizard', draft: newDraft() },
		stdin,
		stdout: stdout as unknown as NodeJS.WriteStream,
		whereabouts: at({ LANG: 'C', SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }),
		ended: new AbortController().signal,
	});
	const answered = async (count: number): Promise<void> => {
		while (drafts.length < count) {
			await new Promise(resolve => setTimeout(resolve, 5));
		}
	};
	// Two enters in one read, an arrow in two, ESC and a letter together, then Ctrl-C.
	stdin.write('\r\r');
	await answered(2);
	stdin.write('\u001B');
	await new Promise(resolve => setTimeout(resolve, 10));
	stdin.write('[B');
	stdin.write('\u001Bu');
	await answered(3);
	stdin.write('\u0003');
	const outcome = await ended;
	expect(outcome).toMatchObject({ exitCode: 130 });
	expect(drafts.map(draft => draft.at)).toEqual(['region', 'base', 'region']);
	const text = written.join('');
	expect(text).toContain('\u001B[?1049h');
	expect(text).toContain('\u001B[?1049l');
	expect(raw.at(-1)).toBe(false);
	expect(stdin.isPaused()).toBe(true);
	// The locale is not UTF-8: a sign of ASCII in each place.
	expect(/^[\u0000-\u007F]*$/.test(text)).toBe(true);
	expect(text).toContain('> Where');
});

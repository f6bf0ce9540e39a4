import { describe, expect, onTestFinished, test } from 'vitest';
import type { Actions } from '../../../source/actions/contract.ts';
import { Problem } from '../../../source/base/problem.ts';
import { programCommand } from '../../../source/base/program.ts';
import type { Check } from '../../../source/flow/checks.ts';
import type { Remedy } from '../../../source/flow/remedies.ts';
import type { BuildRequest } from '../../../source/flow/request.ts';
import { defaultRecipe } from '../../../source/recipe/defaults.ts';
import { createAppStore } from '../../../source/screens/app-store.ts';
import { beforeScreen } from '../../../source/screens/before/before-screen.tsx';
import { openBefore } from '../../../source/screens/before/before-update.ts';
import { openRoute } from '../../../source/screens/routes.tsx';
import { fakeActions as appActions, keys, renderApp } from '../../helpers/app.tsx';
import { drive } from '../../helpers/drive.ts';
import { renderAt } from '../../helpers/render.ts';
import { here } from '../../helpers/whereabouts.ts';
import { files, token } from '../recorded/worlds.ts';

const size = { columns: 80, rows: 23 };
const request: BuildRequest = {
	decisions: { recipe: defaultRecipe(), folder: null },
	mode: 'aws',
	secrets: {},
};

const engine: Check = {
	id: 'engine',
	status: 'warning',
	title: 'Container engine',
	detail: 'none: a rehearsal checks the scripts, it runs none',
	remedies: [],
};
const packer: Check = {
	id: 'packer',
	status: 'missing',
	title: 'Packer',
	detail: 'none on this machine',
	remedies: [
		{
			id: 'get-packer',
			label: 'Get Packer 1.16.1',
			details: [
				'from releases.hashicorp.com, SHA-256 checked, into',
				'~/.cache/packer-wizard (licence BUSL-1.1)',
			],
		},
		{
			id: 'packer-path',
			label: 'Use mine',
			details: ['give its path'],
		},
	],
};
const noSignIn: Check = {
	id: 'credentials',
	status: 'missing',
	title: 'AWS sign-in',
	detail: 'none found',
	advice: { label: 'How to sign in', lines: ['aws configure, in another window'] },
	remedies: [{ id: 'rehearse', label: 'Rehearse instead', details: ['no account needed'] }],
};

/** Actions whose checks can be changed, and which note what they were asked to do. */
const fakeActions = (checks: readonly Check[]) => {
	const asked: string[] = [];
	const state = { checks, looks: 0 };
	const actions: Partial<Actions> = {
		preflight: async () => [],
		checks: async () => {
			state.looks++;
			return state.checks;
		},
		remedy: async (given: BuildRequest, remedy: Remedy, answer, say) => {
			asked.push(answer === undefined ? remedy.id : `${remedy.id} ${answer}`);
			say('downloading 34 MB of 51 MB');
			return { ...given, secrets: { GITHUB_OAUTH_TOKEN: answer ?? '' } };
		},
		start: async () => {
			asked.push('start');
			return '7f3a';
		},
	};
	return { actions, asked, state };
};

const opened = async (checks: readonly Check[]) => {
	const { actions, asked, state } = fakeActions(checks);
	const screen = drive(beforeScreen, openBefore(request, 'see-and-start'), { actions, size });
	await screen.settle();
	return { screen, asked, world: state, actions };
};

describe('going on', () => {
	test('when nothing is missing it starts at once and watches the build, warnings or not', async () => {
		const { screen, asked } = await opened([files, engine]);
		expect(asked).toEqual(['start']);
		expect(screen.moves).toEqual([{ type: 'replace', route: { at: 'build', id: '7f3a' } }]);
	});

	test('it looks again every few seconds while something is missing, and goes on when that is there', async () => {
		const { screen, asked, world } = await opened([files, packer]);
		expect(asked).toEqual([]);
		screen.send({ type: 'tick', now: 10_000 });
		await screen.settle();
		expect(world.looks).toBe(2);
		screen.send({ type: 'tick', now: 11_000 });
		await screen.settle();
		expect(world.looks).toBe(2);
		world.checks = [files];
		screen.send({ type: 'tick', now: 14_000 });
		await screen.settle();
		expect(asked).toEqual(['start']);
	});

	test('r looks again at once', async () => {
		const { screen, world } = await opened([packer]);
		screen.press('r');
		await screen.settle();
		expect(world.looks).toBe(2);
	});

	test('a build that does not start says why and is not tried again by itself', async () => {
		const { actions, state } = fakeActions([files]);
		let tries = 0;
		const start = async () => {
			tries++;
			throw new Problem('./web cannot be written.', { reason: 'The disk is full.' });
		};
		const screen = drive(beforeScreen, openBefore(request, 'see-and-start'), {
			actions: { ...actions, start },
			size,
		});
		await screen.settle();
		screen.send({ type: 'tick', now: 60_000 });
		await screen.settle();
		expect(tries).toBe(1);
		const shown = renderAt(size, <beforeScreen.View state={screen.state()} size={size} whereabouts={here} />);
		expect(shown.text()).toContain('./web cannot be written.');
		expect(shown.text()).toContain('The disk is full.');
		screen.press('r');
		await screen.settle();
		expect([tries, state.looks]).toEqual([2, 2]);
	});
});

describe('remedies', () => {
	test('enter does the marked one, and what it says stands in the place of its details', async () => {
		const { actions, asked } = fakeActions([files, packer]);
		const { promise: loaded, resolve: load } = Promise.withResolvers<void>();
		const remedy: Actions['remedy'] = async (given, _remedy, _answer, say) => {
			asked.push('get-packer');
			say('downloading 34 MB of 51 MB');
			await loaded;
			return given;
		};
		const screen = drive(beforeScreen, openBefore(request, 'see-and-start'), {
			actions: { ...actions, remedy },
			size,
		});
		await new Promise(setImmediate);
		const view = () =>
			renderAt(size, <beforeScreen.View state={screen.state()} size={size} whereabouts={here} />).rows();
		const before = view();
		screen.press('<enter>');
		expect(asked).toEqual(['get-packer']);
		const during = view();
		const row = before.findIndex(text => text.includes('Get Packer'));
		expect(during[row]).toContain('downloading 34 MB of 51 MB');
		expect(during[row - 1]).toBe(before[row - 1]);
		screen.press('<enter><enter>');
		expect(asked).toEqual(['get-packer']);
		load();
		await screen.settle();
	});

	test('an enter that was typed before the row was drawn does not download anything', async () => {
		const { screen, asked } = await opened([packer]);
		screen.press('<enter>', { drawn: false });
		expect(asked).toEqual([]);
		screen.press('<enter>');
		expect(asked).toEqual(['get-packer']);
	});

	test('no enter waits for what it finds when it looks again, unless that is something else', async () => {
		const { actions, asked, state } = fakeActions([packer]);
		const store = createAppStore({
			actions: appActions(actions).actions,
			whereabouts: here,
			start: { at: 'before', request },
			open: openRoute,
		});
		onTestFinished(store.close);
		const pressEnter = () => store.press([{ name: 'enter' }], size);
		const lookAgain = async (now: number, found: Check): Promise<void> => {
			state.checks = [found];
			store.tick(now);
			await new Promise(setImmediate);
		};
		await new Promise(setImmediate);
		store.drawn(store.actedOn());
		await lookAgain(10_000, { ...packer, detail: 'something else' });
		pressEnter();
		expect(asked).toEqual([]);
		store.drawn(store.actedOn());
		await lookAgain(20_000, { ...packer, detail: 'something else' });
		expect(state.looks).toBe(3);
		pressEnter();
		expect(asked).toEqual(['get-packer']);
	});

	test('a token is typed hidden and given to the remedy; esc puts the field away', async () => {
		const { screen, asked } = await opened([token]);
		screen.press('<enter>secret');
		const shown = renderAt(size, <beforeScreen.View state={screen.state()} size={size} whereabouts={here} />);
		expect(shown.text()).toContain('› ******');
		expect(shown.text()).not.toContain('secret');
		screen.press('<escape>');
		expect(beforeScreen.context(screen.state())).toBe('before');
		screen.press('<enter>');
		screen.send({ type: 'paste', text: 'ghp_x\n', size, drawn: true });
		screen.press('<enter>');
		await screen.settle();
		expect(asked).toEqual(['paste-token ghp_x']);
		expect(screen.state().list.request.secrets).toEqual({ GITHUB_OAUTH_TOKEN: 'ghp_x' });
	});

	test('an empty answer does nothing', async () => {
		const { screen, asked } = await opened([token]);
		screen.press('<enter><enter>');
		expect(asked).toEqual([]);
		expect(beforeScreen.context(screen.state())).toBe('text');
	});

	test('while somebody types it does not look again, nor go on', async () => {
		const { screen, asked, world } = await opened([token]);
		screen.press('<enter>gh');
		world.checks = [];
		screen.send({ type: 'tick', now: 60_000 });
		await screen.settle();
		expect([asked, world.looks]).toEqual([[], 1]);
	});

	test('one that does not help says so below itself', async () => {
		const { actions } = fakeActions([packer]);
		const remedy = async () => {
			throw new Problem('Packer could not be downloaded.', {
				reason: 'releases.hashicorp.com did not answer.',
			});
		};
		const screen = drive(beforeScreen, openBefore(request, 'see-and-start'), {
			actions: { ...actions, remedy },
			size,
		});
		await screen.settle();
		screen.press('<enter>');
		await screen.settle();
		const rows = renderAt(
			size,
			<beforeScreen.View state={screen.state()} size={size} whereabouts={here} />,
		).rows();
		const row = rows.findIndex(text => text.includes('Get Packer'));
		expect(rows[row + 2]).toContain('Packer could not be downloaded.');
		screen.press('<down>');
		expect(screen.state().marked).toBe('packer-path');
	});

	test('the mark stays on its remedy when another check goes away', async () => {
		const { screen, world } = await opened([packer, token]);
		screen.press('jjj');
		expect(screen.state().marked).toBe('leave-out');
		world.checks = [token];
		screen.press('r');
		await screen.settle();
		screen.press('<up>');
		expect(screen.state().marked).toBe('paste-token');
	});
});

describe('while it starts', () => {
	/** A start that ends as the test says, as the real one does: by the signal, or with a build. */
	const starting = async () => {
		const { actions } = fakeActions([files]);
		const { promise, resolve: begin } = Promise.withResolvers<string>();
		const start: Actions['start'] = (_request, signal) =>
			new Promise((resolve, reject) => {
				promise.then(resolve);
				signal?.addEventListener('abort', () => setImmediate(() => reject(signal.reason)));
			});
		const screen = drive(beforeScreen, openBefore(request, 'see-and-start'), {
			actions: { ...actions, start },
			size,
		});
		await new Promise(setImmediate);
		const header = () =>
			renderAt(size, <beforeScreen.View state={screen.state()} size={size} whereabouts={here} />).rows()[0];
		expect(header()).toMatch(/ starting$/);
		return { screen, begin, header };
	};
	const stopped = (line: string) => ({
		type: 'exit',
		outcome: { exitCode: 130, summaryLines: [line] },
	});

	test.each([
		['<escape>', { type: 'close' }],
		['q', stopped('web was not started.')],
		['<ctrl-c>', stopped('web was not started.')],
	])('%s starts nothing, and leaves when that is sure', async (key, move) => {
		const { screen, header } = await starting();
		screen.press(key);
		expect(screen.moves).toEqual([]);
		expect(header()).toMatch(/ stopping$/);
		await screen.settle();
		expect(screen.moves).toEqual([move]);
	});

	test.each([
		['<escape>', { type: 'replace', route: { at: 'build', id: '7f3a' } }],
		['<ctrl-c>', stopped(`web had begun and is cancelled: ${programCommand(process.env)} builds watch 7f3a`)],
	])('%s that comes too late tells of the build that is cancelled', async (key, move) => {
		const { screen, begin } = await starting();
		begin('7f3a');
		screen.press(key);
		await screen.settle();
		expect(screen.moves).toEqual([move]);
	});

	test('in the app: Ctrl-C in the help stops the start, then it ends', async () => {
		let stopped = false;
		const { actions } = appActions({
			checks: async () => [files],
			start: (_request, signal) =>
				new Promise((_resolve, reject) => {
					signal?.addEventListener('abort', () => {
						stopped = true;
						reject(signal.reason);
					});
				}),
		});
		const app = await renderApp({ at: 'before', request }, actions, size);
		await app.waitFor('starting');
		await app.press('?', keys.ctrlC);
		expect(await app.outcome()).toMatchObject({ exitCode: 130, summaryLines: ['web was not started.'] });
		expect(stopped).toBe(true);
	});
});

describe('leaving', () => {
	const exit = (exitCode: number, ...summaryLines: readonly string[]) => ({
		type: 'exit',
		outcome: { exitCode, summaryLines },
	});
	const kept = `Your answers are kept: ${programCommand(process.env)} new --continue`;

	test('esc goes back, q says what is missing (3), ctrl-c is 130; that answers are kept is said', async () => {
		for (const madeOf of [undefined, request.decisions]) {
			const { actions } = fakeActions([packer]);
			const screen = drive(
				beforeScreen,
				openBefore({ ...request, ...(madeOf && { madeOf }) }, 'see-and-start'),
				{
					actions,
					size,
				},
			);
			await screen.settle();
			screen.press('<escape>q<ctrl-c>');
			expect(screen.moves).toEqual([
				{ type: 'close' },
				exit(3, 'web was not built.', '  Packer: none on this machine', ...(madeOf ? [kept] : [])),
				exit(130, 'web was not started.', ...(madeOf ? [kept] : [])),
			]);
		}
	});

	test('q is 4 if it is only the sign-in, 130 while it looks, and of a refused start its code and why', async () => {
		const { screen } = await opened([noSignIn]);
		screen.press('q');
		expect(screen.moves).toEqual([exit(4, 'web was not built.', '  AWS sign-in: none found')]);

		const looking = drive(beforeScreen, openBefore(request, 'see-and-start'), {
			actions: fakeActions([]).actions,
			size,
		});
		looking.press('q');
		expect(looking.moves).toEqual([exit(130, 'web was not started.')]);

		const { actions } = fakeActions([files]);
		const start = () => Promise.reject(new Problem('The disk is full.', { exitCode: 3 }));
		const refused = drive(beforeScreen, openBefore(request, 'see-and-start'), {
			actions: { ...actions, start },
			size,
		});
		await refused.settle();
		refused.press('q');
		expect(refused.moves).toEqual([exit(3, 'web was not built.', '  The disk is full.')]);
	});
});

describe('the ways out', () => {
	test('what only explains is a text: the first way out is marked', async () => {
		const { screen, asked } = await opened([noSignIn]);
		const rows = () =>
			renderAt(size, <beforeScreen.View state={screen.state()} size={size} whereabouts={here} />).rows();
		expect(rows().slice(2, 5)).toEqual([
			' ✗ AWS sign-in            none found',
			'     How to sign in       aws configure, in another window',
			'   ❯ Rehearse instead     no account needed',
		]);
		screen.press('<enter>');
		expect(asked).toEqual(['rehearse']);

		const advised = (await opened([{ ...noSignIn, remedies: [] }])).screen;
		const shown = renderAt(
			size,
			<beforeScreen.View state={advised.state()} size={size} whereabouts={here} />,
		).rows();
		expect(shown.filter(row => row.includes('❯'))).toEqual([]);
		expect(shown.at(-1)).toBe(' r check again · esc back · ? help');
	});

	test('what two checks offer stands once', async () => {
		const folder = { id: 'another-folder', label: 'Another folder', details: [] } as const;
		const { screen } = await opened([
			{ ...noSignIn, id: 'files', remedies: [folder] },
			{ ...noSignIn, id: 'foreign', remedies: [{ ...folder }, noSignIn.remedies[0] ?? folder] },
		]);
		const shown = renderAt(
			size,
			<beforeScreen.View state={screen.state()} size={size} whereabouts={here} />,
		).text();
		expect(shown.split('Another folder')).toHaveLength(2);
		screen.press('<down><enter>');
		await screen.settle();
		expect(screen.state().marked).toBe('rehearse');
	});
});

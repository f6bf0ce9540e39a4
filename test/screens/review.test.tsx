import { describe, expect, test, vi } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { Problem } from '../../source/base/problem.ts';
import { programCommand } from '../../source/base/program.ts';
import type { BuildMode } from '../../source/builds/journal/journal.ts';
import type { FilePlan } from '../../source/flow/files.ts';
import type { Accounts, BuildRequest } from '../../source/flow/request.ts';
import { reviewRoute } from '../../source/flow/route.ts';
import { draftAtReview, newDraft } from '../../source/questions/draft.ts';
import { goTo } from '../../source/questions/moves.ts';
import { type Deed, fakeActions, keys, renderApp } from '../helpers/app.tsx';
import { recipeWith } from '../helpers/recipe.ts';
import { sizes } from '../helpers/render.ts';

const { enter, escape: esc, down, left, tab, ctrlC } = keys;

const folder = `${process.cwd()}/web`;
const fresh: FilePlan = {
	folder,
	run: `${folder}/recipe.json`,
	files: [{ path: 'image.pkr.hcl', content: 'one\ntwo\n', executable: false, state: 'new' }],
};
const edited: FilePlan = {
	...fresh,
	files: [
		{
			path: 'image.pkr.hcl',
			content: 'one\ntwo\n',
			executable: false,
			state: 'differs',
			current: 'one\n2\n',
		},
		{ path: 'recipe.json', content: '{}\n', executable: false, state: 'new' },
	],
};

const open = async (
	plan = fresh,
	mode: BuildMode = 'aws',
	size = { columns: 80, rows: 23 },
	does: readonly Deed[] = [],
) => {
	const requests: BuildRequest[] = [];
	const fake = fakeActions(
		{
			planFiles: async () => plan,
			checks: async request => {
				requests.push(request);
				return [{ id: 'packer', status: 'missing', title: 'Packer', detail: 'none', remedies: [] }];
			},
		},
		{ does },
	);
	const app = await renderApp({ at: 'wizard', draft: draftAtReview(newDraft(), mode) }, fake.actions, size);
	await app.waitFor(/file/);
	return { ...fake, app, requests };
};

/** Actions that start what they are asked to. */
const startable = (given: Partial<Actions> = {}) => {
	const requests: BuildRequest[] = [];
	const { actions } = fakeActions({
		start: async request => {
			requests.push(request);
			return '7f3a';
		},
		follow: () => new Promise(() => undefined),
		...given,
	});
	return { actions, requests };
};

test('files that stand there already are not told as not written', async () => {
	const standing: FilePlan = {
		...fresh,
		files: [{ path: 'image.pkr.hcl', content: 'one\ntwo\n', executable: false, state: 'same' }],
	};
	const { app } = await open(standing);
	await app.waitFor(/^ Review +written before$/m);
});

describe.each(sizes)('at $columns×$rows', size => {
	test('the whole Review fits, every row can be reached', async () => {
		const { app } = await open(edited, 'aws', size);
		await app.press(keys.home);
		const marked = new Set<string>();
		for (let step = 0; step < 16; step++) {
			app.check();
			marked.add(/❯ (\S+)/.exec(app.text())?.[1] ?? '');
			await app.press(down);
		}

		expect(marked).toEqual(
			new Set([
				'Where',
				'Region',
				'Base',
				'Machine',
				'Install',
				'More',
				'Name',
				'Files',
				'Account',
				'Cost',
				'Build',
				'Rehearse',
				'Check',
				'Look',
				'Write',
				'Save',
			]),
		);
	});
});

test('what was asked for is marked: to build, or to rehearse', async () => {
	expect((await open()).app.text()).toContain('❯ Build it');
	expect((await open(fresh, 'rehearsal')).app.text()).toContain('❯ Rehearse it');
});

test('what it costs is a row, and opens what that is made of; a container image costs nothing', async () => {
	const { app } = await open();
	expect(app.text()).toMatch(/^ +Cost +under \$0\.01 to build, \$0\.20 a month to keep \(our lists\)$/m);
	await app.press(keys.up);
	await app.press(enter);
	await app.waitFor('What it costs');
	// It is no file, and there is no other.
	expect(app.text()).not.toMatch(/\bfiles?\b/i);
	expect(app.text()).toMatch(/t3\.micro, 1 min at \$0\.0104\s+\d +an hour \(our list of March 2025\)/);
	await app.press(esc);
	await app.waitFor(/^ Review/);
	expect(app.text()).toContain('❯ Cost');
	const draft = draftAtReview(newDraft({ recipe: recipeWith({ targets: ['docker'] }), folder: null }));
	const container = await renderApp({ at: 'wizard', draft }, startable().actions, { columns: 80, rows: 23 });
	await container.waitFor('Build it');
	expect(container.text()).not.toMatch(/Cost|\$\d/);
});

describe('building', () => {
	test('enter on the marked row opens the checklist with the decisions', async () => {
		const { app, requests } = await open();
		await app.press(enter);
		await app.waitFor('Before web starts');
		expect(requests[0]).toMatchObject({ mode: 'aws', decisions: { folder: null }, secrets: {} });
		await app.press(esc);
		await app.waitFor(/^ Review/);
	});

	test('esc leads back to the questions, whatever flags say of a build; from that of a build it leads home', async () => {
		const draft = draftAtReview(newDraft());
		const options = { trust: true };
		const size = { columns: 80, rows: 23 };
		const asked = await renderApp({ at: 'wizard', draft, options }, startable().actions, size);
		await asked.waitFor('❯ Build it');
		await asked.press(esc);
		await asked.waitFor('step 7 of 8');
		const request = { ...options, decisions: draft, mode: 'aws', secrets: {} } as const;
		const built = await renderApp(reviewRoute(request), startable().actions, size);
		await built.waitFor('❯ Build it');
		await built.press(esc);
		await built.waitFor('❯ Rehearse an image');
	});

	test('what is built is known as the preset that it began with, also when answers were changed', async () => {
		const { actions, requests } = startable();
		const draft = draftAtReview({ ...newDraft(), preset: 'web2' }, 'rehearsal');
		const app = await renderApp({ at: 'wizard', draft, options: {} }, actions, { columns: 80, rows: 23 });
		await app.waitFor('1 new file');
		await app.press(keys.home, down, enter, down, enter);
		await app.waitFor(/^ Review of web2/);
		await app.waitFor('1 new file');
		await app.press(enter);
		await vi.waitFor(() => expect(requests.map(({ decisions }) => decisions.preset)).toEqual(['web2']));
		expect(requests[0]?.decisions.recipe.aws.region).not.toBe(draft.recipe.aws.region);
	});

	test('Review names the account, and what it named is what was said yes to', async () => {
		const { actions, requests } = startable();
		const route = {
			at: 'wizard',
			draft: draftAtReview(newDraft()),
			options: { trust: true },
		} as const;
		const app = await renderApp(route, actions, { columns: 60, rows: 16 });
		await app.waitFor('❯ Build it');
		expect(app.text()).toMatch(/Account +123456789012 \(profile dev\)/);
		await app.press(enter);
		await vi.waitFor(() =>
			expect(requests).toMatchObject([
				{ mode: 'aws', confirmed: { account: '123456789012 (profile dev)' }, trust: true },
			]),
		);
	});

	test('while the account is looked up nothing is built; a rehearsal needs none', async () => {
		const { promise: accounts, resolve: tell } = Promise.withResolvers<Accounts>();
		const { actions, requests } = startable({ accounts: () => accounts });
		const app = await renderApp({ at: 'wizard', draft: draftAtReview(newDraft()) }, actions, {
			columns: 80,
			rows: 23,
		});
		await app.waitFor('1 new file');
		expect(app.text()).toMatch(/Account +looking/);
		await app.press(enter, enter);
		const account = 'not known (keys in the environment)';
		tell({ keep: account, overwrite: account });
		await app.waitFor('not known (keys in the environment)');
		expect(app.text()).toContain('❯ Build it');
		expect(requests).toEqual([]);
		await app.press(down, enter);
		await vi.waitFor(() => expect(requests).toMatchObject([{ mode: 'rehearsal' }]));
		expect(requests[0]?.confirmed).toBeUndefined();
	});

	test('where the account depends on which files count both are named, and the yes is to the one that is chosen', async () => {
		const accounts = { keep: '111111111111 (profile old)', overwrite: '222222222222 (profile dev)' };
		for (const [wish, account] of [
			['Keep yours', accounts.keep],
			['Take the new one', accounts.overwrite],
		] as const) {
			const { actions, requests } = startable({
				planFiles: async () => edited,
				accounts: async () => accounts,
			});
			const route = { at: 'wizard', draft: draftAtReview(newDraft()) } as const;
			const app = await renderApp(route, actions, { columns: 80, rows: 23 });
			await app.waitFor('222222222222');
			await app.press(enter, down);
			await app.press(...(wish === 'Keep yours' ? [enter] : [down, enter]));
			await vi.waitFor(() => expect(requests).toMatchObject([{ mode: 'aws', confirmed: { account } }]));
		}
	});

	test('an enter that was typed before the row was drawn does not spend', async () => {
		const { actions } = fakeActions();
		const draft = goTo(newDraft(), 'tags');
		const app = await renderApp(
			{ at: 'wizard', draft: { ...draft, answered: draftAtReview(draft).answered } },
			actions,
			{ columns: 80, rows: 23 },
		);
		await app.send(`${enter}${enter}${enter}`);
		await app.waitFor('1 new file');
		expect(app.text()).toContain('❯ Build it');
	});

	test('files of the person that differ are asked about first', async () => {
		const { app, requests } = await open(edited);
		expect(app.rows()[0]).toContain('1 file of yours differs');
		await app.press(enter);
		for (const row of ['Show the difference', 'Keep yours', 'Take the new one', 'Another folder']) {
			expect(app.text()).toContain(row);
		}

		app.check();
		await app.press(enter);
		await app.waitFor('- 2');
		expect(app.text()).toContain('+ two');
		await app.press(esc);
		await app.waitFor('Keep yours');
		await app.press(down, enter);
		await app.waitFor('Before web starts');
		expect(requests.at(-1)?.differences).toBe('keep');
	});

	test('esc leaves the question about files and changes nothing', async () => {
		const { app, requests, done } = await open(edited);
		await app.press(enter, esc);
		expect(app.text()).toContain('❯ Build it');
		expect(requests).toEqual([]);
		expect(done).toEqual([]);
	});
});

describe('writing', () => {
	test('w writes, says where, and the last words tell how to build', async () => {
		const { app, done } = await open(fresh, 'aws', { columns: 80, rows: 23 }, ['writeFiles']);
		await app.press('w');
		await app.waitFor('Written: ./web, 1 file. Packer builds it');
		expect(done).toEqual([{ what: 'write', with: 'keep' }]);
		await app.press('q');
		expect(await app.outcome()).toEqual({
			exitCode: 0,
			summaryLines: [
				'✓ Written: ./web, 1 file.',
				`  Rehearse it: ${programCommand(process.env)} run ./web --rehearse`,
				`  Build it: ${programCommand(process.env)} run ./web`,
			],
		});
	});

	test('what was kept is not told as written', async () => {
		const { actions } = fakeActions({
			planFiles: async () => edited,
			writeFiles: async () => ({ folder, written: [], kept: ['image.pkr.hcl'] }),
		});
		const app = await renderApp({ at: 'wizard', draft: draftAtReview(newDraft()) }, actions, {
			columns: 60,
			rows: 16,
		});
		await app.waitFor('1 that differs');
		await app.press('w', down, enter);
		await app.waitFor('Nothing was written: ./web');
		await app.press('q');
		const said = 'Nothing was written: ./web has the other files already, and 1 file of yours is kept.';
		expect((await app.outcome()).summaryLines[0]).toBe(said);
	});

	test('a preset by name has no files until they are written; then those count', async () => {
		const planned: (string | null)[] = [];
		const planFiles: Actions['planFiles'] = async decisions => {
			planned.push(decisions.folder);
			return decisions.folder === null ? { ...fresh, folder: undefined, run: 'shop' } : fresh;
		};
		const { actions, done } = fakeActions({ planFiles }, { does: ['writeFiles'] });
		const draft = { ...draftAtReview(newDraft()), preset: 'shop' };
		const app = await renderApp({ at: 'wizard', draft }, actions, { columns: 80, rows: 23 });
		await app.waitFor('made for each build, 1 new file');
		expect(app.text()).toContain('Review of shop');
		expect(app.text()).toContain(`${programCommand(process.env)} run shop --yes`);
		await app.press('w');
		await app.waitFor('Written: ./web');
		expect(planned).toEqual([null, 'web', 'web']);
		expect(done).toEqual([{ what: 'write', with: 'keep' }]);
		expect(app.text()).toContain('./web, 1 new file');
	});

	test('answers that the preset does not say have no command that does the same', async () => {
		const { app } = await open({ ...fresh, folder: undefined, run: undefined });
		expect(app.text()).toContain('save it as a preset first, or write the files');
	});
});

test('v shows the files one by one, tab the next', async () => {
	const { app } = await open(edited);
	await app.press('v');
	await app.waitFor(/Files in \.\/web\s+file 1 of 2/);
	await app.press(tab);
	expect(app.text()).toContain('recipe.json, new');
	app.check();
	await app.press('q');
	await app.waitFor(/^ Review/);
});

test.each(['v', '?'])(
	'ctrl-c on a page over the review (%s) leaves the program, and nothing typed next is done',
	async page => {
		const { app, done } = await open(fresh);
		await app.press(page);
		await app.waitFor(page === 'v' ? 'file 1 of 1' : 'ctrl-c');
		await app.send(`${ctrlC}ls${enter}`);
		expect(await app.outcome()).toMatchObject({ exitCode: 130 });
		expect(done).toEqual([]);
	},
);

test('a difference of many lines is computed once, not at every key', async () => {
	const text = (what: string) => Array.from({ length: 6000 }, (_, index) => `${what} ${index}\n`).join('');
	const { app } = await open({
		...edited,
		files: [
			{
				path: 'image.pkr.hcl',
				content: text('new'),
				executable: false,
				state: 'differs',
				current: text('old'),
			},
		],
	});
	const began = performance.now();
	await app.press('v');
	await app.waitFor('They differ in too many lines');
	await app.press(down, down, down, down, keys.end);
	expect(app.text()).toContain('+ new 99');
	app.check();
	// It was seconds for each.
	expect(performance.now() - began).toBeLessThan(3000);
});

test('y copies the command that does the same', async () => {
	const copied: string[] = [];
	const { actions } = fakeActions({
		copyToClipboard: text => {
			copied.push(text);
			return true;
		},
	});
	const app = await renderApp({ at: 'wizard', draft: draftAtReview(newDraft()) }, actions, {
		columns: 80,
		rows: 23,
	});
	await app.waitFor('packer-wizard run');
	await app.press('y');
	expect(copied).toEqual([`${programCommand(process.env)} run ./web/recipe.json --yes`]);
	await app.waitFor('Copied');
});

describe('saving a preset', () => {
	test('a name that came with packer-wizard, or is of the project, is told of before anything is saved', async () => {
		const shipped = { name: 'nodejs', origin: 'shipped', description: '', needsToken: false } as const;
		const team = { ...shipped, name: 'team', origin: 'project' } as const;
		const home = { presets: [shipped, team], builds: [], draft: undefined, fresh: newDraft() };
		const fake = fakeActions({ home: async () => home }, { does: ['savePreset'] });
		for (const [name, told] of [
			['nodejs', 'nodejs came with packer-wizard, and yours will hide it: enter saves it.'],
			['team', "In this project team goes on meaning the project's: enter saves it."],
		] as const) {
			const saved = fake.done.length;
			const app = await renderApp({ at: 'save-preset', kept: newDraft(), name }, fake.actions, {
				columns: 60,
				rows: 16,
			});
			await app.press(enter);
			await app.waitFor(/enter\s+saves it/);
			expect(app.text().replace(/\s+/g, ' ')).toContain(told);
			app.check();
			expect(fake.done.length).toBe(saved);
			await app.press(enter);
			await app.waitFor(`Saved as ${name}.`);
			expect(fake.done.at(-1)).toEqual({ what: 'save', with: { name, overwrite: false } });
		}
	});

	test('a name that is taken is replaced at the second enter only', async () => {
		const own = { name: 'web', origin: 'own', description: '', needsToken: false } as const;
		const home = { presets: [own], builds: [], draft: undefined, fresh: newDraft() };
		const fake = fakeActions({ home: async () => home }, { does: ['savePreset'] });
		const app = await renderApp({ at: 'save-preset', kept: newDraft(), name: 'web' }, fake.actions, {
			columns: 60,
			rows: 16,
		});
		await app.press(enter);
		await app.waitFor('enter replaces it');
		await app.press('2', keys.backspace);
		expect(app.text()).not.toContain('enter replaces it');
		await app.press(enter);
		await app.waitFor('enter replaces it');
		expect(fake.done).toEqual([]);
		await app.press(enter);
		await app.waitFor('Saved as web.');
		expect(fake.done[0]).toEqual({ what: 'save', with: { name: 'web', overwrite: true } });
	});
});

test('← and esc go back to the last question, Ctrl-C leaves with 130', async () => {
	const { app } = await open();
	await app.press(left);
	expect(app.text()).toContain('step 7 of 8');
	await app.press(esc, esc, ctrlC);
	expect((await app.outcome()).exitCode).toBe(130);
});

describe('when the files cannot be planned, as with a script that is not there', () => {
	const gone = async () => {
		let isThere = false;
		const fake = fakeActions({
			planFiles: async () => {
				if (isThere) {
					return fresh;
				}

				throw new Problem('The script ./setup.sh cannot be used.', {
					reason: 'There is no such file.',
					next: ['Name another file, or write it first.'],
				});
			},
			checks: async () => [
				{ id: 'packer', status: 'missing', title: 'Packer', detail: 'none', remedies: [] },
			],
		});
		const app = await renderApp(
			{ at: 'wizard', draft: draftAtReview(newDraft(), 'rehearsal') },
			fake.actions,
			{ columns: 80, rows: 23 },
		);
		await app.waitFor(/cannot be used/);
		return {
			app,
			write: () => {
				isThere = true;
			},
		};
	};

	test('Review says why, and every answer can be changed', async () => {
		const { app } = await gone();
		expect(app.text()).toMatch(/There is no such file\.\n.*Name another file/);
		expect(app.text()).toMatch(/^ Review/m);
		await app.press(keys.home, down, down, down, down, enter);
		await app.waitFor('What to install, in this order');
	});

	test('what is asked for looks again, and goes on once the script is there', async () => {
		const { app, write } = await gone();
		await app.press(enter);
		await app.waitFor(/cannot be used/);
		write();
		await app.press(enter);
		await app.waitFor('Before the rehearsal');
	});
});

test('Ctrl-C leaves also where something did not work', async () => {
	const fake = fakeActions({
		planFiles: async () => fresh,
		writeFiles: async () => {
			throw new Problem('./web cannot be written.', { reason: 'You may not write there.' });
		},
	});
	const app = await renderApp({ at: 'wizard', draft: draftAtReview(newDraft()) }, fake.actions, {
		columns: 80,
		rows: 23,
	});
	await app.waitFor(/1 new file/);
	await app.press('w');
	await app.waitFor('That did not work');
	await app.press(ctrlC);
	expect(await app.outcome()).toMatchObject({ exitCode: 130 });
});

test('a command that is longer than the screen goes on in the next row, as a shell takes it', async () => {
	const deep = `${process.cwd()}/images/${'of-the-backend-team/'.repeat(2)}web`;
	const { app } = await open({ ...fresh, folder: deep, run: `${deep}/recipe.json` });
	expect(app.text()).toMatch(/ run \\\s*\n +\.\/images\/\S+\/web\/recipe\.json --yes$/m);
});

test('the command for later does what the wizard was opened for', async () => {
	expect((await open(fresh, 'aws')).app.text()).toContain('run ./web/recipe.json --yes');
	expect((await open(fresh, 'rehearsal')).app.text()).toContain('run ./web/recipe.json --rehearse');
});

describe('answers of another image that are kept', () => {
	const left = { ...draftAtReview({ ...newDraft(), folder: './left' }), at: 'region', savedAt: Date.now() };
	const preset = draftAtReview({ ...newDraft(), preset: 'node' });

	const openPreset = async (...does: readonly Deed[]) => {
		const fake = fakeActions({ planFiles: async () => fresh }, { left, does });
		const app = await renderApp({ at: 'wizard', draft: preset }, fake.actions, { columns: 80, rows: 23 });
		await app.waitFor('1 new file');
		return { ...fake, app };
	};
	const regionRow = [keys.home, down, enter] as const;

	test('are asked about once, before the first answer that would replace them', async () => {
		const { app, drafts } = await openPreset();
		await app.press(...regionRow);
		// To look at a question keeps nothing.
		expect(drafts).toEqual([]);
		await app.press(down, enter);
		await app.waitFor(/Changing node takes the place of your answers of \d+:\d\d\./);
		app.check();
		expect(drafts).toEqual([]);
		await app.press(keys.right, enter);
		expect(drafts).toMatchObject([{ preset: 'node' }]);
		await app.press(...regionRow, down, enter);
		expect(app.text()).not.toContain('takes the place');
		expect(drafts.length).toBeGreaterThan(1);
	});

	test('stay where the person goes back, and so does the answer of before', async () => {
		const { app, drafts } = await openPreset();
		await app.press(...regionRow, down, enter);
		await app.waitFor('takes the place');
		await app.press(esc);
		await app.waitFor('The part of the world');
		await app.press(ctrlC);
		expect(await app.outcome()).toMatchObject({ summaryLines: [] });
		expect(drafts).toEqual([]);
	});

	test('go on instead', async () => {
		const { app, drafts } = await openPreset();
		await app.press(...regionRow, down, enter);
		await app.waitFor('❯ Continue those     Change it');
		await app.press(enter);
		await app.waitFor('step 2 of 8');
		await app.press(ctrlC);
		const kept = `Your answers are kept: ${programCommand(process.env)} new --continue`;
		expect(await app.outcome()).toMatchObject({ summaryLines: [kept] });
		expect(drafts).toEqual([]);
	});

	test('are not dropped by what is made of a preset as it is', async () => {
		const { app, done } = await openPreset('savePreset', 'writeFiles');
		await app.press('s', '2', enter);
		await app.waitFor('Saved as');
		await app.press(enter);
		await app.waitFor('Review of node2');
		await app.press('w');
		await app.waitFor('Written: ./web');
		expect(done).toEqual([
			{ what: 'save', with: { name: 'node2', overwrite: false } },
			{ what: 'write', with: 'keep' },
		]);
	});
});

import { describe, expect, test } from 'vitest';
import { Problem } from '../../source/base/problem.ts';
import { draftAtHome } from '../../source/flow/drafts.ts';
import type { Home, Surroundings } from '../../source/flow/home.ts';
import { draftAtReview, newDraft } from '../../source/questions/draft.ts';
import { needsToken } from '../../source/recipe/bundles.ts';
import { openHome } from '../../source/screens/home/home-state.ts';
import { updateHome } from '../../source/screens/home/home-update.ts';
import { endedBuild, timelineOf } from '../commands/timelines.ts';
import { type Deed, fakeActions, keys, renderApp } from '../helpers/app.tsx';
import { sizes } from '../helpers/render.ts';
import { buildRowAt, presetRow } from '../helpers/rows.ts';
import { shippedPresets } from '../template/recipes.ts';

const { enter, escape: esc, down, up, end, right, pageDown, ctrlC } = keys;

const now = Date.now();

const build = buildRowAt(now);

const full: Home = {
	presets: [
		presetRow('web', {
			origin: 'own',
			needsToken: true,
			last: {
				time: now - 2 * 86_400_000,
				took: 400_000,
				mode: 'aws',
				result: 'done',
				artifacts: [{ region: 'eu-west-1', ami: 'ami-0f3a91c2d4e5f6a7b' }],
			},
		}),
		...Array.from({ length: 18 }, (_, index) => presetRow(`shipped-${index + 1}`)),
		presetRow('torn', {
			origin: 'project',
			file: './.packer-wizard/torn.json',
			broken: 'torn is not valid JSON.',
		}),
	],
	builds: [
		build('1', { result: undefined, detail: 'Make the AMI' }),
		build('2'),
		build('3', { result: 'failed', detail: 'eu-south-2 has no default network' }),
		...Array.from({ length: 6 }, (_, index) => build(String(index + 4), { mode: 'rehearsal' })),
	],
	fresh: newDraft(),
	...draftAtHome({ ...newDraft(), answered: ['where'], at: 'region', savedAt: now }),
};

const open = async (home: Home = full, size = { columns: 80, rows: 23 }, does: readonly Deed[] = []) => {
	const fake = fakeActions(
		{
			home: async () => home,
			readPreset: async name => ({ ...newDraft(), ...draftAtReview(newDraft()), preset: name }),
			checks: async () => [
				{ id: 'packer', status: 'missing', title: 'Packer', detail: 'none', remedies: [] },
			],
		},
		{ does },
	);
	const app = await renderApp({ at: 'home' }, fake.actions, size);
	await app.waitFor('New image');
	return { ...fake, app };
};

test('what the newest build came to is whole at 80 columns', async () => {
	const took = { took: 40_000, mode: 'rehearsal', result: 'done', artifacts: [] } as const;
	const presets = [presetRow('web', { needsToken: true, last: { time: now - 3_540_000, ...took } })];
	const detail = 'eu-south-2 has no default network';
	const { app } = await open({ ...full, presets, builds: [build('1', { result: 'failed', detail })] });
	await app.waitFor(/^ {3}web .* rehearsed 59 min ago · token$/m);
	expect(app.text()).toMatch(/^ {3}✗ build-1 +eu-south-2 has no default network .*ago$/m);
});

test('the rows do not wait for Packer and the sign-in, which are told in a fixed place', async () => {
	let found = (_: Surroundings): void => {};
	const fake = fakeActions({
		home: async () => full,
		surroundings: () =>
			new Promise(resolve => {
				found = resolve;
			}),
	});
	const app = await renderApp({ at: 'home' }, fake.actions, { columns: 80, rows: 23 });
	await app.waitFor('New image');
	const place = app.text().split('\n')[0]?.indexOf('Packer: looking');
	expect(place).toBeGreaterThan(0);
	found({ packer: 'Packer: none yet', aws: 'AWS: no sign-in' });
	await app.waitFor('Packer: none yet · AWS: no sign-in');
	expect(app.text().split('\n')[0]?.indexOf('Packer: none yet')).toBe(place);
});

test('who will sign is whole at 80 columns', async () => {
	const fake = fakeActions({
		home: async () => full,
		surroundings: async () => ({ packer: 'Packer: 1.16.0', aws: 'AWS: keys in the environment?' }),
	});
	const app = await renderApp({ at: 'home' }, fake.actions, { columns: 80, rows: 23 });
	await app.waitFor('Packer: 1.16.0 · AWS: keys in the environment?');
});

test("a project's presets that are not taken are told until the next key", async () => {
	const warning = 'Presets in /tmp/.packer-wizard are not taken: it belongs to another user (65534).';
	const { app } = await open({ ...full, warning }, { columns: 100, rows: 23 });
	expect(app.text()).toContain(warning);
	await app.press(down);
	expect(app.text()).not.toContain('not taken');
});

const marked = (text: string): string => /❯ (?:[✓✗▸!] )?(\S+(?: \S+)*)/.exec(text)?.[1] ?? '';

describe.each(sizes)('at $columns×$rows', size => {
	test('every row is reached, and the parts keep their places', async () => {
		const { app } = await open(full, size);
		const heads = () =>
			app.rows().flatMap((row, index) => (/^ {3}(Presets|Builds) /.test(row) ? [index] : []));
		const before = heads();
		expect(before.length).toBe(2);
		const seen = new Set<string>();
		for (let step = 0; step < 34; step++) {
			app.check();
			expect(heads()).toEqual(before);
			seen.add(marked(app.text()));
			await app.press(down);
		}

		expect(seen.size).toBe(4 + full.presets.length + full.builds.length);
		for (const key of [up, pageDown, 'g', 'G', 'k', 'j', end]) {
			await app.press(key);
			app.check();
			expect(heads()).toEqual(before);
		}
	});

	test('searching moves nothing, and esc closes the search', async () => {
		const { app } = await open(full, size);
		const place = app.rows().findIndex(row => /^ {3}Builds/.test(row));
		await app.press('/', 'shipped-1');
		app.check();
		expect(app.rows().findIndex(row => /^ {3}Builds/.test(row))).toBe(place);
		expect(app.text()).toContain('› shipped-1');
		expect(marked(app.text())).toContain('shipped-1');
		await app.press(esc);
		expect(app.text()).not.toContain('›');
		expect(marked(app.text())).toContain('shipped-1');
	});
});

describe('what stands first', () => {
	test('a rehearsal until something was built, a new image afterwards', async () => {
		const fresh = await open({ ...full, builds: [], draft: undefined, left: undefined });
		expect(marked(fresh.app.text())).toMatch(/^Rehearse an image/);
		const later = await open();
		expect(marked(later.app.text())).toMatch(/^New image/);
	});

	test('answers that were left go on at their question', async () => {
		const { app } = await open();
		expect(app.text()).toMatch(/Continue web +your answers of \d+:\d\d, at step 2 of 8/);
		await app.press(down, down, enter);
		expect(app.text()).toContain('step 2 of 8');
	});

	test('a rehearsal that was left goes on as one', async () => {
		const draft = { ...draftAtReview(newDraft(), 'rehearsal'), savedAt: now };
		const { app } = await open({ ...full, draft });
		await app.press(down, down, enter);
		await app.waitFor('❯ Rehearse it');
		const asked = await open({ ...full, draft });
		await asked.app.press(enter, enter);
		await asked.app.waitFor('❯ Rehearse it');
	});
});

describe('a preset', () => {
	const toWeb = [down, down, down, down];

	test('an enter typed before the menu was drawn runs nothing', async () => {
		const { app } = await open();
		await app.press(...toWeb);
		await app.send(`${enter}${enter}${enter}`);
		expect(app.text()).toMatch(/❯ Run it/);
	});

	test('r leads to the review of it, e opens its answers', async () => {
		const { app } = await open();
		await app.press(...toWeb, 'e', right, enter);
		await app.waitFor('Review of web');
		const other = await open();
		await other.app.press(...toWeb, 'r');
		await other.app.waitFor('❯ Build it');
	});

	test('d asks, and only its own presets are deleted', async () => {
		const { app, done } = await open(full, { columns: 80, rows: 23 }, ['deletePreset']);
		await app.press(...toWeb, 'd');
		expect(app.text()).toContain('Delete the preset web?');
		await app.press(enter);
		expect(done).toEqual([]);
		await app.press('d', right, enter);
		expect(done).toEqual([{ what: 'delete', with: 'web' }]);
		await app.press(down, 'd');
		expect(app.text()).toContain('is not yours to delete');
		await app.press(enter, esc);
		expect(app.text()).not.toContain('is not yours to delete');
	});

	test("d deletes one's own that the project's hides, and says which of them stays", async () => {
		const hiding = presetRow('web', { origin: 'project', hides: ['own'], file: './web.json' });
		const home = { ...full, presets: [hiding], draft: undefined, left: undefined };
		const { app, done } = await open(home, { columns: 80, rows: 23 }, ['deletePreset']);
		await app.press(down, down, down, 'd');
		expect(app.text()).toContain('Delete your preset web? The one that hides it stays.');
		await app.press(right, enter);
		expect(done).toEqual([{ what: 'delete', with: 'web' }]);
	});

	test('one that hides another says so in its row, in its menu and before it is deleted', async () => {
		const hiding = presetRow('nodejs', { origin: 'own', hides: ['shipped'], file: '~/nodejs.json' });
		const { app, done } = await open({ ...full, presets: [hiding], draft: undefined, left: undefined });
		expect(app.text()).toMatch(/nodejs .* never built · hides another$/m);
		await app.press(down, down, down);
		expect(app.text()).toContain('nodejs · hides the shipped one · ');
		await app.press('d');
		expect(app.text()).toContain('Delete your preset nodejs? The hidden one comes back.');
		await app.press(esc, enter);
		expect(app.text().replace(/\s+/g, ' ')).toContain('yours, ~/nodejs.json, hides the shipped one');
		app.check();
		expect(done).toEqual([]);
	});

	test('a broken one says what is wrong and is not run', async () => {
		const { app } = await open();
		await app.press('/', 'torn', esc, 'r');
		expect(app.text()).toContain('torn is not valid JSON.');
		await app.press(enter);
		expect(app.text()).not.toContain('Run it');
		expect(app.text()).toContain('torn is not valid JSON.');
		expect(app.text()).toContain("this project's, ./.packer-wizard/torn.json");
	});

	test('a preset that cannot be read is a problem, and home goes on', async () => {
		const { actions } = fakeActions({
			home: async () => full,
			readPreset: async () => {
				throw new Problem('web is no recipe that can be built.', {
					reason: 'region: there is none',
					next: ['Correct it.'],
				});
			},
		});
		const app = await renderApp({ at: 'home' }, actions, { columns: 60, rows: 16 });
		await app.waitFor('New image');
		await app.press(...toWeb, 'e', right, enter);
		await app.waitFor('✗ web is no recipe that can be built.');
		expect(app.text()).toContain('region: there is none');
		app.check();
		await app.press(esc);
		await app.waitFor('Presets');
	});
});

describe('leaving', () => {
	test('q quits, Ctrl-C does with 130, esc never does', async () => {
		const first = await open();
		await first.app.press(esc, esc, 'q');
		expect(await first.app.outcome()).toEqual({ exitCode: 0, summaryLines: [] });
		const second = await open();
		await second.app.press(ctrlC);
		expect((await second.app.outcome()).exitCode).toBe(130);
	});

	test('keys that come before home is read are not lost', async () => {
		let tell: (home: Home) => void = () => undefined;
		const { actions } = fakeActions({
			home: () =>
				new Promise(resolve => {
					tell = resolve;
				}),
		});
		const app = await renderApp({ at: 'home' }, actions, { columns: 80, rows: 23 });
		await app.press(down, enter);
		expect(app.text()).not.toContain('New image');
		tell({ ...full, builds: [], draft: undefined, left: undefined });
		await app.waitFor('step 1 of 8');
		expect(app.rows()[0]).toMatch(/^ New image/);
	});
});

test('the keys of what is painted already can be looked up before home is read, after others in their turn', async () => {
	const { actions } = fakeActions({ home: () => new Promise(() => undefined) });
	const start = { at: 'home', first: { lists: full, now } } as const;
	const app = await renderApp(start, actions, { columns: 80, rows: 23 });
	await app.press(down, '?');
	await app.waitFor(/^ Keys/m);
	await app.press(esc);
	await app.waitFor('New image');
	await app.press(enter, '?');
	expect(app.rows()[0]).toMatch(/^ packer-wizard/);
});

test('what a preset that came along is for can be read whole at 80×24', async () => {
	const presets = [...shippedPresets()].map(([name, recipe]) =>
		presetRow(name, { description: recipe.description ?? '', needsToken: needsToken(recipe) }),
	);
	const { actions } = fakeActions({ home: async () => ({ ...full, presets, builds: [] }) });
	const app = await renderApp({ at: 'home' }, actions, { columns: 80, rows: 24 });
	await app.waitFor('New image');
	let seen = '';
	for (const _row of ['New image', 'Continue', 'Import', ...presets]) {
		await app.press(down);
		seen += `${app.text()}\n`;
	}

	for (const { name, description } of presets) {
		expect(seen, name).toContain(`  ${description}  `);
	}
});

test('a build is deleted after a yes that names the images which are forgotten, and one that runs is not', async () => {
	const deleted: string[] = [];
	const fake = fakeActions({
		home: async () => ({ ...full, builds: full.builds.filter(({ id }) => !deleted.includes(id)) }),
		look: async id => timelineOf(endedBuild('done', { id })),
		deleteBuild: async id => {
			deleted.push(id);
		},
	});
	for (const size of [
		{ columns: 80, rows: 24 },
		{ columns: 60, rows: 16 },
	]) {
		deleted.length = 0;
		const app = await renderApp({ at: 'home' }, fake.actions, size);
		await app.waitFor('New image');
		await app.press('/', 'build-1', esc, 'd');
		await app.waitFor('Build 1 still runs');
		await app.press('/', 'build-2', esc, 'd');
		await app.waitFor('Keep it');
		const asked = app.text().replace(/\s+/g, ' ');
		expect(asked).toContain('Delete this build (2 of web) with log and files? Its images stay in AWS');
		expect(asked).toContain('ami-0b2c3d4e5f6a7b8c9 eu-west-1.');
		expect(deleted).toEqual([]);
		await app.press(right, enter);
		await app.waitFor(/^ +Builds +1-\d of 8$/m);
		expect(deleted).toEqual(['2']);
		await app.press('q');
	}
});

test.each([
	['a build runs', full, 2000],
	['none runs: one may be begun elsewhere', { ...full, builds: [] }, 5000],
])('home is read again while it is looked at, where %s', (_name, home, after) => {
	const { state } = updateHome(openHome().state, { type: 'home-read', home, now });
	const early = updateHome(state, { type: 'tick', now: now + after - 1 });
	expect(early.effects ?? []).toEqual([]);
	const late = updateHome(early.state, { type: 'tick', now: now + after });
	expect(late.effects).toHaveLength(1);
	// Once at a time.
	expect(updateHome(late.state, { type: 'tick', now: now + 10 * after }).effects ?? []).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { type Draft, draftAtReview, newDraft } from '../../source/questions/draft.ts';
import type { RecipeBundle } from '../../source/recipe/schema.ts';
import { fakeActions, keys, renderApp } from '../helpers/app.tsx';
import { sizes } from '../helpers/render.ts';

const { enter, escape: esc, down, up, home, end, tab, backspace } = keys;

/** A draft at the first form of these bundles, all before it answered. */
const draftWith = (...ids: readonly string[]): Draft => {
	const bundles = ids.map((id): RecipeBundle => ({ id, install: {}, boot: {} }));
	const { recipe } = newDraft();
	const base = { image: 'ubuntu-18.04', architecture: 'x86_64' } as const;
	const draft = draftAtReview({ recipe: { ...recipe, base, bundles }, folder: null });
	const place = `bundle:${ids[0]}`;
	return { ...draft, answered: draft.answered.slice(0, draft.answered.indexOf(place)), at: place };
};

const openForm = async (ids: readonly string[], size = { columns: 80, rows: 24 }) => {
	const fake = fakeActions();
	const app = await renderApp({ at: 'wizard', draft: draftWith(...ids) }, fake.actions, size);
	const markedRow = () => app.rows().find(row => row.startsWith(' ❯ ')) ?? '';
	return { ...fake, app, markedRow };
};

describe.each(sizes)('at $columns×$rows', size => {
	test('one screen has all parameters with their defaults, and one enter passes it', async () => {
		const { app, drafts } = await openForm(['fail2ban', 'ssh-grunt'], size);
		expect(app.text()).toContain('1 of 2: fail2ban');
		expect(app.text()).toMatch(/❯ Go on +nothing more is needed/);
		const seen = new Set<string>();
		for (let row = 0; row < 20; row++) {
			app.check();
			for (const text of app.rows()) {
				seen.add(/^ [ ❯] ([A-Z].*?) {2,}/.exec(text)?.[1] ?? '');
			}

			await app.press(down);
		}

		expect([...seen]).toEqual(
			expect.arrayContaining([
				...['Go on', 'Failures before a ban', 'Time window in seconds', 'Ban in seconds'],
				...['Port of the SSH server', 'Version', 'More arguments'],
			]),
		);
		await app.press(home, enter);
		expect(app.text()).toContain('2 of 2: ssh-grunt');
		expect(drafts.at(-1)?.answered).toContain('bundle:fail2ban');
		await app.press(enter);
		expect(app.text()).toContain('More settings');
		expect(app.text()).not.toContain('ssh-grunt: ');
	});

	test('a row is changed in its place; what is wrong stands below it, and what was typed is kept', async () => {
		const { app, drafts, markedRow } = await openForm(['fail2ban'], size);
		await app.press(down, enter);
		expect(markedRow()).toMatch(/Failures before a ban +› 5$/);
		await app.press('x', enter);
		app.check();
		const rows = app.rows();
		expect(rows[rows.indexOf(markedRow()) + 1]).toMatch(/^ {3}! 5x is no whole number\./);
		await app.press(esc);
		expect(markedRow()).toMatch(/Failures before a ban +! 5 \(not taken: 5x\)/);
		expect(drafts).toEqual([]);
		await app.press(enter, backspace, backspace, '7', enter);
		expect(markedRow()).toMatch(/Failures before a ban +7$/);
		expect(drafts.at(-1)?.recipe.bundles[0]?.install).toEqual({ 'max-retry': '7' });
	});
});

describe('a form', () => {
	test('with something to answer stands there, says why it cannot be left, and leads to the next', async () => {
		const { app, drafts, markedRow } = await openForm(['fail2ban', 'influxdb-install']);
		await app.press(enter);
		expect(app.text()).toMatch(/ {2}Go on +2 answers still needed/);
		expect(markedRow()).toMatch(/Settings of the meta nodes +! needed/);
		await app.press(end, home, enter);
		expect(markedRow()).toMatch(/Settings of the meta nodes/);
		expect(app.text()).toContain('! A value is needed.');
		await app.press(enter, './meta.conf', enter);
		expect(markedRow()).toMatch(/Settings of the data nodes +! needed/);
		await app.press(enter, './data.conf', enter);
		expect(markedRow()).toMatch(/Go on +nothing more is needed/);
		expect(drafts.at(-1)?.at).toBe('bundle:influxdb-install');
		await app.press(enter);
		expect(app.text()).toContain('More settings');
	});

	test('changes a yes or no at once, and opens lines below their row', async () => {
		const { app, drafts, markedRow } = await openForm(['fail2ban', 'ssh-grunt']);
		for (let row = 0; !markedRow().includes('Leave CloudWatch out') && row < 20; row++) {
			await app.press(down);
		}

		await app.press(enter);
		expect(markedRow()).toMatch(/Leave CloudWatch out +yes/);
		await app.press(enter);
		expect(markedRow()).toMatch(/Leave CloudWatch out +no/);
		await app.press(home, enter, down, enter);
		expect(app.text()).toMatch(/❯ IAM groups that may log in [^\n]*\n +1 {2}ssh-grunt-users\n +› 2/);
		app.check();
		await app.press('ops', enter, enter);
		expect(markedRow()).toMatch(/ssh-grunt-users, ops$/);
		expect(drafts.at(-1)?.recipe.bundles[1]?.boot).toEqual({ 'iam-group': ['ssh-grunt-users', 'ops'] });
	});

	test('with nothing but seldom answers is passed, and opened from the settings or where the review tells of it', async () => {
		const { app, drafts, markedRow } = await openForm(['fail2ban', 'ntp']);
		expect(app.text()).toMatch(/^ fail2ban/m);
		await app.press(enter);
		expect(app.text()).toContain('More settings');
		await app.press(end);
		expect(markedRow()).toMatch(/Bundle +ntp: nothing changed/);
		await app.press(enter);
		expect(app.text()).toMatch(/^ ntp/m);
		await app.press(down, enter, end, '-rc', enter, esc);
		expect(markedRow()).toMatch(/Bundle +ntp: Version v[\d.]+-rc/);
		app.check();
		await app.press(home, enter, enter, enter);
		await app.waitFor(/^ Review/);
		expect(app.text()).toMatch(/Bundle +ntp: Version v[\d.]+-rc/);
		expect(drafts.at(-1)?.recipe.bundles[1]?.version).toMatch(/-rc$/);
	});

	test('tells lines that were typed and not taken, and that one of two answers is enough', async () => {
		const { app, drafts, markedRow } = await openForm(['ssh-grunt'], { columns: 120, rows: 40 });
		await app.press(down, enter, 'ops', esc);
		expect(markedRow()).toMatch(/log in +! ssh-grunt-users \(not taken: ssh-grunt-users, ops\)/);
		while (!markedRow().includes('Where the users come from')) {
			await app.press(down);
		}

		await app.press(enter);
		expect(app.text()).toMatch(/use sudo +! needed, here or in "Houston roles that may log in"/);
		expect(app.text()).toMatch(/Go on +2 answers still needed/);
		await app.press(down, enter, 'https://houston.example', enter, up, enter, 'ops', enter, enter);
		expect(app.text()).toMatch(/Go on +nothing more is needed/);
		expect(drafts.at(-1)?.recipe.bundles[0]?.boot).toMatchObject({ 'ssh-role': ['ops'] });
	});

	test('takes the version and arguments of one’s own as rows', async () => {
		const { app, drafts, markedRow } = await openForm(['fail2ban']);
		await app.press(end);
		while (!/More arguments {2}/.test(markedRow())) {
			await app.press(up);
		}

		await app.press(enter, '=x', enter, enter);
		expect(app.text()).toContain('! An argument is named by letters');
		await app.press(up, home, 'debug', down, enter);
		expect(drafts.at(-1)?.recipe.bundles[0]?.more?.install).toEqual({ debug: 'x' });
	});

	test('goes back as every question does, keys go to the answers by tab, and ? is help', async () => {
		const { app } = await openForm(['ssh-grunt', 'fail2ban']);
		await app.press(enter);
		expect(app.text()).toContain('2 of 2');
		await app.press(esc);
		expect(app.text()).toContain('1 of 2');
		await app.press(esc);
		expect(app.text()).toContain('What to install');
		await app.press(enter, down, enter, tab);
		expect(app.text()).toContain('❯ Install');
		await app.press(tab);
		expect(app.text()).toMatch(/❯ IAM groups that may log in [\s\S]*› 2/);
		await app.press(esc, '?');
		expect(app.text()).toMatch(/^ Keys/);
	});

	test('is where the review leads to, with the row marked of which it tells', async () => {
		const { app, markedRow } = await openForm(['fail2ban', 'ssh-grunt']);
		await app.press(enter, down, down, enter, up, end, '-2', down, enter);
		await app.press(home, enter, enter, enter, enter);
		await app.waitFor(/^ Review/);
		expect(app.text()).toMatch(/Bundle +ssh-grunt: IAM groups that may log in and use sudo ssh-gr/);
		expect(app.text()).not.toContain('Bundle       fail2ban');
		for (let row = 0; !/❯ Bundle/.test(markedRow()) && row < 20; row++) {
			await app.press(up);
		}

		await app.press(enter);
		expect(markedRow()).toContain('IAM groups that may log in and use sudo');
		await app.press(up, esc);
		expect(app.text()).toMatch(/^ Review/);
		expect(markedRow()).toContain('Bundle');
		await app.press(enter, home, enter);
		expect(app.text()).toMatch(/^ Review/);
	});

	test('shows what was said of a bundle that was unticked and is ticked again', async () => {
		const { app, markedRow } = await openForm(['fail2ban']);
		await app.press(down, enter, '1', enter, esc);
		await app.press('fail2ban', enter, enter, enter);
		expect(app.text()).toContain('More settings');
		await app.press(esc, 'fail2ban', enter, enter, down);
		expect(markedRow()).toMatch(/Failures before a ban +51$/);
	});
});

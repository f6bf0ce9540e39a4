import { describe, expect, test } from 'vitest';
import { programCommand } from '../../source/base/program.ts';
import { bundles, isListed } from '../../source/catalog/bundles/index.ts';
import { type Draft, draftAtReview, newDraft } from '../../source/questions/draft.ts';
import { goTo } from '../../source/questions/moves.ts';
import type { Size } from '../../source/screens/state.ts';
import { fakeActions, keys, renderApp } from '../helpers/app.tsx';
import { recipeWith } from '../helpers/recipe.ts';
import { sizes } from '../helpers/render.ts';

const { enter, escape: esc, down, up, left, end, tab, backspace, ctrlC, pageDown } = keys;

const usual: Size = { columns: 80, rows: 23 };

/** A draft at a place, everything before it answered. */
const draftAt = (place: string): Draft => {
	const { answered, ...draft } = draftAtReview(newDraft());
	const index =
		place === 'review' ? answered.length : answered.indexOf(place === 'copy-to' ? 'settings' : place);
	return { ...draft, answered: answered.slice(0, index), at: place };
};

const openAt = async (place?: string, size = usual) => {
	const fake = fakeActions();
	const draft = place === undefined ? newDraft() : draftAt(place);
	const app = await renderApp({ at: 'wizard', draft }, fake.actions, size);
	return { ...fake, app };
};

const markedRow = (rows: readonly string[]): string => rows.find(row => row.includes('❯ ')) ?? '';
const listMark = (rows: readonly string[]): string =>
	/❯ (.*)$/.exec(rows.slice(3).findLast(row => row.includes('❯ ')) ?? '')?.[1] ?? '';

describe.each(sizes)('at $columns×$rows', size => {
	test.each([
		['region', 'Region'],
		['base', 'Base image'],
		['machine', 'Machine'],
		['install', 'What to install'],
	])('no row of %s jumps while one moves, pages, searches and ticks', async (place, heading) => {
		const { app } = await openAt(place, size);
		const places = (): readonly number[] => {
			const rows = app.rows();
			return [
				rows.findIndex(row => row.slice(size.columns < 76 || place === 'install' ? 0 : 33).includes(heading)),
				rows.findIndex(row => row.includes('› ')),
				rows.findIndex(row => row.includes('› ')) - rows.findIndex(row => /^ . Where/.test(row)),
				rows.findLastIndex(row => / · /.test(row)),
			];
		};
		const before = places();
		expect(before[1]).toBeGreaterThan(before[0] ?? 0);
		for (const key of [down, down, ' ', up, pageDown, end, 'e', 'u', backspace, down, backspace, keys.home]) {
			await app.press(key);
			app.check();
			expect(places()).toEqual(before);
			if (app.text().includes('Keep Ubuntu')) {
				await app.press(esc);
			}
		}
	});

	test.each(['settings', 'review'])('no row of %s jumps while one moves', async place => {
		const { app } = await openAt(place, size);
		await app.waitFor(place === 'review' ? 'new file' : 'Go on');
		const labels = (): readonly string[] =>
			app
				.rows()
				.slice(2, -4)
				.map(row => row.slice(3));
		const before = labels();
		const last = place === 'review' ? /new file/ : /^Files /;
		const isWhole = before.some(label => last.test(label));
		expect(isWhole || size.rows < 24).toBe(true);
		for (const key of [down, down, up, end, keys.home, pageDown]) {
			await app.press(key);
			app.check();
			// A list that is longer than the screen scrolls.
			if (isWhole && size.rows >= 20) {
				expect(labels()).toEqual(before);
			}
		}
	});

	test('the explanation always begins in the same row', async () => {
		const { app } = await openAt('base', size);
		const explained = () => app.rows().findIndex(row => /\. Log-in user|, with |Any AMI of/.test(row));
		const row = explained();
		expect(row).toBeGreaterThan(0);
		for (const key of [down, down, down, end, 'debian', down]) {
			await app.press(key);
			expect(explained()).toBe(row);
		}
	});
});

describe('a list', () => {
	test('is searched as one types; the first match is marked and chosen', async () => {
		const { app, drafts } = await openAt('region');
		await app.press('ireland');
		expect(app.text()).toContain('› ireland');
		expect(app.text()).toContain('1 of 39');
		expect(listMark(app.rows())).toMatch(/^eu-west-1/);
		await app.press(enter);
		expect(drafts.at(-1)?.recipe.aws.region).toBe('eu-west-1');
	});

	test('says what is nearest when nothing matches, and esc clears the search', async () => {
		const { app, drafts } = await openAt('base');
		await app.press('ubnt');
		expect(app.text()).toContain('Nothing matches "ubnt". Nearest: Ubuntu 24.04');
		expect(app.text()).toContain('LTS. esc clears the search.');
		await app.press(enter);
		expect(drafts).toEqual([]);
		await app.press(esc);
		expect(app.text()).not.toContain('ubnt');
		expect(app.text()).toContain('Base image');
		expect(listMark(app.rows())).toMatch(/^Ubuntu 24\.04/);
	});

	test('takes a type that it does not have, and says so in the row, beside the answers and in the review', async () => {
		const { app, drafts } = await openAt('machine');
		await app.press('t3.mirco');
		expect(listMark(app.rows())).toMatch(/^t3\.mirco +not in our list/);
		expect(app.text().replace(/\s+/g, ' ')).toContain(
			't3.mirco is not in our list of September 2026. Did you mean t3.micro?',
		);
		app.check();
		await app.press(enter, tab);
		expect(drafts.at(-1)?.recipe.aws.instanceType).toBe('t3.mirco');
		expect(app.text()).toMatch(/! Machine +t3\.mirco/);
	});

	test('a kind of machines of which none fits says why', async () => {
		const { app, drafts } = await openAt('machine');
		await app.press('C8g');
		expect(app.text()).toContain('c8g is arm64, the base image is x86_64.');
		expect(app.text()).not.toContain('Nothing matches');
		app.check();
		await app.press(enter);
		expect(drafts).toEqual([]);
	});

	test('offers no other row while a name of the list is typed, and none for what is no name', async () => {
		const { app } = await openAt('machine');
		for (const typed of ['t', '3', '.', 'm', 'i', 'c', 'r', 'o']) {
			await app.press(typed);
			expect(app.text()).not.toContain('not in our list');
		}

		await app.press(esc, 'two words');
		expect(app.text()).toContain('Nothing matches "two words".');
		await app.press(esc, 'm12g.large');
		expect(app.text()).toMatch(/m12g\.large +is arm64 by its name/);
		await app.press(esc, 'm7i.metal');
		expect(app.text()).toContain('m7i.metal-24xl');
		expect(app.text()).toMatch(/m7i\.metal +not in our list/);
	});

	test('a type that does not fit is found, with the reason, and cannot be chosen', async () => {
		const { app, drafts } = await openAt('machine');
		await app.press('t4g.micro');
		expect(app.text()).toMatch(/t4g\.micro +is arm64, the base/);
		expect(app.text()).toContain('t4g.micro is arm64, the base image is x86_64.');
		await app.press(enter);
		expect(app.text()).toContain('step 4 of 8');
		expect(drafts).toEqual([]);
	});

	test('names are whole at 80 columns', async () => {
		const { app } = await openAt('machine');
		await app.press('flex');
		expect(app.text()).toMatch(/m8i-flex\.2xlarge +8 vCPU, 32 GB/);
		expect(app.text()).not.toMatch(/\w…/);
	});

	test('a machine of every kind is found by a search, and marked', async () => {
		const { app } = await openAt('machine');
		for (const [search, row] of [
			['g4dn.xlarge', /g4dn\.xlarge +4 vCPU, 16 GB +GPU/],
			['nvidia t4', /g4dn\.xlarge +4 vCPU, 16 GB +GPU/],
			['gpu', /❯ g\d\w*\.\w+ +\d+ vCPU, \d+ GB +GPU/],
			['m5.large', /m5\.large +2 vCPU, 8 GB +previous/],
			['t3.small', /t3\.small +2 vCPU, 2 GB +free tier/],
			['free tier', /t3\.micro/],
			['c5.metal', /c5\.metal +96 vCPU, 192 GB +metal/],
		] as const) {
			await app.press(search);
			expect(app.text()).toMatch(row);
			await app.press(esc);
		}
	});

	test('what is chosen already is in sight when it is asked again', async () => {
		const draft = draftAt('copy-to');
		const recipe = recipeWith({ copyTo: ['us-west-2', 'us-west-1'] }, draft.recipe);
		const app = await renderApp({ at: 'wizard', draft: { ...draft, recipe } }, fakeActions().actions, usual);
		expect(app.text()).toContain('2 chosen');
		expect(markedRow(app.rows())).toContain('[x] us-west-2');
	});

	test('a copy goes to a region that the list does not have', async () => {
		const { app, drafts } = await openAt('copy-to');
		await app.press('eu-west-9');
		expect(app.text()).toMatch(/eu-west-9 +not in our list/);
		await app.press(enter);
		expect(app.text()).toContain('1 chosen');
		await app.press('tokyo', enter, enter);
		expect(drafts.at(-1)?.recipe.aws.copyTo).toEqual(['ap-northeast-1', 'eu-west-9']);
	});

	test('? is help while nothing is typed, and text afterwards', async () => {
		const { app } = await openAt('region');
		await app.press('?');
		expect(app.rows()[0]).toMatch(/^ Keys/);
		await app.press(esc, 'a', '?');
		expect(app.text()).toContain('› a?');
	});

	test('← goes back only while nothing is typed', async () => {
		const { app } = await openAt('region');
		await app.press('e', left);
		expect(app.text()).toContain('› e');
		await app.press(backspace, left);
		expect(app.text()).toContain('step 1 of 8');
	});

	test('the real cursor follows the mark', async () => {
		const { app } = await openAt('machine');
		await app.press(pageDown, pageDown);
		expect(listMark(app.rows())).not.toBe('');
		expect(app.rows().filter(row => / {3}❯ |^ ❯ /.test(row)).length).toBeGreaterThan(0);
	});
});

describe('a list to tick', () => {
	test('enter with nothing ticked says so, and goes on at the second time', async () => {
		const { app, drafts } = await openAt('install');
		await app.press(enter);
		expect(app.text()).toContain(
			'Nothing ticked. Space ticks the marked row; enter again goes on with none.',
		);
		expect(drafts).toEqual([]);
		await app.press(enter);
		expect(drafts.at(-1)?.answered).toContain('install');
	});

	test('what others need is added in its place and says why; space on it says so too', async () => {
		const { app } = await openAt('install');
		await app.press('ssh-grunt', enter);
		expect(app.text()).toContain('1 chosen, 1 added');
		await app.press('gruntwork-inst');
		expect(app.text()).toMatch(/\[\+\] gruntwork-installer +added: ssh-grunt needs it/);
		await app.press(enter);
		expect(app.text()).toMatch(/! gruntwork-installer: .*ssh-grunt needs it/);
		expect(app.text()).toContain('1 chosen, 1 added');
	});

	test('what there is stands under headings, what fits first; a search takes spaces and what one needs it for', async () => {
		const { app, drafts } = await openAt('install');
		const headings = () => app.rows().filter(row => /^ [A-Z][a-z]/.test(row));
		expect(headings()).toEqual(
			expect.arrayContaining([
				expect.stringMatching(/^ Your own$/),
				expect.stringMatching(/^ Security and log-in$/),
			]),
		);
		expect(app.text()).not.toContain('removed');
		// A package of that name is only what one may have meant, too.
		await app.press('bastion');
		expect(app.rows().findIndex(row => row.includes('ssh-grunt'))).toBeLessThan(
			app.rows().findIndex(row => row.includes('as typed')),
		);
		expect(app.text()).toMatch(/❯ \[ \] ssh-grunt /);
		expect(app.text()).toContain('The preset bastion has it with all that a bastion wants.');
		await app.press(esc, 'jump host');
		expect(app.text()).toMatch(/❯ \[ \] ssh-grunt /);
		expect(app.text()).toContain('enter tick it');
		await app.press(enter);
		expect(app.text()).toMatch(/❯ \[x\] ssh-grunt /);
		// The heading of the marked row is in sight, and a page leaves none out.
		await app.press(keys.home);
		const seen = new Set<string>();
		const found: string[] = [];
		for (let page = 0; page < 12; page++) {
			for (const row of app.rows()) {
				seen.add(/(?:\]| – ) (\S+)/.exec(row)?.[1] ?? '');
			}

			found.push(...headings());
			await app.press(pageDown);
		}

		expect(found.join('\n')).toContain('Not for Ubuntu 24.04 LTS');

		// A long name is cut in its middle.
		const isSeen = (id: string): boolean =>
			[...seen].some(label => {
				const [start = '', rest] = label.split('…');
				return rest === undefined ? label === id : start !== '' && id.startsWith(start) && id.endsWith(rest);
			});
		const unseen = bundles.filter(isListed).filter(({ id }) => !isSeen(id));
		expect(unseen.map(({ id }) => id)).toEqual([]);
		await app.press('log aggregation');
		expect(app.text()).toMatch(/❯ {2}– .*removed/);
		await app.press(enter);
		expect(app.text()).toMatch(/take\s+cloudwatch-agent/);
		expect(app.text()).not.toContain('Change the base image');
		expect(drafts).toEqual([]);
	});

	test('what does not fit cannot be ticked, says why and offers to change the base image', async () => {
		const { app, drafts } = await openAt('install');
		await app.press('elk-install-k', enter);
		expect(app.text()).toContain('0 chosen');
		expect(app.text()).toMatch(/elk-install-kibana needs Ubuntu 20\.04/);
		expect(app.text()).toContain('❯ Keep Ubuntu 24.04 LTS     Change the base image');
		app.check();
		await app.press(esc);
		expect(app.text()).not.toContain('Change the base image');
		await app.press(enter, keys.right, enter);
		expect(app.text()).toContain('The system that your image starts from.');
		// Nothing was answered.
		expect(drafts).toEqual([]);
	});

	test('the dialog moves no row above the last three', async () => {
		const { app } = await openAt('install');
		await app.press(end);
		const before = app.rows().slice(0, -4);
		await app.press(' ');
		expect(app.text()).toContain('Change the base image');
		expect(app.rows().slice(0, -4)).toEqual(before);
	});
});

describe('what was said is never lost', () => {
	test('esc keeps a text that was not accepted, ticks and marks', async () => {
		const { app } = await openAt('install');
		await app.press('fail2ban', enter, esc);
		expect(app.text()).toContain('step 4 of 8');
		await app.press(enter);
		expect(app.text()).toMatch(/\[x\] fail2ban/);
		await app.press(enter);
		const named = await openAt('name');
		await named.app.press('-one', esc);
		expect(named.app.text()).toContain('More settings');
		await named.app.press(enter);
		expect(named.app.text()).toContain('› web-one');
	});

	test('an earlier answer is shown again, marked', async () => {
		const { app } = await openAt('region');
		await app.press('sydney', enter, esc);
		expect(listMark(app.rows())).toMatch(/^ap-southeast-2/);
		expect(app.text()).toContain('✓ Where');
	});

	test('a changed answer that touches a later one says so', async () => {
		const { app, drafts } = await openAt('machine');
		await app.press('t3.small', enter, tab, up, up, enter);
		expect(app.text()).toContain('Base image');
		await app.press(enter, 'arm', enter);
		expect(app.text()).toContain('was t3.small: arm64 needs another');
		expect(drafts.at(-1)?.recipe.aws.instanceType).toMatch(/^t4g/);
	});

	test('Ctrl-C keeps the answers, with exit code 130', async () => {
		const { app, drafts } = await openAt('region');
		await app.press('ireland', enter, ctrlC);
		expect(await app.outcome()).toEqual({
			exitCode: 130,
			summaryLines: [`Your answers are kept: ${programCommand(process.env)} new --continue`],
		});
		expect(drafts.at(-1)?.recipe.aws.region).toBe('eu-west-1');
		expect(drafts.at(-1)?.at).toBe('base');
	});

	test('a file that is not there is told as soon as it is named, and takes no answer away', async () => {
		const upload = { name: 'upload', position: 'before', upload: ' ', to: '/tmp' } as const;
		const draft = goTo({ ...newDraft(), recipe: recipeWith({ steps: [upload] }) }, 'uploads');
		const told = 'There is no ./site.';
		const { actions, drafts } = fakeActions({
			missingFiles: async (before, { recipe }) => (before.recipe === recipe ? [] : [told]),
		});
		const app = await renderApp({ at: 'wizard', draft }, actions, usual);
		await app.press('./site => /srv/site', enter, enter);
		await app.waitFor(told);
		expect(drafts.at(-1)?.recipe.steps).toMatchObject([{ upload: './site', to: '/srv/site' }]);
	});

	test('the app ends only after the answers are on the disk', async () => {
		const kept: string[] = [];
		const { actions } = fakeActions({
			saveDraft: async draft => {
				await new Promise(resolve => setTimeout(resolve, 20));
				kept.push(draft.at);
			},
		});
		const app = await renderApp({ at: 'wizard', draft: newDraft() }, actions, usual);
		await app.send(`${enter}${enter}${ctrlC}`);
		await app.outcome();
		expect(kept).toEqual(['region', 'base']);
	});

	test('esc at the first question leads home, the answers are kept', async () => {
		const { app } = await openAt();
		await app.press(esc);
		await app.waitFor('Rehearse an image');
	});
});

describe('the answers', () => {
	test('tab goes there, enter opens one again, esc and tab go back', async () => {
		const { app } = await openAt('machine');
		await app.press(tab);
		expect(markedRow(app.rows())).toMatch(/^ ❯ Machine/);
		expect(app.rows().at(-1)).toContain('enter change it');
		await app.press(tab);
		expect(app.rows().at(-1)).toContain('type to search');
		await app.press(tab, esc, tab, up, up, enter);
		expect(app.text()).toContain('step 2 of 8');
	});

	test('on a small screen they take the place of the question', async () => {
		const { app } = await openAt('machine', { columns: 60, rows: 16 });
		expect(app.text()).not.toContain('✓ Region');
		await app.press(tab);
		expect(app.text()).toMatch(/Region {2,}us-east-1|Region/);
		app.check();
	});
});

describe('several lines', () => {
	test('enter makes a line, enter on an empty one goes on, a paste keeps its lines', async () => {
		const { app, drafts } = await openAt('install');
		await app.press(' ', enter);
		await app.send('\u001B[200~set -e\rapt-get update\r\u001B[201~');
		await app.press('echo done', enter, up, up, end, ' # first', down, down, enter);
		expect(drafts.at(-1)?.recipe.steps).toMatchObject([
			{ inline: ['set -e', 'apt-get update # first', 'echo done'] },
		]);
	});
});

describe('the settings', () => {
	test('each opens, is answered and leads back; the first row goes on', async () => {
		const { app, drafts } = await openAt('settings');
		await app.press(down, enter);
		expect(app.text()).toContain('More regions that get a copy of the image');
		await app.press('ireland', enter, enter);
		expect(app.text()).toContain('More settings');
		expect(app.text()).toMatch(/❯ Copy to\s+eu-west-1/);
		await app.press(up, enter);
		expect(app.text()).toContain('step 7 of 8');
		expect(drafts.at(-1)?.recipe.aws.copyTo).toEqual(['eu-west-1']);
	});

	test('a list that is too long says what of it is in sight, and what a row is about stands there whole', async () => {
		const { app } = await openAt('settings', { columns: 60, rows: 16 });
		expect(app.text()).toMatch(/More settings +1-8 of 17\n/);
		await app.press(end);
		expect(app.text()).toMatch(/More settings +10-17 of 17\n/);
		expect(app.text().replace(/\s+/g, ' ')).toContain(
			'Empty: the name of the image; for a preset by name, none.',
		);
	});
});

test('a draft that is complete is changed from Review and leads back there', async () => {
	const { actions } = fakeActions();
	const app = await renderApp({ at: 'wizard', draft: draftAtReview(newDraft()) }, actions, usual);
	await app.press(keys.home, down, enter, 'ireland', enter);
	expect(app.text()).toMatch(/Region\s+eu-west-1/);
	expect(app.text()).toMatch(/^ Review/);
});

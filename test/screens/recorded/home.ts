import { expect, test } from 'vitest';
import type { Actions } from '../../../source/actions/contract.ts';
import { Problem } from '../../../source/base/problem.ts';
import type { Home } from '../../../source/flow/home.ts';
import { draftAtReview, newDraft } from '../../../source/questions/draft.ts';
import { keys } from '../../helpers/app.tsx';
import { recordings } from '../../helpers/recorded.ts';
import { full, later, now } from './worlds.ts';

const { enter, escape: esc, down, end, home: first } = keys;
const { open } = recordings('home');

const at = (home: Partial<Home> = {}, actions: Partial<Actions> = {}) =>
	open({ at: 'home' }, { home: async () => ({ ...full, ...home }), ...actions }, now);

test('home', async () => {
	const { press, shot } = await at();
	await shot('home', 'New image');
	await press(end);
	await shot('home-end');
	await press(first, '/', 'shipped-1');
	await shot('search');
	await press('nothing');
	await shot('search-without-match');
});

test('home of somebody new, and what is told there', async () => {
	const none = { builds: [], draft: undefined, left: undefined, presets: full.presets.slice(1, 4) };
	const looking = await at(none, { surroundings: () => new Promise(() => undefined) });
	await looking.shot('home-new', 'New image');
	await looking.press('?');
	await looking.shot('help', /^ Keys/);
	const warning = 'Presets in /tmp/.packer-wizard are not taken: it belongs to another user (65534).';
	const warned = await at({ warning });
	await warned.shot('home-warning', 'not taken');
});

test('what is asked at home', async () => {
	const { press, shot } = await at();
	await press(enter);
	await shot('new-image-over-answers', 'Start anew');
	await press(esc, down, down, down, down, 'e');
	await shot('edit-over-answers', 'Editing web');
	await press(esc, 'd');
	await shot('delete', 'Delete the preset');
	await press(esc, down, 'd');
	await shot('delete-what-is-shipped', 'not yours to delete');
	await press(esc, end, enter);
	await shot('build-that-cannot-be-read', later);
});

test('the menu of a preset', async () => {
	const { press, shot } = await at();
	await press(down, down, down, down, enter);
	await shot('preset-own', 'Preset web');
	await press(down, down, enter);
	await shot('preset-edit-over-answers', 'Editing web');
	await press(esc, down, enter);
	await shot('preset-delete', 'Delete the preset');
	await press(esc, '?');
	await shot('preset-help', /^ Keys/, [{ columns: 60, rows: 16 }]);
	await press(esc, esc, down, enter);
	await shot('preset-shipped', 'Preset nodejs');
	for (const name of ['team', 'torn']) {
		await press(esc, '/', name, enter);
		await shot(`preset-project-${name}`, `Preset ${name}`);
		await press(esc, esc);
	}
});

test('a problem', async () => {
	const { press, shot, rows } = await at(
		{ draft: undefined, left: undefined },
		{
			readPreset: async () => {
				throw new Problem('web is no recipe that can be built.', {
					reason: 'region: there is none',
					next: ['Correct it: packer-wizard presets show web', 'Or delete it.'],
				});
			},
		},
	);
	await press(down, down, down, enter, enter);
	await shot('problem', 'no recipe');
	expect(rows().length).toBe(23);
});

test('a preset that is opened leads to its review', async () => {
	const { press, shot } = await at(
		{},
		{ readPreset: async name => ({ ...draftAtReview(newDraft()), preset: name }) },
	);
	await press(down, down, down, down, enter, enter);
	await shot('review-of-preset', 'Review of web');
});

test('a template that is imported', async () => {
	const choices = [
		{ id: 'amazon-ebs.ubuntu' },
		{ id: 'amazon-ebs.linux' },
		{ id: 'docker.docker', obstacle: 'It makes an image for Docker. An import takes amazon-ebs.' },
	];
	const { press, shot } = await at(
		{ draft: undefined, left: undefined },
		{
			importTemplate: async ({ template }) => {
				if (template === 'torn.json') {
					throw new Problem('./torn.json is no JSON at line 2, column 3.', {
						reason: 'Packer takes no comments in JSON: a key that begins with _ at the top can hold one.',
						next: ['Correct it there, and import it again.'],
					});
				}

				return { choices };
			},
		},
	);
	await press(down, down, enter);
	await shot('import', 'the folder that');
	await press('torn.json', enter);
	await shot('import-refused', 'column 3');
	await press(...Array.from('torn.json', () => keys.backspace), 'web.json', enter);
	await shot('import-several', 'which one');
	await press(down, down, enter);
	await shot('import-of-none', /^ It makes an image for Docker/m);
	await press(esc);
});

import { expect, test } from 'vitest';
import type { Actions } from '../../../source/actions/contract.ts';
import { Problem } from '../../../source/base/problem.ts';
import type { Home } from '../../../source/flow/home.ts';
import type { OwnImage } from '../../../source/flow/images.ts';
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

test('the images that were made here', async () => {
	const made = { name: 'shop', base: 'Debian 12', made: now - 3_600_000, sharedWith: [] };
	const seen = { at: now, state: 'available' };
	const images: readonly OwnImage[] = [
		{
			...made,
			build: '8b4c',
			region: 'us-east-1',
			id: 'ami-0f3a91c2d4e5f6a7b',
			sharedWith: ['111122223333'],
			seen: {
				...seen,
				newerBase: { ami: 'ami-0b2c3d4e5f6a7b8c9', name: 'debian-12', created: '2026-11-27T03:12:45.000Z' },
			},
		},
		{
			...made,
			build: '7f3a',
			region: 'eu-central-1',
			id: 'ami-0d2c3d4e5f6a7b8c9',
			made: now - 30 * 86_400_000,
			seen: { at: now - 86_400_000, state: 'gone' },
			unseen:
				'Build 7f3a is of account 111122223333. Now account 444455556666 signs: sign in to the other to see its images.',
		},
		{ ...made, build: '6e2b', region: '', id: 'localhost/shop:latest', engine: 'podman' },
	];
	const { press, shot } = await at({}, { images: async told => told(images) });
	await press('a');
	await shot('images', 'From Debian');
	await press(down);
	await shot('images-of-another-account', 'Now account');
	const nothing = await at({}, { images: async told => told([]) });
	await nothing.press('a');
	await nothing.shot('images-none', 'No image');
});

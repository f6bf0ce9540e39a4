import { test } from 'vitest';
import { type Draft, draftAtReview, newDraft } from '../../../source/questions/draft.ts';
import { keys } from '../../helpers/app.tsx';
import { recordings } from '../../helpers/recorded.ts';

const { enter, escape: esc, down, up, tab, end, home: first } = keys;
const { compare, open } = recordings('wizard');

/** A draft at a place, everything before it answered. */
const draftAt = (place: string): Draft => {
	const { answered, ...draft } = draftAtReview(newDraft());
	return { ...draft, answered: answered.slice(0, answered.indexOf(place)), at: place };
};

const at = (draft: Draft) =>
	open(
		{ at: 'wizard', draft },
		{ facts: async () => ({ profiles: ['dev', 'prod'] }) },
		Date.UTC(2026, 10, 28, 9, 30),
	);

test('every question in its order', async () => {
	const { press, shot } = await at(newDraft());
	await shot('where', 'step 1 of 8');
	await press(enter);
	await shot('region', 'step 2 of 8');
	await press(enter);
	await shot('base', 'step 3 of 8');
	await press(enter);
	await shot('architecture', 'Processor');
	await press(enter);
	await shot('machine', 'step 4 of 8');
	await press(enter);
	await shot('install', 'step 5 of 8');
	await press(' ', 'fail2ban', enter, enter);
	await shot('form', 'fail2ban');
	await press(enter);
	await shot('lines');
	await press(enter);
	await shot('lines-complaint');
	await press('set -e', enter, 'echo done', enter, enter);
	await shot('settings', 'More settings');
	await press(enter);
	await shot('name', 'step 7 of 8');
	await press(' X', enter);
	await shot('name-complaint', 'A name is');
});

test('a list that is searched', async () => {
	const { press, shot } = await at(draftAt('region'));
	await press('ireland');
	await shot('search', '› ireland');
	await press('xx');
	await shot('search-without-match', 'Nothing matches');
	await press(esc, end);
	await shot('list-end');
});

test('a type that is not in the list, and one that does not fit', async () => {
	const { press, shot } = await at(draftAt('machine'));
	await press('t3.mirco');
	await shot('not-in-the-list', 'not in our list');
	await press(esc, 't4g.small');
	await shot('does-not-fit');
});

test('a list to tick', async () => {
	const { press, shot } = await at(draftAt('install'));
	await press(enter);
	await shot('nothing-ticked', 'Nothing ticked');
	await press('ssh-grunt', enter);
	await shot('one-added', '1 chosen, 1 added');
	await press('elk-install-k', enter);
	await shot('base-image-dialog', 'Change the base image');
});

test('the form of a bundle', async () => {
	const draft = draftAt('install');
	const { recipe } = draft;
	const base = { image: 'ubuntu-18.04', architecture: 'x86_64' } as const;
	const { press, shot } = await at({ ...draft, recipe: { ...recipe, base } });
	await press('fail2ban', enter, 'influxdb-install', enter, enter);
	await press(down, enter, 'x', enter);
	await shot('form-complaint', 'is no whole number');
	await press(esc, first, enter);
	await shot('form-needed', 'answers still needed');
	await press(first, enter);
	await shot('form-refused', 'A value is needed');
	await press(end, up, up);
	await shot('form-end');
});

test('the answers', async () => {
	const { press, shot } = await at(draftAt('machine'));
	await press(tab);
	await shot('answers', 'enter change it');
	await press(tab, 't3.small', enter, tab, up, up, enter, enter, 'arm', enter);
	await shot('dropped-answer', 'was t3.small');
});

test('each of the settings', async () => {
	const { press, shot } = await at(draftAt('settings'));
	await press(first, down);
	for (const name of ['copy-to', 'disk', 'network']) {
		await press(enter);
		await shot(`settings-${name}`);
		await press(esc, down);
	}

	await press(end, enter);
	await shot('settings-last');
});

test('help about each kind of question', async () => {
	const smallest = [{ columns: 60, rows: 16 }];
	for (const place of ['where', 'install', 'settings']) {
		const { press, shot } = await at(draftAt(place));
		await press('?');
		await shot(`help-${place}`, /^ Keys/, smallest);
	}

	const { press, shot } = await at(draftAt('machine'));
	await press(tab, '?');
	await shot('help-answers', /^ Keys/, smallest);
});

test('a terminal that is too small', async () => {
	const { resize, waitFor, rows } = await at(newDraft());
	await resize({ columns: 40, rows: 10 });
	await waitFor('packer-wizard');
	await compare('too-small', `${rows().join('\n')}\n`);
});

import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { createDrafts } from '../../source/store/drafts.ts';
import { privatePlace, put } from './place.ts';

const draft = {
	recipe: defaultRecipe(),
	folder: null,
	mode: 'rehearsal' as const,
	answered: ['region'],
	notes: { machine: 'was t3.micro: arm64 needs another' },
	at: 'base-image',
	shelf: {
		bundles: [{ id: 'fail2ban', install: {}, boot: { 'ban-time': '60' } }],
		steps: [
			{
				step: { name: 'commands', position: 'before' as const, inline: ['echo hi'] },
				order: ['commands'],
			},
		],
	},
};
const fileOf = (home: string): string => path.join(home, '.local/state/packer-wizard/drafts/current.json');

test('what was kept is read again, with its time, and only the person may read the file', async () => {
	const { environment, home } = await privatePlace();
	const before = Date.now();
	await createDrafts(environment).change(() => draft);
	const read = await createDrafts(environment).read();
	expect(read).toMatchObject(draft);
	expect(read?.savedAt).toBeGreaterThanOrEqual(before);
	expect((await stat(fileOf(home))).mode & 0o777).toBe(0o600);
});

test('of many answers in a row the last one stays', async () => {
	const { environment } = await privatePlace();
	const drafts = createDrafts(environment);
	await Promise.all(
		Array.from({ length: 30 }, (_, index) => drafts.change(() => ({ ...draft, at: `q${index}` }))),
	);
	expect((await drafts.read())?.at).toBe('q29');
});

test('no draft at first, and none after it was discarded', async () => {
	const { environment } = await privatePlace();
	const drafts = createDrafts(environment);
	expect(await drafts.read()).toBeUndefined();
	await drafts.change(() => draft);
	await drafts.change(() => undefined);
	await drafts.change(() => undefined);
	expect(await drafts.read()).toBeUndefined();
});

test.each(['{ broken', '{}', '[]', JSON.stringify({ ...draft, recipe: { version: 99 } })])(
	'a draft that cannot be used is set aside: %s',
	async text => {
		const { environment, home } = await privatePlace();
		await put(text, fileOf(home));
		const drafts = createDrafts(environment);
		expect(await drafts.read()).toBeUndefined();
		expect(await readFile(`${fileOf(home)}.broken`, 'utf8')).toBe(text);
		await drafts.change(() => draft);
		expect(await drafts.read()).toMatchObject(draft);
	},
);

test('a save that fails says so and does not hold up the next one', async () => {
	const { environment, home } = await privatePlace();
	await put('in the way', home, '.local');
	const drafts = createDrafts(environment);
	await expect(drafts.change(() => draft)).rejects.toMatchObject({ exitCode: 3 });
	await expect(drafts.change(() => draft)).rejects.toMatchObject({ exitCode: 3 });
	expect(await drafts.read()).toBeUndefined();
});

import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { readHomeLists } from '../../source/actions/home-lists.ts';
import { createActions } from '../../source/actions/index.ts';
import { sweepFiles } from '../../source/actions/sweep.ts';
import { makeBuild } from '../builds/helpers.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { at } from '../helpers/whereabouts.ts';

let person: Person;
let memo: string;
let preset: string;

const read = async () => {
	const { lists, keep } = await readHomeLists(at(person.environment, person.folder));
	await keep();
	// How long a build runs is another time each time.
	const builds = lists.builds.map(build => (build.result === undefined ? { ...build, took: 0 } : build));
	return { ...lists, builds };
};

const kept = async (): Promise<Record<string, { stamp: string; made: Record<string, unknown> }>> =>
	JSON.parse(await readFile(memo, 'utf8')).kept;

/** A file that was written just now may be written again, and its times would not tell. */
const aWhile = () => setTimeout(1100);

beforeEach(async () => {
	person = await makePerson();
	memo = path.join(person.home, '.local', 'state', 'packer-wizard', 'home.json');
	preset = path.join(person.home, '.config', 'packer-wizard', 'presets', 'shop.json');
	const actions = createActions(at(person.environment, person.folder));
	await actions.savePreset('shop', { recipe: recipeWith({ name: 'shop', description: 'Sells' }) }, false);
	await makeBuild(person, 'a1b2', { name: 'shop', preset: 'shop', time: 1000, result: 'done' });
	await makeBuild(person, 'beef', { name: 'web', time: 2000 });
	await aWhile();
});

test('what was kept of files gives the same lists as reading them', async () => {
	const first = await read();
	expect(first.builds.map(({ id }) => id)).toEqual(['beef', 'a1b2']);
	expect(first.presets[0]).toMatchObject({ name: 'shop', description: 'Sells', last: { result: 'done' } });
	expect(Object.keys(await kept())).toContain(preset);
	expect(await read()).toEqual(first);
});

test('it is taken from what was kept, but a build that runs is looked at each time', async () => {
	await read();
	const before = await kept();
	expect(Object.keys(before).filter(file => file.includes('/builds/'))).toHaveLength(1);
	const entry = before[preset];
	const key = JSON.parse(await readFile(memo, 'utf8')).key;
	const told = { ...before, [preset]: { ...entry, made: { ...entry?.made, description: 'Kept' } } };
	await writeFile(memo, JSON.stringify({ key, kept: told }));
	expect((await read()).presets[0]?.description).toBe('Kept');
	await writeFile(memo, JSON.stringify({ key: 'of another program', kept: told }));
	expect((await read()).presets[0]?.description).toBe('Sells');
});

test('a file that was changed is read, even with the size and the time that it had', async () => {
	await read();
	const { atime, mtime, size } = await stat(preset);
	await writeFile(preset, (await readFile(preset, 'utf8')).replace('Sells', 'Rents'));
	await utimes(preset, atime, mtime);
	expect((await stat(preset)).size).toBe(size);
	const [row] = (await read()).presets;
	expect(row).toMatchObject({ description: 'Rents', last: { isChanged: true } });
	await rm(preset);
	await rm(path.join(person.home, '.local', 'state', 'packer-wizard', 'builds', 'a1b2'), { recursive: true });
	const { presets, builds } = await read();
	expect(presets.map(({ name }) => name)).not.toContain('shop');
	expect(builds.map(({ id }) => id)).toEqual(['beef']);
	expect(Object.keys(await kept())).not.toContain(preset);
});

test('a file that was written just now is not kept: it can be written again in the same moment', async () => {
	await read();
	await writeFile(preset, (await readFile(preset, 'utf8')).replace('Sells', 'Rents'));
	await read();
	expect(Object.keys(await kept())).not.toContain(preset);
	await aWhile();
	await read();
	expect(Object.keys(await kept())).toContain(preset);
});

test('what V8 compiled goes when it is a month old', async () => {
	const folder = path.join(person.home, '.cache', 'packer-wizard', 'compiled', 'v22');
	await mkdir(folder, { recursive: true });
	for (const name of ['old', 'new']) {
		await writeFile(path.join(folder, name), '');
	}

	await utimes(path.join(folder, 'old'), 1000, 1000);
	await sweepFiles(person.environment);
	expect(await readdir(folder)).toEqual(['new']);
});

test.each([
	['no JSON', '{"key":'],
	['another shape', '[]'],
	['nothing that a list can show', undefined],
])('%s in what was kept is as if there were nothing', async (_name, text) => {
	const lists = await read();
	const { key, kept: entries } = JSON.parse(await readFile(memo, 'utf8'));
	const broken = Object.fromEntries(
		Object.entries(entries).map(([file, entry]) => [
			file,
			{ ...Object(entry), made: { row: 3, description: 3 } },
		]),
	);
	await writeFile(memo, text ?? JSON.stringify({ key, kept: broken }));
	expect(await read()).toEqual(lists);
});

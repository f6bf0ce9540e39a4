import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { rowOf } from '../../source/actions/home-facts.ts';
import { createActions } from '../../source/actions/index.ts';
import { recipeText } from '../../source/recipe/read.ts';
import { makeBuild } from '../builds/helpers.ts';
import { makePerson } from '../helpers/program.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { firstTime, journalHeader } from '../helpers/transcript.ts';
import { at } from '../helpers/whereabouts.ts';

const scripts = ['scripts/01-hello.sh', 'scripts/02-ok.sh'];

test.each([
	[undefined, 'rehearsed'],
	[['scripts/02-ok.sh'], 'rehearsed, 1 of 2 scripts not run'],
	[scripts, 'rehearsed, scripts not run'],
])('a rehearsal that only checked %j is listed as no more than that', (notRun, detail) => {
	const header = { ...journalHeader('1.16.0', scripts), mode: 'rehearsal' as const };
	const base = { kind: 'end', seq: 9, time: firstTime, result: 'done', exitCode: 0, artifacts: [] } as const;
	const end = notRun === undefined ? base : { ...base, notRun };
	const row = rowOf({ id: header.id, header, last: [end], end }, firstTime);
	expect(row.detail).toBe(detail);
	expect(row.notRun).toEqual(notRun);
});

test('a build whose clock was set back meanwhile took no time, not less', () => {
	const header = journalHeader('1.16.0', scripts);
	const time = header.time - 60_000;
	const end = { kind: 'end', seq: 9, time, result: 'done', exitCode: 0, artifacts: [] } as const;
	expect(rowOf({ id: header.id, header, last: [end], end }, time).took).toBe(0);
	expect(rowOf({ id: header.id, header, last: [], end: undefined }, time).took).toBe(0);
});

test('the last build of a preset is one of that preset, not of an image of its name; what was changed is told', async () => {
	const person = await makePerson();
	const actions = createActions(at(person.environment, person.folder));
	await makeBuild(person, 'a1b2', {
		name: 'shop',
		preset: 'nodejs',
		isChanged: true,
		time: 1000,
		result: 'failed',
	});
	await makeBuild(person, 'beef', { name: 'nodejs', time: 5000, result: 'done' });
	await makeBuild(person, 'f00d', { name: 'ssh-grunt', time: 6000, result: 'done' });
	const { presets, builds } = await actions.home();
	const last = Object.fromEntries(presets.map(preset => [preset.name, preset.last]));
	expect(last['nodejs']).toMatchObject({ result: 'failed', isChanged: true });
	expect(last['ssh-grunt']).toBeUndefined();
	expect(builds.map(({ id, name, preset, isChanged }) => [id, name, preset, isChanged])).toEqual([
		['f00d', 'ssh-grunt', undefined, undefined],
		['beef', 'nodejs', undefined, undefined],
		['a1b2', 'nodejs', 'nodejs', true],
	]);
});

test('a build of another preset of that name, or before an edit, is told as one of other answers', async () => {
	const person = await makePerson();
	const actions = createActions(at(person.environment, person.folder));
	const recipe = recipeWith({ name: 'shop' });
	await actions.savePreset('shop', { recipe }, false);
	await makeBuild(person, 'a1b2', { name: 'shop', preset: 'shop', time: 1000, result: 'done' });
	await makeBuild(person, 'beef', { name: 'nodejs', preset: 'nodejs', time: 1000, result: 'done' });
	const told = async () => {
		const { presets } = await actions.home();
		return Object.fromEntries(presets.map(({ name, last }) => [name, last && (last.isChanged ?? false)]));
	};
	expect(await told()).toMatchObject({ shop: false, nodejs: true, kibana: undefined });
	await actions.savePreset('shop', { recipe: recipeWith({ region: 'eu-west-1' }, recipe) }, true);
	expect(await told()).toMatchObject({ shop: true });
});

test('two presets of one name have a history each', async () => {
	const person = await makePerson();
	const preset = async (project: string): Promise<string> => {
		const folder = path.join(person.folder, project, '.packer-wizard');
		await mkdir(folder, { recursive: true });
		const file = path.join(folder, 'web.json');
		await writeFile(file, recipeText(recipeWith({ name: 'web' })));
		return file;
	};
	const [one, other] = [await preset('one'), await preset('other')];
	const time = Date.now() - 60_000;
	await makeBuild(person, 'aaaa', {
		preset: 'web',
		presetFrom: { origin: 'project', file: one },
		time,
		result: 'done',
	});
	await makeBuild(person, 'bbbb', {
		...{ preset: 'web', presetFrom: { origin: 'project', file: other }, time: time + 1000 },
		result: 'failed',
	});
	const lastIn = async (file: string) => {
		const actions = createActions(at(person.environment, path.dirname(path.dirname(file))));
		const { presets, builds } = await actions.home();
		expect(builds.map(({ presetFrom }) => presetFrom?.file)).toEqual([other, one]);
		return presets.find(({ name }) => name === 'web')?.last?.result;
	};
	expect(await lastIn(one)).toBe('done');
	expect(await lastIn(other)).toBe('failed');
	// A journal from before that was written does not tell, and counts for both.
	await makeBuild(person, 'cccc', { preset: 'web', time: time + 2000, result: 'cancelled' });
	const { presets } = await createActions(at(person.environment, path.join(person.folder, 'one'))).home();
	expect(presets.find(({ name }) => name === 'web')?.last?.result).toBe('cancelled');
});

import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimBuildId } from '../../source/builds/builds.ts';
import { findBuild } from '../../source/builds/find-build.ts';
import { buildFolder } from '../../source/builds/folders.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { at } from '../helpers/whereabouts.ts';
import { listBuilds, makeBuild } from './helpers.ts';

const someBuilds = async (): Promise<Person> => {
	const person = await makePerson();
	await makeBuild(person, 'a1b2', { name: 'nodejs', preset: 'nodejs', time: 1000, result: 'done' });
	await makeBuild(person, 'a1ff', { name: 'web', time: 3000 });
	await makeBuild(person, 'c0de', { name: 'nodejs', preset: 'nodejs', time: 2000, result: 'failed' });
	await makeBuild(person, 'dead', { name: 'bastion', preset: 'ssh-grunt', time: 500, result: 'done' });
	return person;
};

describe('the list of builds', () => {
	test('has the newest first, with header and end', async () => {
		const { environment } = await someBuilds();
		const builds = await listBuilds(environment);
		expect(builds.map(({ id, end }) => [id, end?.result])).toEqual([
			['a1ff', undefined],
			['c0de', 'failed'],
			['a1b2', 'done'],
			['dead', 'done'],
		]);
		expect(builds[2]).toMatchObject({
			header: { preset: 'nodejs', recipe: { name: 'nodejs' } },
			end: { artifacts: [{ region: 'eu-west-1', ami: 'ami-1' }] },
			last: [{ kind: 'notice' }, { kind: 'end' }],
		});
	});

	test('leaves out what is no build, and what has no header yet', async () => {
		const person = await someBuilds();
		const folder = path.dirname(buildFolder('x', person.environment));
		await mkdir(path.join(folder, 'beef'));
		await mkdir(path.join(folder, 'notes'));
		await writeFile(path.join(folder, 'f00d'), 'a file');
		await mkdir(path.join(folder, 'cafe'));
		await writeFile(path.join(folder, 'cafe', 'journal.ndjson'), 'not JSON\n');
		expect(await listBuilds(person.environment)).toHaveLength(4);
	});

	test('is empty where nothing was ever built', async () => {
		expect(await listBuilds((await makePerson()).environment)).toEqual([]);
	});
});

describe('a build is found', () => {
	test.each([
		[undefined, 'a1ff'],
		['c0de', 'c0de'],
		['c0', 'c0de'],
		['C0DE', 'c0de'],
		['nodejs', 'c0de'],
		['ssh-grunt', 'dead'],
		['bastion', 'dead'],
		['web', 'a1ff'],
	])('by %s', async (wanted, id) => {
		expect((await findBuild(wanted, at((await someBuilds()).environment))).id).toBe(id);
	});

	test('by a name as the build of that preset, before a newer one of an image of that name', async () => {
		const person = await someBuilds();
		await makeBuild(person, 'beef', { name: 'nodejs', time: 5000 });
		await makeBuild(person, 'f00d', { name: 'ssh-grunt', time: 6000 });
		expect((await findBuild('nodejs', at(person.environment))).id).toBe('c0de');
		expect((await findBuild('ssh-grunt', at(person.environment))).id).toBe('dead');
	});

	test.each([
		['nodjs', 'nearest is nodejs'],
		['c0df', 'nearest is c0de'],
		['a1', 'a1ff, a1b2'],
		['', 'nothing like it'],
		['../a1b2', 'nothing like it'],
	])('not by %s, which says what is near', async (wanted, said) => {
		const { environment } = await someBuilds();
		const problem = await findBuild(wanted, at(environment)).catch(error => error);
		expect(problem).toMatchObject({ name: 'Problem', exitCode: 2 });
		expect(problem.next).toHaveLength(1);
		if (said !== 'nothing like it') {
			expect(problem.reason).toContain(said);
		}
	});

	test('only if there is one', async () => {
		const { environment } = await makePerson();
		await expect(findBuild(undefined, at(environment))).rejects.toMatchObject({
			message: 'There is no build yet.',
			exitCode: 2,
		});
	});
});

describe('the id of a build', () => {
	test('is short, belongs to one build, and its folder to one person', async () => {
		const { environment } = await makePerson();
		const ids = await Promise.all([...Array(200).keys()].map(() => claimBuildId(environment)));
		expect(new Set(ids).size).toBe(200);
		expect(ids.every(id => /^[0-9a-f]{4,}$/.test(id))).toBe(true);
		expect((await stat(buildFolder(ids[0] ?? '', environment))).mode & 0o777).toBe(0o700);
	});
});

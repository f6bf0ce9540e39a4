import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createActions } from '../../source/actions/index.ts';
import { deleteBuild, sweepOldBuilds } from '../../source/builds/delete.ts';
import { sweepBuilds } from '../../source/builds/orphans.ts';
import { takeOwnership } from '../../source/builds/supervisor/owner.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { journalEntries, transcript } from '../helpers/transcript.ts';
import { at } from '../helpers/whereabouts.ts';
import { buildFolderOf, makeBuild, realBuild } from './helpers.ts';

const buildsOf = async (person: Person): Promise<readonly string[]> =>
	(await readdir(path.dirname(buildFolderOf(person, 'x')))).sort();

const image = { region: 'us-east-1', ami: 'ami-0f3a91c2d4e5f6a7b' };
const cleanedUp = journalEntries(transcript('1.16.0', 'script-fails'), { exitCode: 1 });
/** The same up to where its machine is about to run. */
const brokenOff = cleanedUp.slice(0, 12);

test('the oldest beyond the number that is kept go; what runs, made an image, or may have left something stays', async () => {
	const person = await makePerson();
	const { environment } = person;
	await makeBuild(person, 'aaa1', { time: 1, result: 'failed' });
	await makeBuild(person, 'aaa2', { time: 2 });
	takeOwnership(buildFolderOf(person, 'aaa2'), 1);
	await realBuild(person, 'aaa3', 3, { artifacts: [image] });
	await realBuild(person, 'aaa4', 4, { entries: brokenOff });
	await realBuild(person, 'aaa5', 5, { entries: cleanedUp });
	await realBuild(person, 'aaa6', 6, {});
	await makeBuild(person, 'aaa7', { time: 7, result: 'done' });
	await makeBuild(person, 'aaa8', { time: 8, result: 'done' });
	await mkdir(buildFolderOf(person, 'aaa9'));
	await writeFile(path.join(buildFolderOf(person, 'aaa9'), 'journal.ndjson'), 'no journal\n');
	await mkdir(path.join(buildFolderOf(person, 'x'), '..', '.deleted-abcd'));

	const all = ['aaa1', 'aaa2', 'aaa3', 'aaa4', 'aaa5', 'aaa6', 'aaa7', 'aaa8', 'aaa9'];
	await sweepOldBuilds(environment);
	expect(await buildsOf(person)).toEqual(all);
	await sweepOldBuilds({ ...environment, PACKER_WIZARD_KEEP_BUILDS: 'all' });
	await sweepOldBuilds({ ...environment, PACKER_WIZARD_KEEP_BUILDS: '-1' });
	expect(await buildsOf(person)).toEqual(all);
	await sweepOldBuilds({ ...environment, PACKER_WIZARD_KEEP_BUILDS: '2' });
	expect(await buildsOf(person)).toEqual(['aaa2', 'aaa3', 'aaa4', 'aaa7', 'aaa8', 'aaa9']);
	await sweepOldBuilds({ ...environment, PACKER_WIZARD_KEEP_BUILDS: '0' });
	expect(await buildsOf(person)).toEqual(['aaa2', 'aaa3', 'aaa4', 'aaa9']);
});

test('one that runs is refused, one that may have left something only with force, and nothing beside a build goes', async () => {
	const person = await makePerson();
	const actions = createActions(at(person.environment, person.folder));
	const precious = path.join(person.home, 'precious');
	await mkdir(precious);
	await makeBuild(person, 'bbb1', { result: 'done' });
	await symlink(precious, path.join(buildFolderOf(person, 'bbb1'), 'files'));
	await makeBuild(person, 'bbb2', {});
	takeOwnership(buildFolderOf(person, 'bbb2'), 1);
	await realBuild(person, 'bbb3', 3, { entries: brokenOff });
	await realBuild(person, 'bbb4', 4, { entries: cleanedUp, kept: { user: 'ubuntu' } });
	await expect(actions.deleteBuild('bbb2', true)).rejects.toMatchObject({
		message: 'Build bbb2 of web still runs.',
		exitCode: 2,
	});
	await expect(deleteBuild('bbb2', at(person.environment, person.folder))).rejects.toMatchObject({
		exitCode: 2,
	});
	await expect(actions.deleteBuild('bbb3', false)).rejects.toMatchObject({
		message: 'Build bbb3 of web is kept.',
		exitCode: 3,
	});
	await expect(actions.deleteBuild('bbb4', false)).rejects.toMatchObject({ exitCode: 3 });
	await actions.deleteBuild('bbb4', true);
	await actions.deleteBuild('bbb1', false);
	await actions.deleteBuild('bbb3', true);
	expect(await buildsOf(person)).toEqual(['bbb2']);
	expect(await readdir(person.home)).toContain('precious');
	await expect(actions.findBuild('bbb1')).rejects.toMatchObject({ exitCode: 2 });
	await sweepBuilds(person.environment);
	expect((await actions.home()).builds.map(({ id }) => id)).toEqual(['bbb2']);
});

test('the newest is found by what people type for it, and the one before by its name', async () => {
	const person = await makePerson();
	const actions = createActions(at(person.environment, person.folder));
	await makeBuild(person, 'ccc1', { time: 1, result: 'done' });
	await makeBuild(person, 'ccc2', { time: 2, name: 'other', result: 'done' });
	await makeBuild(person, 'ccc3', { time: 3, result: 'failed' });
	expect(await actions.findBuild('last')).toBe('ccc3');
	expect(await actions.findBuild('LATEST')).toBe('ccc3');
	const { before, after } = await actions.compareBuilds('ccc3');
	expect([before.id, after.id]).toEqual(['ccc1', 'ccc3']);
	await expect(actions.compareBuilds('ccc1')).rejects.toMatchObject({
		message: 'There is no build of web before ccc1.',
		exitCode: 2,
	});
	// A preset that is called so is meant by it.
	await makeBuild(person, 'ccc4', { time: 4, preset: 'last', result: 'done' });
	await makeBuild(person, 'ccc5', { time: 5, result: 'done' });
	expect(await actions.findBuild('last')).toBe('ccc4');
});

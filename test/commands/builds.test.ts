import { expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import type { JournalEntry } from '../../source/builds/journal/journal.ts';
import { compareBuilds } from '../../source/flow/compare.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { journalEntries, journalHeader, transcript } from '../helpers/transcript.ts';
import { endedBuild, following, header, timelineOf } from './timelines.ts';
import { makeWorld } from './world.ts';

const scripts = ['scripts/01-hello.sh', 'scripts/02-fail.sh'];
const failed = [
	journalHeader('1.16.0', scripts, defaultRecipe()),
	...journalEntries(transcript('1.16.0', 'script-fails'), { exitCode: 1 }),
];
const known: Partial<Actions> = { findBuild: async () => '7f3a', look: async () => timelineOf(failed) };

const told = (text: string): unknown => JSON.parse(text);

test('a build is shown with what it was made of and how long its parts took', async () => {
	const world = makeWorld({ actions: known });
	expect(await world.run('builds', 'show', 'last')).toBe(0);
	for (const line of [
		/^✗ .* failed after /m,
		/^ {2}Began +2\d{3}-\d\d-\d\dT[\d:]+Z, .*; took /m,
		/^ {2}Packer +1\.16\.0/m,
	]) {
		expect(world.stdout()).toMatch(line);
	}

	expect(world.stdout()).toMatch(/^Time\n {2}Check +done +\d+ s\n/m);
	expect(world.stdout()).toMatch(/^ {4}fail +failed +\d+ s$/m);
	const machine = makeWorld({ actions: known });
	await machine.run('builds', 'show', '--json');
	expect(told(machine.stdout())).toMatchObject({
		date: expect.stringMatching(/^2\d{3}-\d\d-\d\dT[\d:]+Z$/),
		result: 'failed',
		packer: { version: '1.16.0' },
		recipe: { name: defaultRecipe().name },
		steps: [
			{ name: 'hello', status: 'done', took: expect.any(Number) },
			{ name: 'fail', status: 'failed' },
		],
	});
});

test('the log goes to a pipe as it is, of a step alone, and for machines', async () => {
	const world = makeWorld({ actions: known });
	expect(await world.run('builds', 'logs')).toBe(0);
	const all = world.stdout().split('\n');
	expect(all.length).toBeGreaterThan(20);
	const one = makeWorld({ actions: known });
	await one.run('builds', 'logs', '--step', 'fail');
	const lines = one.stdout().trimEnd().split('\n');
	expect(lines.length).toBeLessThan(all.length / 2);
	expect(all).toEqual(expect.arrayContaining(lines));
	const byNumber = makeWorld({ actions: known });
	await byNumber.run('builds', 'logs', '--step', '2', '--json');
	const events = byNumber.stdout().trimEnd().split('\n').map(told);
	expect(events).toHaveLength(lines.length);
	expect(events[0]).toMatchObject({ step: 2, name: 'fail', source: expect.any(String), text: lines[0] });
	const wrong = makeWorld({ actions: known });
	expect(await wrong.run('builds', 'logs', '--step', 'fial')).toBe(2);
	expect(wrong.stderr()).toContain('Did you mean fail?');
});

test('the log of a build that runs is followed to its end', async () => {
	const notice: JournalEntry = { kind: 'notice', seq: 1, time: 1, message: 'said on the way' };
	const lines = [header(), notice, ...endedBuild('done').slice(1)];
	const world = makeWorld({ actions: { ...known, follow: following(lines) } });
	expect(await world.run('builds', 'logs', '--follow')).toBe(0);
	expect(world.stdout()).toBe('said on the way\n');
});

test('a build is made once more of the same, in the same mode unless another is named', async () => {
	const started: unknown[] = [];
	const rehearsed = endedBuild('done', { mode: 'rehearsal', preset: 'web', timeout: 60_000 });
	const run = async (...argv: string[]) => {
		const world = makeWorld({
			actions: {
				...known,
				look: async () => timelineOf(rehearsed),
				checks: async () => [],
				start: async request => {
					started.push(request);
					return '8b4c';
				},
				follow: following(rehearsed),
			},
		});
		return { code: await world.run('builds', 'rerun', '7f3a', ...argv), stderr: world.stderr() };
	};
	expect((await run()).code).toBe(0);
	expect(started[0]).toMatchObject({
		mode: 'rehearsal',
		decisions: { recipe: defaultRecipe(), preset: 'web', timeout: 1 },
	});
	expect((await run('--for-real')).code).toBe(2);
	expect((await run('--for-real', '--yes', '--instance-type', 't3.small', '--timeout', '5')).code).toBe(0);
	expect(started[1]).toMatchObject({
		mode: 'aws',
		decisions: { recipe: { aws: { instanceType: 't3.small' } }, timeout: 5 },
	});
	expect((await run('--for-real', '--rehearse')).stderr).toContain('contradict');
	expect(started).toHaveLength(2);
});

test('builds are deleted all or none, and the images that are forgotten are named', async () => {
	const deleted: string[] = [];
	const run = async (ids: readonly string[], ...flags: string[]) => {
		const world = makeWorld({
			actions: {
				findBuild: async id => id ?? '',
				look: async id => timelineOf(id === 'aaaa' ? endedBuild('done', { id }) : [header({ id })]),
				deleteBuild: async (id, isForced) => {
					deleted.push(`${id}${isForced ? ' forced' : ''}`);
				},
			},
		});
		return {
			code: await world.run('builds', 'delete', ...ids, ...flags),
			text: world.stdout() + world.stderr(),
		};
	};
	expect(await run(['aaaa', 'bbbb'], '--yes')).toMatchObject({
		code: 2,
		text: expect.stringContaining('Build bbbb of web still runs.'),
	});
	expect(await run(['aaaa'])).toMatchObject({ code: 2, text: expect.stringContaining('--yes') });
	expect(deleted).toEqual([]);
	expect((await run(['aaaa', 'aaaa'], '--yes')).text).toContain(
		'Deleted: aaaa of web. Its images stay in AWS and cost: ami-0f3a91c2d4e5f6a7b us-east-1, ami-0b2c3d4e5f6a7b8c9 eu-west-1.',
	);
	expect(deleted).toEqual(['aaaa']);
});

test('two builds side by side: what was decided otherwise, and what took longer', async () => {
	const commands = (command: string) => [{ name: 'commands', position: 'after' as const, inline: [command] }];
	const recipe = recipeWith({ steps: commands('echo a') });
	const earlier = failed.map(line => (line.kind === 'header' ? { ...line, recipe } : line));
	const changed = recipeWith(
		{ instanceType: 't3.small', tags: { team: 'web' }, steps: commands('echo b') },
		recipe,
	);
	const slower = failed.map(line =>
		line.kind === 'header'
			? {
					...line,
					id: '8b4c',
					time: line.time + 3_600_000,
					recipe: changed,
					packer: { ...line.packer, version: '1.99.0' },
				}
			: { ...line, time: line.time + 3_600_000 + (line.kind === 'end' ? 60_000 : 0) },
	);
	const comparison = compareBuilds(timelineOf(slower), timelineOf(earlier));
	expect(comparison.before.id).toBe('7f3a');
	expect(comparison.differences).toContainEqual({
		what: 'tags.team',
		before: undefined,
		after: 'web',
		question: 'tags',
	});
	const world = makeWorld({ actions: { ...known, compareBuilds: async () => comparison } });
	expect(await world.run('builds', 'compare')).toBe(0);
	// By the titles of the questions, and whatever few words do not tell apart by its value.
	expect(world.stdout()).toMatch(/^ {2}Machine +t3\.micro → t3\.small$/m);
	expect(world.stdout()).toMatch(/^ {2}Tags +none → team=web$/m);
	expect(world.stdout()).toMatch(/^ {2}Your own commands +changed$/m);
	expect(world.stdout()).toMatch(/^ {4}steps\.0\.inline\.0 +echo a → echo b$/m);
	expect(world.stdout()).toMatch(/^ {2}Packer +1\.\S+ → 1\.99\.0$/m);
	expect(world.stdout()).not.toMatch(/instanceType|tags\./);
	expect(world.stdout()).toMatch(/^ {4}hello +\d+ s +\d+ s$/m);
	expect(world.stdout()).toMatch(/^ {2}In all +.* 1 min slower$/m);
	// What differs is what one sees: 18 s and 20 s are two apart, whatever parts of seconds they had.
	const times = [{ kind: 'all' as const, name: 'In all', before: 20_100, after: 18_900 }];
	const byEye = makeWorld({
		actions: { ...known, compareBuilds: async () => ({ ...comparison, times }) },
	});
	expect(await byEye.run('builds', 'compare')).toBe(0);
	expect(byEye.stdout()).toMatch(/^ {2}In all +20 s +18 s +2 s faster$/m);
	const same = compareBuilds(timelineOf(failed), timelineOf(failed));
	expect(same.differences).toEqual([]);
});

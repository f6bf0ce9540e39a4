import { expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { endedBuild, timelineOf } from './timelines.ts';
import { makeWorld } from './world.ts';

const news = {
	build: '7f3a',
	region: 'eu-west-1',
	type: 't3.micro',
	machine: 'i-0f3a91c2d4e5f6a7b',
	ran: 1000,
};

const why = 'AWS does not allow it.';

/** A machine that was well, and that AWS does not let anybody end. */
const actions: Partial<Actions> = {
	findBuild: async () => '7f3a',
	look: async () => timelineOf(endedBuild('done', { mode: 'aws', recipe: recipeWith({}) })),
	testImage: async (_request, { told }) => {
		told({ ...news, stage: 'left', said: [why], mayRun: true });
	},
};

test('where a machine could not be ended, JSON says so, why, and what ends it', async () => {
	const world = makeWorld({ actions });
	expect(await world.run('images', 'test', '7f3a', '--yes', '--json')).toBe(1);
	expect(JSON.parse(world.stdout())).toMatchObject({
		id: '7f3a',
		isWell: false,
		stage: 'left',
		machine: news.machine,
		left: [expect.stringContaining('may still run'), why, 'End it: packer-wizard cleanup 7f3a'],
	});
});

test('the exit code says it in a terminal as well', async () => {
	const world = makeWorld({ actions, terminal: { columns: 80, rows: 24 } });
	expect(await world.run('images', 'test', '7f3a', '--yes')).toBe(1);
	expect(world.stdout()).toContain('End it: packer-wizard cleanup 7f3a');
});

test('what went wrong is thrown behind the document of JSON', async () => {
	const testImage: Actions['testImage'] = async (_request, { told }) => {
		told({ ...news, stage: 'ended' });
		throw new Error('It cannot be.');
	};
	const world = makeWorld({ actions: { ...actions, testImage } });
	expect(await world.run('images', 'test', '7f3a', '--yes', '--json')).not.toBe(0);
	expect(JSON.parse(world.stdout())).toMatchObject({ isWell: false, stage: 'ended' });
});

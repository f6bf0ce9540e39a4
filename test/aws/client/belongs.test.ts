import { describe, expect, test } from 'vitest';
import {
	type Listed,
	remainOf,
	timeInName,
	type Wanted,
} from '../../../source/aws/client/remains/belongs.ts';
import type { Traces } from '../../../source/aws/client/remains/remain.ts';

const minute = 60_000;
const began = Date.UTC(2026, 10, 28, 10);
const key = 'packer_6b02cbab-4741-64e9-9d40-2ef5b28fca70';

const traces: Traces = {
	build: '7f3a',
	ran: { from: began, to: began + 10 * minute },
	home: 'eu-west-1',
	named: { 'key-pair': [key], instance: ['i-0f3a91c2d4e5f6a7b'] },
	imageNames: [],
	outcome: 'no-image',
	spot: false,
};

const wanted: Wanted = {
	region: 'eu-west-1',
	tag: 'packer-wizard:build',
	traces: [traces],
	artifacts: [],
	running: ['beef', 'feed'],
	tested: ['feed'],
	others: false,
};

const tagged = (build: string) => [{ Key: 'packer-wizard:build', Value: build }];

const volume = (more: Partial<Listed>): Listed => ({
	kind: 'volume',
	id: 'vol-0a1b2c3d',
	detail: '',
	...more,
});

describe('whose something is', () => {
	test.each<[string, Partial<Listed>]>([
		['what Packer said', { kind: 'instance', id: 'i-0f3a91c2d4e5f6a7b' }],
		['a name that it gave', { kind: 'key-pair', id: key, created: began + minute }],
		['its tag, made while it ran', { tags: tagged('7f3a'), created: began + minute }],
		['its tag, where AWS tells no time', { tags: tagged('7f3a') }],
		['something that it was made with', { with: { build: '7f3a' } }],
	])('%s: it is deleted', (_, listed) => {
		expect(remainOf(volume(listed), wanted)).toMatchObject({ build: '7f3a', region: 'eu-west-1' });
		expect(remainOf(volume(listed), wanted)).not.toHaveProperty('kept');
	});

	test.each<[string, Partial<Listed>, boolean]>([
		['no tag and no name', {}, true],
		['the tag of others', { tags: [{ Key: 'team', Value: '7f3a' }] }, true],
		['the id of a machine as the name of a disk', { id: 'i-0f3a91c2d4e5f6a7b' }, true],
		['the tag of another build, where one is meant', { tags: tagged('cafe') }, false],
		['the tag of one that runs, where another is meant', { tags: tagged('beef') }, false],
	])('%s: it is none of ours', (_, listed, others) => {
		expect(remainOf(volume(listed), { ...wanted, others })).toBeUndefined();
	});

	test.each<[string, Partial<Listed>, RegExp]>([
		[
			'a build that runs',
			{ tags: tagged('beef') },
			/still runs. Cancel it: packer-wizard builds cancel beef/,
		],
		['one of which somebody has a test machine', { tags: tagged('feed') }, /who started it ends it/],
		[
			'a build of another computer',
			{ tags: tagged('cafe') },
			/not known here, .* packer-wizard cleanup cafe/,
		],
		['Packer by hand', { tags: tagged('by-hand') }, /by hand/],
		[
			'the same id on another computer',
			{ tags: tagged('7f3a'), created: began - 60 * minute },
			/did not run/,
		],
		[
			'a key that was there before',
			{ kind: 'key-pair', id: key, created: began - 60 * minute },
			/not made by it/,
		],
		['something that is kept', { with: { build: '7f3a', kept: 'It stays.' } }, /It stays/],
	])('of %s: it is shown and kept', (_, listed, why) => {
		expect(remainOf(volume(listed), { ...wanted, others: true })?.kept).toMatch(why);
	});

	test('one that is known by its tag alone, and meant', () => {
		const tagOnly: Traces = { build: 'cafe', named: {}, imageNames: [], outcome: 'unsure', spot: false };
		const found = remainOf(volume({ tags: tagged('cafe'), created: began }), {
			...wanted,
			traces: [tagOnly],
		});
		expect(found).toMatchObject({ build: 'cafe' });
		expect(found).not.toHaveProperty('kept');
	});
});

test('Packer begins its names with the time', () => {
	expect(timeInName(key)).toBe(0x6b02cbab * 1000);
	expect(timeInName('packer-6b02cbab-4741-64e9-9d40-2ef5b28fca70')).toBe(0x6b02cbab * 1000);
	expect(timeInName('packer_web')).toBeUndefined();
});

import { expect, test } from 'vitest';
import { cellWidth } from '../../source/base/cells.ts';
import type { BuildRow } from '../../source/flow/rows.ts';
import { newDraft } from '../../source/questions/draft.ts';
import { makeWorld } from './world.ts';

const build = (more: Partial<BuildRow>): BuildRow => ({
	id: '7f3a',
	name: 'web',
	mode: 'aws',
	began: Date.now() - 60_000,
	took: 20_000,
	result: 'done',
	artifacts: [],
	regions: ['us-east-1'],
	detail: 'ami-0f3a91c2d4e5f6a7b us-east-1',
	...more,
});

test('how a build ended is told once', async () => {
	const world = makeWorld({
		actions: {
			home: async () => ({
				presets: [],
				builds: [build({}), build({ id: 'c0de', result: 'cancelled', detail: '' })],
				draft: undefined,
				fresh: newDraft(),
			}),
		},
	});
	expect(await world.run('builds', 'list')).toBe(0);
	expect(world.stdout()).toMatch(/^7f3a {2}web {2}done .* ami-0f3a91c2d4e5f6a7b us-east-1$/m);
	expect(world.stdout()).toMatch(/^c0de {2}web {2}cancelled .*, 20 s$/m);
});

test('columns are measured in cells, whatever a name is written in', async () => {
	const rows = [
		build({ name: '画像' }),
		build({ id: 'c0de', name: 'web' }),
		build({ id: 'beef', name: '🚀x' }),
	];
	const world = makeWorld({
		actions: {
			home: async () => ({ presets: [], builds: rows, draft: undefined, fresh: newDraft() }),
		},
	});
	expect(await world.run('builds', 'list')).toBe(0);
	const places = world
		.stdout()
		.trimEnd()
		.split('\n')
		.map(line => cellWidth(line.slice(0, line.indexOf('done'))));
	expect(new Set(places).size).toBe(1);
});

test('a long reason is told in as many lines as the terminal wants, none of them cut by it', async () => {
	const detail =
		'This account launches only machines that insist on version 2 of the metadata service, and the template does not ask for that.';
	const world = makeWorld({
		terminal: { columns: 80, rows: 24 },
		actions: {
			home: async () => ({
				presets: [],
				builds: [build({ result: 'failed', detail })],
				draft: undefined,
				fresh: newDraft(),
			}),
		},
	});
	expect(await world.run('builds', 'list')).toBe(0);
	const lines = world.stdout().trimEnd().split('\n');
	expect(Math.max(...lines.map(cellWidth))).toBeLessThanOrEqual(80);
	expect(lines.slice(1).every(line => /^ {6}\S/.test(line))).toBe(true);
	expect(
		lines
			.slice(1)
			.map(line => line.trim())
			.join(' '),
	).toBe(detail);
});

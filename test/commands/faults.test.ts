import { expect, test } from 'vitest';
import { faultTable } from '../../source/base/faults.ts';
import { makeWorld } from './world.ts';

test('--fault list tells what can go wrong in a rehearsal, as text and as JSON', async () => {
	const text = makeWorld();
	expect(await text.run('run', '--fault', 'list')).toBe(0);
	const json = makeWorld();
	expect(await json.run('run', '--fault', 'list', '--json')).toBe(0);
	expect(JSON.parse(json.stdout())).toHaveLength(faultTable.size);
	for (const { name } of JSON.parse(json.stdout())) {
		expect(text.stdout()).toMatch(new RegExp(`^${name} `, 'm'));
	}
});

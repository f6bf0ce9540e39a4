import { describe, expect, test } from 'vitest';
import { needs } from '../helpers/needs.ts';
import { makePerson } from '../helpers/program.ts';
import { build, leftovers, rehearse } from './helpers.ts';

describe('a rehearsal without a container', () => {
	test('builds to an image and leaves nothing else', async context => {
		needs(context, 'packer');
		const person = await makePerson();
		const rehearsal = await rehearse(person);
		const built = await build(person, rehearsal);
		expect(built.said.join('\n')).toContain('| echo hello');
		expect(built.errors).toEqual([]);
		expect(built.code).toBe(0);
		expect(leftovers(rehearsal)).toEqual([]);
	});
});

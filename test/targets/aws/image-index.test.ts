import { expect, test } from 'vitest';
import { newDraft } from '../../../source/questions/draft.ts';
import { ami } from '../../../source/targets/aws/questions/ami.ts';
import type { AwsImage } from '../../../source/targets/aws/questions/facts.ts';
import { imageIndex, searchImageIndex } from '../../../source/targets/aws/questions/image-index.ts';

const images: readonly AwsImage[] = Array.from({ length: 40_000 }, (_, index) => ({
	id: `ami-${String(index).padStart(17, '0')}`,
	name: `${index % 2 === 0 ? 'Web' : 'db'}-2026${String(index).padStart(5, '0')}`,
	owner: index % 1000 === 0 ? '099720109477' : '111122223333',
	description: index === 39_999 ? 'The golden one' : 'Ubuntu',
	created: `2026-01-01T${String(index).padStart(5, '0')}`,
	architecture: 'x86_64',
}));

test('40,000 images are found by name, id, owner, maker and description, the newest first', () => {
	const index = imageIndex(images);
	const search = (query: string) => {
		const { found, count } = searchImageIndex(index, query, 2);
		return [count, ...found.map(({ id }) => Number(id.slice(4)))];
	};
	expect(search('')).toEqual([40_000, 39_999, 39_998]);
	expect(search('WEB')).toEqual([20_000, 39_998, 39_996]);
	expect(search('golden one')).toEqual([1, 39_999]);
	expect(search('golden web')).toEqual([0]);
	expect(search('canonical')).toEqual([40, 39_000, 38_000]);
	expect(search('099720109477 web')).toEqual([40, 39_000, 38_000]);
	expect(search('ami-00000000000000017')).toEqual([1, 17]);
});

test('no more of them become rows than anybody looks through, and the last one says that there are more', () => {
	const facts = {
		profiles: [],
		aws: { region: 'us-east-1', refused: {}, amis: { value: images, at: 0 } },
	};
	const rows = ami.choices(newDraft(), facts, 'web');
	expect(rows).toHaveLength(201);
	expect(rows[0]?.label).toBe('Web-202639998');
	expect(rows.at(-1)).toMatchObject({ label: 'and more', disabled: expect.stringContaining('the newest') });
	expect(ami.choices(newDraft(), facts, 'golden')).toHaveLength(1);
});

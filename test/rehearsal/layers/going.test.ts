import { describe, expect, test } from 'vitest';
import { goingLayers, roomOf, type UsedLayer } from '../../../source/rehearsal/layers/going.ts';
import { layerOf } from './records.ts';

/** A layer of some bytes that was used at a time. */
const used = (hash: string, parent: string, bytes: number, time: number): UsedLayer => ({
	record: layerOf(hash, parent, [], { bytes }),
	used: time,
});

const names = (layers: readonly UsedLayer[], limit: number): readonly string[] =>
	goingLayers(layers, limit).map(({ hash }) => hash);

describe('the layers that go', () => {
	const chain = [
		used('a', 'root', 100, 5),
		used('b', 'a', 20, 5),
		used('c', 'b', 3, 5),
		used('other', 'b', 4, 2),
	];

	test('are none as long as all have room, each counted for what it adds', () => {
		expect(roomOf(chain)).toBe(127);
		expect(names(chain, 127)).toEqual([]);
	});

	test('are those that were used longest ago, and none before what stands on it', () => {
		expect(names(chain, 126)).toEqual(['other']);
		expect(names(chain, 122)).toEqual(['other', 'c']);
		expect(names(chain, 100)).toEqual(['other', 'c', 'b']);
		expect(names(chain, -1)).toEqual(['other', 'c', 'b', 'a']);
	});

	test('an old one that a newer one stands on stays until that goes', () => {
		expect(names([used('a', 'root', 1, 1), used('b', 'a', 1, 9), used('x', 'root', 1, 5)], 2)).toEqual(['x']);
	});

	test('records that name each other, which no run makes, are no end', () => {
		expect(names([used('a', 'b', 1, 1), used('b', 'a', 1, 2)], 0)).toHaveLength(2);
	});
});

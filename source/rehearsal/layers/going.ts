import type { LayerRecord } from './record.ts';

/** A layer and when it was used last, milliseconds since 1970. */
export type UsedLayer = { readonly record: LayerRecord; readonly used: number };

/** What layers take together, in bytes: each holds only what the one below it does not. */
export const roomOf = (layers: readonly UsedLayer[]): number =>
	layers.reduce((sum, { record }) => sum + record.bytes, 0);

/**
 * The layers that have to go so that the others take no more than a limit in bytes, in their order: those that were used
 * longest ago, and none before all that stand on it.
 */
export const goingLayers = (layers: readonly UsedLayer[], limit: number): readonly LayerRecord[] => {
	const left = [...layers];
	const going: LayerRecord[] = [];
	while (left.length > 0 && roomOf(left) > limit) {
		const parents = new Set(left.map(({ record }) => record.parent));
		const tops = left.filter(({ record }) => !parents.has(record.hash));
		const [oldest = left[0]] = tops.toSorted((one, other) => one.used - other.used);
		if (oldest === undefined) {
			break;
		}

		left.splice(left.indexOf(oldest), 1);
		going.push(oldest.record);
	}

	return going;
};

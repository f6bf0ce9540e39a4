import type { Collection, RegionState, World } from './state.ts';

/** The world with a region's collections replaced. */
export const withRegion = (world: World, region: string, change: Partial<RegionState>): World => {
	const current = world.regions.get(region);
	return current
		? { ...world, regions: new Map([...world.regions, [region, { ...current, ...change }]]) }
		: world;
};

/** A collection with items added or replaced. */
export const put = <Item extends { readonly id: string }>(
	collection: Collection<Item>,
	...items: readonly Item[]
): Collection<Item> => new Map([...collection, ...items.map(item => [item.id, item] as const)]);

/** A collection of items. */
export const collect = <Item extends { readonly id: string }>(items: readonly Item[]): Collection<Item> =>
	put(new Map<string, Item>(), ...items);

/** A collection without an item. */
export const without = <Item>(collection: Collection<Item>, id: string): Collection<Item> =>
	new Map([...collection].filter(([key]) => key !== id));

const instanceIds = (world: World): readonly string[] =>
	[...world.regions.values()].flatMap(region => [...region.instances.keys()]);

/** The machines that are in a later world only: ids. */
export const newInstances = (before: World, after: World): readonly string[] => {
	const old = new Set(instanceIds(before));
	return instanceIds(after).filter(id => !old.has(id));
};

/** The world as if machines had never been launched: they and their volumes are gone. */
export const withoutInstances = (world: World, ids: readonly string[]): World => ({
	...world,
	regions: new Map(
		[...world.regions].map(([region, state]) => {
			const instances = [...state.instances.values()].filter(instance => !ids.includes(instance.id));
			const volumes = [...state.volumes.values()].filter(
				volume => !volume.attachment || !ids.includes(volume.attachment.instance),
			);
			return [region, { ...state, instances: collect(instances), volumes: collect(volumes) }];
		}),
	),
});

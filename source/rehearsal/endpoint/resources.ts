import { instanceState } from './progress.ts';
import { accountId, type RegionState, type World } from './state.ts';

/** What a build left, by kind: ids. */
export type Resources = {
	readonly instances: readonly string[];
	readonly keyPairs: readonly string[];
	readonly securityGroups: readonly string[];
	readonly volumes: readonly string[];
	readonly images: readonly string[];
	readonly snapshots: readonly string[];
	readonly launchTemplates: readonly string[];
};

/** What is still there in each region and belongs to the account; what every account has by itself is left out. */
export const resourcesOf = (world: World, now: number): Readonly<Record<string, Resources>> =>
	Object.fromEntries(
		[...world.regions].map(([region, state]) => [
			region,
			{
				instances: [...state.instances.values()]
					.filter(instance => instanceState(instance, now) !== 'terminated')
					.map(instance => instance.id),
				keyPairs: [...state.keyPairs.values()].map(pair => pair.name),
				securityGroups: [...state.securityGroups.values()]
					.filter(group => group.name !== 'default')
					.map(group => group.id),
				volumes: [...state.volumes.values()].map(volume => volume.id),
				images: [...state.images.values()].filter(image => image.owner === accountId).map(image => image.id),
				snapshots: [...state.snapshots.keys()],
				launchTemplates: [...state.launchTemplates.values()].map(template => template.name),
			},
		]),
	);

/** Something that a build made and that was still there when it was over. */
export type LeftOver = {
	readonly region: string;
	/** `instance`, `key-pair` …: EC2's word for what can be tagged. */
	readonly kind: string;
	readonly id: string;
};

const kinds: readonly (readonly [name: keyof Resources, kind: string])[] = [
	['instances', 'instance'],
	['keyPairs', 'key-pair'],
	['securityGroups', 'security-group'],
	['volumes', 'volume'],
	['images', 'image'],
	['snapshots', 'snapshot'],
	['launchTemplates', 'launch-template'],
];

/** What belongs to images that a build is for, and to such as were there before it: they were not made here. */
const keptIn = ({ images }: RegionState, artifacts: readonly string[]): readonly string[] =>
	[...images.values()]
		.filter(image => artifacts.includes(image.id) || image.source === undefined)
		.flatMap(({ id, devices }) => [id, ...devices.flatMap(({ snapshot }) => snapshot ?? [])]);

/** What a build left, but for its artifacts (ids of images). */
export const leftOversOf = (world: World, now: number, artifacts: readonly string[]): readonly LeftOver[] =>
	Object.entries(resourcesOf(world, now)).flatMap(([region, resources]) => {
		const state = world.regions.get(region);
		const kept = state ? keptIn(state, artifacts) : [];
		return kinds.flatMap(([name, kind]) =>
			resources[name].filter(id => !kept.includes(id)).map(id => ({ region, kind, id })),
		);
	});

import { instanceState } from './progress.ts';
import { accountId, type World } from './state.ts';

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

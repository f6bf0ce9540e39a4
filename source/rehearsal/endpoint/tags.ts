import { type Actions, done, here } from './call.ts';
import { type Tags, tagList, values } from './parameters.ts';
import { Refusal } from './protocol.ts';
import { type Collection, type RegionState, withRegion } from './state.ts';

/** The tags of each resource in a region that can be tagged, by id. */
const tagged = (state: RegionState): ReadonlyMap<string, Tags> =>
	new Map(
		Object.values(state)
			.flatMap(collection => [...collection.values()])
			.map(resource => [resource.id, resource.tags]),
	);

// Things that can be tagged and of which nothing is kept: spot requests, network interfaces, fleets.
const notKept = /^(sir|eni|fleet)-/;
const mostTags = 50;

const retag = <Item extends { readonly tags: Tags }>(
	collection: Collection<Item>,
	ids: readonly string[],
	tags: Tags,
): Collection<Item> =>
	new Map(
		[...collection].map(([id, item]) => [
			id,
			ids.includes(id) ? { ...item, tags: new Map([...item.tags, ...tags]) } : item,
		]),
	);

export const tagActions: Actions = {
	CreateTags: (world, call) => {
		const state = here(world, call);
		const ids = values(call.parameters, 'ResourceId');
		const tags = tagList(call.parameters);
		const existing = tagged(state);
		const unknown = ids.find(id => !notKept.test(id) && !existing.has(id));
		if (unknown !== undefined) {
			throw new Refusal('InvalidID', `The ID '${unknown}' is not valid`);
		}

		const reserved = [...tags.keys()].find(key => key.toLowerCase().startsWith('aws:'));
		if (reserved !== undefined) {
			throw new Refusal(
				'InvalidParameterValue',
				`Tag keys starting with 'aws:' are reserved for internal use: ${reserved}`,
			);
		}

		const full = ids.find(id => new Map([...(existing.get(id) ?? []), ...tags]).size > mostTags);
		if (full !== undefined) {
			throw new Refusal('TagLimitExceeded', `The maximum number of tags on ${full} has been reached.`);
		}

		const change: RegionState = {
			images: retag(state.images, ids, tags),
			snapshots: retag(state.snapshots, ids, tags),
			instances: retag(state.instances, ids, tags),
			volumes: retag(state.volumes, ids, tags),
			securityGroups: retag(state.securityGroups, ids, tags),
			keyPairs: retag(state.keyPairs, ids, tags),
			subnets: retag(state.subnets, ids, tags),
			vpcs: retag(state.vpcs, ids, tags),
			launchTemplates: retag(state.launchTemplates, ids, tags),
		};
		return { world: withRegion(world, call.region, change), body: done };
	},
};

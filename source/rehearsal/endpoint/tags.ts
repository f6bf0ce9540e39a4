import { type Action, type ActionTable, type Call, done, here } from './call.ts';
import { filtered } from './filters.ts';
import { unknownId } from './ids.ts';
import { paged } from './paging.ts';
import { mostTags, noTags, structures, type Tags, tagList, values } from './parameters.ts';
import { Refusal } from './protocol.ts';
import type { Collection, RegionState, World } from './state.ts';
import { withRegion } from './world.ts';

/** The collections of resources that can be tagged, by EC2's word for what is in them. */
const kinds = {
	image: 'images',
	snapshot: 'snapshots',
	instance: 'instances',
	volume: 'volumes',
	'security-group': 'securityGroups',
	'key-pair': 'keyPairs',
	subnet: 'subnets',
	vpc: 'vpcs',
	'launch-template': 'launchTemplates',
} as const satisfies Readonly<Record<string, keyof RegionState>>;

/** The tags of each resource in a region that can be tagged, by id. */
const tagged = (state: RegionState): ReadonlyMap<string, Tags> =>
	new Map(
		Object.values(kinds)
			.flatMap(name => [...state[name].values()])
			.map(resource => [resource.id, resource.tags]),
	);

// Things that can be tagged and of which nothing is kept: spot requests, network interfaces, fleets.
const notKept = /^(sir|eni|fleet)-/;

const retag = <Item extends { readonly tags: Tags }>(
	collection: Collection<Item>,
	ids: readonly string[],
	change: (tags: Tags) => Tags,
): Collection<Item> =>
	new Map(
		[...collection].map(([id, item]) => [id, ids.includes(id) ? { ...item, tags: change(item.tags) } : item]),
	);

/** The resources that a call names. @throws Refusal if there is none of an id. */
const asked = (world: World, call: Call): readonly string[] => {
	const ids = values(call.parameters, 'ResourceId');
	const existing = tagged(here(world, call));
	const unknown = ids.find(id => !notKept.test(id) && !existing.has(id));
	if (unknown !== undefined) {
		throw unknownId(unknown);
	}

	return ids;
};

const withTags = (world: World, call: Call, ids: readonly string[], change: (tags: Tags) => Tags): World => {
	const state = here(world, call);
	return withRegion(world, call.region, {
		images: retag(state.images, ids, change),
		snapshots: retag(state.snapshots, ids, change),
		instances: retag(state.instances, ids, change),
		volumes: retag(state.volumes, ids, change),
		securityGroups: retag(state.securityGroups, ids, change),
		keyPairs: retag(state.keyPairs, ids, change),
		subnets: retag(state.subnets, ids, change),
		vpcs: retag(state.vpcs, ids, change),
		launchTemplates: retag(state.launchTemplates, ids, change),
	});
};

const createTags: Action = (world, call) => {
	const ids = asked(world, call);
	const tags = tagList(call.parameters);
	const change = (before: Tags): Tags => new Map([...before, ...tags]);
	const existing = tagged(here(world, call));
	const full = ids.find(id => change(existing.get(id) ?? noTags).size > mostTags);
	if (full !== undefined) {
		throw new Refusal('TagLimitExceeded', `The maximum number of tags on ${full} has been reached.`);
	}

	return { world: withTags(world, call, ids, change), body: done };
};

// A key alone takes its tag whatever it holds; with a value, only where it holds that. No key at all takes all tags.
const deleteTags: Action = (world, call) => {
	const wanted = structures(call.parameters, 'Tag');
	const isWanted = (key: string, text: string): boolean =>
		wanted.some(tag => tag.get('Key') === key && (tag.get('Value') ?? text) === text);
	const change = (before: Tags): Tags =>
		wanted.length === 0 ? noTags : new Map([...before].filter(([key, text]) => !isWanted(key, text)));
	return { world: withTags(world, call, asked(world, call), change), body: done };
};

const describeTags: Action = (world, call) => {
	const state = here(world, call);
	const all = Object.entries(kinds).flatMap(([kind, name]) =>
		[...state[name].values()].flatMap(({ id, tags }) =>
			[...tags].map(([key, text]) => ({ id, kind, key, text, tags })),
		),
	);
	const found = filtered(all, call.parameters, {
		key: tag => tag.key,
		value: tag => tag.text,
		'resource-id': tag => tag.id,
		'resource-type': tag => tag.kind,
	});
	const { shown, nextToken } = paged(call, found);
	return {
		body: {
			nextToken,
			tagSet: shown.map(({ id, kind, key, text }) => ({
				resourceId: id,
				resourceType: kind,
				key,
				value: text,
			})),
		},
	};
};

export const tagActions: ActionTable = {
	CreateTags: createTags,
	DeleteTags: deleteTags,
	DescribeTags: describeTags,
};

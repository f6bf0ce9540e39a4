import { type Call, here } from './call.ts';
import { find, kinds } from './ids.ts';
import { findKeyPair } from './key-pairs.ts';
import { checkType, countOf, profileOf, shutdownBehaviorOf, userDataOf } from './launch-checks.ts';
import { disksFor } from './launch-disks.ts';
import { deathOf, refuseLaunch } from './launch-faults.ts';
import { launchPlace } from './launch-network.ts';
import { readMetadata } from './metadata.ts';
import { shutsDownAt } from './own-end.ts';
import { flag, type Parameters, structure, tagsFor, value } from './parameters.ts';
import { imageState } from './progress.ts';
import { Refusal } from './protocol.ts';
import type { Instance, Volume, World } from './state.ts';
import { put, withRegion } from './world.ts';

/** The last two numbers of an address in a /16, one for each number of instances. */
const addressTail = (count: number): string => `${Math.floor(count / 250)}.${4 + (count % 250)}`;

const notAsked = /^(?:Action|ClientToken|DryRun|Version|X-Amz-.*)$/;

const askedBy = (request: Parameters): Instance['asked'] => {
	const token = value(request, 'ClientToken');
	if (token === undefined) {
		return undefined;
	}

	const asked = [...request].filter(([name]) => !notAsked.test(name)).sort(([a], [b]) => (a < b ? -1 : 1));
	return { token, request: JSON.stringify(asked) };
};

/**
 * The machines of an earlier launch with the token of this one: SDKs send a call again when its answer was lost.
 * @throws Refusal if the earlier one asked for something else.
 */
export const launchedBefore = (instances: Iterable<Instance>, request: Parameters): readonly Instance[] => {
	const asked = askedBy(request);
	const before = [...instances].filter(instance => asked && instance.asked?.token === asked.token);
	if (before.some(instance => instance.asked?.request !== asked?.request)) {
		throw new Refusal(
			'IdempotentParameterMismatch',
			'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
		);
	}

	return before;
};

/**
 * Launches machines as RunInstances and a launch template describe them.
 * @throws Refusal for everything that EC2 checks before it launches.
 */
export const launch = (
	world: World,
	call: Call,
	request: Parameters,
	isSpot: boolean,
): { readonly world: World; readonly instances: readonly Instance[] } => {
	const region = here(world, call);
	const image = find(kinds.image, region.images, value(request, 'ImageId'));
	if (imageState(image, call.now) !== 'available') {
		throw new Refusal('InvalidAMIID.Unavailable', `The image ID '${image.id}' is not available`);
	}

	const { subnet, groups, isPublic } = launchPlace(world, call, request);
	const type = value(request, 'InstanceType') ?? 'm1.small';
	checkType(world, type, image, call.region, subnet.zone);
	const keyName = value(request, 'KeyName');
	const keyPair = keyName === undefined ? undefined : findKeyPair(region.keyPairs, keyName);
	const profile = profileOf(world, request);
	const metadata = readMetadata(structure(request, 'MetadataOptions'), image);
	const userData = userDataOf(request);
	const shutdownBehavior = shutdownBehaviorOf(request);
	const count = countOf([...region.instances.values()], call, request);
	refuseLaunch(world, call, request, { image, type, zone: subnet.zone, metadata, isSpot });

	const reservation = call.tools.newId('r');
	const { run, boot } = call.tools.delays;
	const launchOne = (index: number): readonly [Instance, readonly Volume[]] => {
		const id = call.tools.newId('i');
		const disks = disksFor(world, call, image, request, { zone: subnet.zone, instance: id });
		const failure = disks.find(disk => disk.failure)?.failure ?? deathOf(call);
		const place = region.instances.size + index;
		const instance: Instance = {
			id,
			reservation,
			index,
			asked: askedBy(request),
			image: image.id,
			type,
			architecture: image.architecture,
			username: image.username,
			keyName,
			publicKey: keyPair?.publicKey,
			subnet: subnet.id,
			vpc: subnet.vpc,
			zone: subnet.zone,
			groups,
			privateAddress: `172.31.${addressTail(place)}`,
			// A range that is kept for documentation: these addresses lead nowhere.
			publicAddress: isPublic ? `203.0.113.${4 + (place % 250)}` : undefined,
			rootDevice: image.rootDevice,
			devices: disks.map(({ volume, deleteOnTermination }) => ({
				device: volume.attachment?.device ?? '',
				volume: volume.id,
				deleteOnTermination,
			})),
			profile,
			metadata,
			bootMode: image.bootMode,
			isProtected: flag(request, 'DisableApiTermination'),
			shutdownBehavior,
			userData,
			failure,
			spotRequest: isSpot ? call.tools.newId('sir') : undefined,
			launched: call.now,
			running: call.now + run,
			booted: call.now + run + boot,
			ownEnd: shutsDownAt(call.now + run + boot, userData, call.tools.delays),
			...(failure ? { terminated: call.now + run } : {}),
			tags: tagsFor(request, 'instance'),
		};
		return [instance, failure ? [] : disks.map(({ volume }) => volume)];
	};

	const launched = Array.from({ length: count }, (_, index) => launchOne(index));
	const instances = launched.map(([instance]) => instance);
	return {
		instances,
		world: withRegion(world, call.region, {
			instances: put(region.instances, ...instances),
			volumes: put(region.volumes, ...launched.flatMap(([, volumes]) => volumes)),
		}),
	};
};

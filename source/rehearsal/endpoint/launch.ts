import { fitsArchitecture } from '../../catalog/instance-types.ts';
import { type Call, here } from './call.ts';
import { find, kinds } from './ids.ts';
import { findKeyPair } from './key-pairs.ts';
import { disksFor } from './launch-disks.ts';
import { launchPlace } from './launch-network.ts';
import { readMetadata } from './metadata.ts';
import { findType, offeredTypes } from './named-types.ts';
import { flag, number, type Parameters, structure, tagsFor, value } from './parameters.ts';
import { imageState, instanceState } from './progress.ts';
import { Refusal } from './protocol.ts';
import { type Image, type Instance, put, type Volume, type World, withRegion } from './state.ts';

const checkType = (world: World, id: string, image: Image, region: string, zone: string): void => {
	const type = findType(world, id);
	if (!type) {
		throw new Refusal('InvalidParameterValue', `Invalid value '${id}' for InstanceType.`);
	}

	if (!fitsArchitecture(type, image.architecture)) {
		throw new Refusal(
			'InvalidParameterValue',
			`The architecture '${type.architecture}' of the specified instance type does not match the ` +
				`architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that ` +
				"have matching architectures, and try again. You can use 'describe-instance-types' or " +
				"'describe-images' to discover the architecture of the instance type or AMI.",
		);
	}

	if (!offeredTypes(world, region).includes(type)) {
		throw new Refusal(
			'Unsupported',
			`Your requested instance type (${id}) is not supported in your requested Availability Zone (${zone}).`,
		);
	}
};

/** The instance profile that a launch names, by its name or its ARN. @throws Refusal if there is none. */
const profileOf = (world: World, launch: Parameters): string | undefined => {
	const wanted = structure(launch, 'IamInstanceProfile');
	const arn = value(wanted, 'Arn');
	const name = value(wanted, 'Name') ?? arn?.split('/').at(-1);
	if (name !== undefined && !world.profiles.has(name)) {
		const [parameter, what] = arn === undefined ? ['name', 'name'] : ['arn', 'ARN'];
		throw new Refusal(
			'InvalidParameterValue',
			`Value (${arn ?? name}) for parameter iamInstanceProfile.${parameter} is invalid. ` +
				`Invalid IAM Instance Profile ${what}`,
		);
	}

	return name;
};

/** The most bytes of user data, before they are turned into base64. */
const mostUserData = 16_384;

const userDataOf = (launch: Parameters): string | undefined => {
	const text = value(launch, 'UserData');
	if (text === undefined) {
		return undefined;
	}

	if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) {
		throw new Refusal('InvalidParameterValue', 'Invalid BASE64 encoding of user data.');
	}

	if (Buffer.from(text, 'base64').length > mostUserData) {
		throw new Refusal('InvalidParameterValue', `User data is limited to ${mostUserData} bytes`);
	}

	return text;
};

/** The most machines that run at once: each is a container, and nobody needs more to rehearse a build. */
const mostInstances = 8;

/** How many machines a launch gets: as many as there is room for, if those are enough. */
const countOf = (instances: readonly Instance[], call: Call, launch: Parameters): number => {
	const least = number(launch, 'MinCount') ?? 1;
	const most = number(launch, 'MaxCount') ?? least;
	if (least < 1 || most < least) {
		throw new Refusal(
			'InvalidParameterValue',
			`Invalid value '${least}' for min-count or '${most}' for max-count: they must be at least 1, and the ` +
				'second not smaller than the first.',
		);
	}

	const running = instances.filter(instance => instanceState(instance, call.now) !== 'terminated').length;
	const room = mostInstances - running;
	if (least > room) {
		throw new Refusal(
			'InstanceLimitExceeded',
			`You have requested more instances (${least + running}) than your current instance limit of ` +
				`${mostInstances} allows for the specified instance type.`,
		);
	}

	return Math.min(most, room);
};

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
	const count = countOf([...region.instances.values()], call, request);
	if (call.tools.fault('no-capacity')) {
		// EC2 says this with status 500, which only makes the SDK try ten times more.
		throw new Refusal(
			'InsufficientInstanceCapacity',
			`We currently do not have sufficient ${type} capacity in the Availability Zone you requested ` +
				`(${subnet.zone}). Our system will be working on provisioning additional capacity.`,
		);
	}

	const reservation = call.tools.newId('r');
	const { run, boot } = call.tools.delays;
	const launchOne = (index: number): readonly [Instance, readonly Volume[]] => {
		const id = call.tools.newId('i');
		const disks = disksFor(world, call, image, request, { zone: subnet.zone, instance: id });
		const failure = disks.find(disk => disk.failure)?.failure;
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
			userData,
			failure,
			spotRequest: isSpot ? call.tools.newId('sir') : undefined,
			launched: call.now,
			running: call.now + run,
			booted: call.now + run + boot,
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

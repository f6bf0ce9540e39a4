import { askedAttribute } from './attributes.ts';
import { type Action, type ActionTable, done, here, tagSet, timeText } from './call.ts';
import { snapshotDescription } from './descriptions.ts';
import { filtered, ownersOf } from './filters.ts';
import { find, findAsked, kinds } from './ids.ts';
import { isEbsKey } from './keys.ts';
import { paged } from './paging.ts';
import { tagsFor, value } from './parameters.ts';
import { changePermissions, permissionsOf } from './permissions.ts';
import { snapshotProgress } from './progress.ts';
import { Refusal, type Xml } from './protocol.ts';
import { accountId, type Snapshot } from './state.ts';
import { put, without, withRegion } from './world.ts';

const status = (snapshot: Snapshot, now: number): string =>
	now < snapshot.completed ? 'pending' : 'completed';

const snapshotXml = (snapshot: Snapshot, now: number): { readonly [name: string]: Xml } => ({
	snapshotId: snapshot.id,
	volumeId: snapshot.volume ?? 'vol-ffffffff',
	status: status(snapshot, now),
	startTime: timeText(snapshot.started),
	completionTime: now < snapshot.completed ? undefined : timeText(snapshot.completed),
	progress: `${snapshotProgress(snapshot, now)}%`,
	ownerId: accountId,
	volumeSize: snapshot.size,
	description: snapshot.description,
	encrypted: snapshot.encrypted,
	kmsKeyId: snapshot.key,
	storageTier: 'standard',
	tagSet: tagSet(snapshot.tags),
});

// Never held, unlike the waits of Packer: whoever asks for the progress wants to see it move.
const describeSnapshots: Action = (world, call) => {
	const { snapshots } = here(world, call);
	const owners = ownersOf(call, ['self', 'amazon']);
	const asked = findAsked(kinds.snapshot, snapshots, call).filter(
		() => owners.length === 0 || owners.includes('self') || owners.includes(accountId),
	);
	const found = filtered(asked, call.parameters, {
		'snapshot-id': snapshot => snapshot.id,
		status: snapshot => status(snapshot, call.now),
		progress: snapshot => `${snapshotProgress(snapshot, call.now)}%`,
		'volume-id': snapshot => snapshot.volume,
		'volume-size': snapshot => String(snapshot.size),
		'owner-id': () => accountId,
		'start-time': snapshot => timeText(snapshot.started),
		'storage-tier': () => 'standard',
		description: snapshot => snapshot.description,
		encrypted: snapshot => String(snapshot.encrypted),
	});
	const { shown, nextToken } = paged(call, found, { named: kinds.snapshot.parameter });
	return { body: { nextToken, snapshotSet: shown.map(snapshot => snapshotXml(snapshot, call.now)) } };
};

const createSnapshot: Action = (world, call) => {
	const { volumes, snapshots } = here(world, call);
	const volume = find(kinds.volume, volumes, value(call.parameters, 'VolumeId'));
	const snapshot: Snapshot = {
		id: call.tools.newId('snap'),
		size: volume.size,
		encrypted: volume.encrypted,
		key: volume.key,
		volume: volume.id,
		description: snapshotDescription(value(call.parameters, 'Description') ?? ''),
		shared: [],
		started: call.now,
		completed: call.now + call.tools.delays.image(volume.size),
		tags: tagsFor(call.parameters, 'snapshot'),
	};
	return {
		world: withRegion(world, call.region, { snapshots: put(snapshots, snapshot) }),
		body: snapshotXml(snapshot, call.now),
	};
};

const modifyAttribute: Action = (world, call) => {
	const { snapshots } = here(world, call);
	const snapshot = find(kinds.snapshot, snapshots, value(call.parameters, 'SnapshotId'));
	const shared = changePermissions(snapshot.shared, call.parameters, 'CreateVolumePermission');
	if (shared.length > 0 && snapshot.encrypted && isEbsKey(call.region, snapshot.key)) {
		throw new Refusal('OperationNotPermitted', 'Encrypted snapshots with EBS default key cannot be shared');
	}

	return {
		world: withRegion(world, call.region, { snapshots: put(snapshots, { ...snapshot, shared }) }),
		body: done,
	};
};

/** What a snapshot answers for each attribute that one can ask for. */
const attributes: ReadonlyMap<string, (snapshot: Snapshot) => Xml> = new Map<
	string,
	(snapshot: Snapshot) => Xml
>([
	['createVolumePermission', snapshot => permissionsOf(snapshot.shared)],
	['productCodes', () => []],
]);

const describeAttribute: Action = (world, call) => {
	const { snapshots } = here(world, call);
	const snapshot = find(kinds.snapshot, snapshots, value(call.parameters, 'SnapshotId'));
	const { name, attribute: read } = askedAttribute(call, attributes);
	return { body: { snapshotId: snapshot.id, [name]: read(snapshot) } };
};

const deleteSnapshot: Action = (world, call) => {
	const { snapshots, images } = here(world, call);
	const snapshot = find(kinds.snapshot, snapshots, value(call.parameters, 'SnapshotId'));
	const user = [...images.values()].find(image =>
		image.devices.some(device => device.snapshot === snapshot.id),
	);
	if (user) {
		throw new Refusal(
			'InvalidSnapshot.InUse',
			`The snapshot ${snapshot.id} is currently in use by ${user.id}`,
		);
	}

	return {
		world: withRegion(world, call.region, { snapshots: without(snapshots, snapshot.id) }),
		body: done,
	};
};

export const snapshotActions: ActionTable = {
	DescribeSnapshots: describeSnapshots,
	CreateSnapshot: createSnapshot,
	ModifySnapshotAttribute: modifyAttribute,
	DescribeSnapshotAttribute: describeAttribute,
	DeleteSnapshot: deleteSnapshot,
};

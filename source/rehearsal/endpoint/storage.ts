import { type Actions, done, here, tagSet, timeText } from './call.ts';
import { filtered } from './filters.ts';
import { find, findAsked, kinds } from './ids.ts';
import { value } from './parameters.ts';
import { Refusal } from './protocol.ts';
import { accountId, type Snapshot, snapshotProgress, type Volume, without, withRegion } from './state.ts';

const volumeStatus = (volume: Volume): string => (volume.attachment ? 'in-use' : 'available');

const snapshotStatus = (snapshot: Snapshot, now: number): string =>
	now < snapshot.completed ? 'pending' : 'completed';

/** Volumes and snapshots. */
export const storageActions: Actions = {
	DescribeVolumes: (world, call) => {
		const { volumes } = here(world, call);
		const found = filtered(findAsked(kinds.volume, volumes, call), call.parameters, {
			'volume-id': volume => volume.id,
			status: volumeStatus,
			'attachment.instance-id': volume => volume.attachment?.instance,
			'attachment.device': volume => volume.attachment?.device,
			'snapshot-id': volume => volume.snapshot,
			encrypted: volume => String(volume.encrypted),
		});
		return {
			body: {
				volumeSet: found.map(volume => ({
					volumeId: volume.id,
					size: volume.size,
					snapshotId: volume.snapshot,
					availabilityZone: volume.zone,
					status: volumeStatus(volume),
					createTime: timeText(volume.created),
					volumeType: volume.type,
					encrypted: volume.encrypted,
					attachmentSet: volume.attachment
						? [
								{
									volumeId: volume.id,
									instanceId: volume.attachment.instance,
									device: volume.attachment.device,
									status: 'attached',
								},
							]
						: [],
					tagSet: tagSet(volume.tags),
				})),
			},
		};
	},

	DeleteVolume: (world, call) => {
		const { volumes } = here(world, call);
		const volume = find(kinds.volume, volumes, value(call.parameters, 'VolumeId'));
		if (volume.attachment) {
			throw new Refusal(
				'VolumeInUse',
				`Volume ${volume.id} is currently attached to ${volume.attachment.instance}`,
			);
		}

		return { world: withRegion(world, call.region, { volumes: without(volumes, volume.id) }), body: done };
	},

	// Never held, unlike the waits of Packer: whoever asks for the progress wants to see it move.
	DescribeSnapshots: (world, call) => {
		const { snapshots } = here(world, call);
		const found = filtered(findAsked(kinds.snapshot, snapshots, call), call.parameters, {
			'snapshot-id': snapshot => snapshot.id,
			status: snapshot => snapshotStatus(snapshot, call.now),
			'volume-id': snapshot => snapshot.volume,
			'owner-id': () => accountId,
			description: snapshot => snapshot.description,
			encrypted: snapshot => String(snapshot.encrypted),
		});
		return {
			body: {
				snapshotSet: found.map(snapshot => ({
					snapshotId: snapshot.id,
					volumeId: snapshot.volume ?? 'vol-ffffffff',
					status: snapshotStatus(snapshot, call.now),
					startTime: timeText(snapshot.started),
					progress: `${snapshotProgress(snapshot, call.now)}%`,
					ownerId: accountId,
					volumeSize: snapshot.size,
					description: snapshot.description,
					encrypted: snapshot.encrypted,
					kmsKeyId: snapshot.key,
					tagSet: tagSet(snapshot.tags),
				})),
			},
		};
	},

	ModifySnapshotAttribute: (world, call) => {
		find(kinds.snapshot, here(world, call).snapshots, value(call.parameters, 'SnapshotId'));
		return { body: done };
	},

	DeleteSnapshot: (world, call) => {
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
	},
};

import { type ActionTable, done, here, tagSet, timeText } from './call.ts';
import { filtered } from './filters.ts';
import { find, findAsked, kinds } from './ids.ts';
import { paged } from './paging.ts';
import { value } from './parameters.ts';
import { Refusal } from './protocol.ts';
import type { Volume } from './state.ts';
import { without, withRegion } from './world.ts';

const volumeStatus = (volume: Volume): string => (volume.attachment ? 'in-use' : 'available');

/** Volumes. */
export const volumeActions: ActionTable = {
	DescribeVolumes: (world, call) => {
		const { volumes } = here(world, call);
		const found = filtered(findAsked(kinds.volume, volumes, call), call.parameters, {
			'volume-id': volume => volume.id,
			'volume-type': volume => volume.type,
			size: volume => String(volume.size),
			status: volumeStatus,
			'availability-zone': volume => volume.zone,
			'attachment.instance-id': volume => volume.attachment?.instance,
			'attachment.device': volume => volume.attachment?.device,
			'attachment.status': volume => (volume.attachment ? 'attached' : undefined),
			'snapshot-id': volume => volume.snapshot,
			encrypted: volume => String(volume.encrypted),
		});
		const { shown, nextToken } = paged(call, found, { named: kinds.volume.parameter });
		return {
			body: {
				nextToken,
				volumeSet: shown.map(volume => ({
					volumeId: volume.id,
					size: volume.size,
					snapshotId: volume.snapshot ?? '',
					availabilityZone: volume.zone,
					status: volumeStatus(volume),
					createTime: timeText(volume.created),
					volumeType: volume.type,
					iops: volume.iops,
					throughput: volume.throughput,
					encrypted: volume.encrypted,
					kmsKeyId: volume.key,
					multiAttachEnabled: false,
					attachmentSet: volume.attachment
						? [
								{
									volumeId: volume.id,
									instanceId: volume.attachment.instance,
									device: volume.attachment.device,
									status: 'attached',
									attachTime: timeText(volume.created),
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
};

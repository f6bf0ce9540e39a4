import { count } from '../base/count.ts';
import type { Scope } from './plain.ts';
import { type Answers, Taking } from './taking.ts';

const keyPattern = /^[\w:/-]+$/;

/** What each disk of ours has beside. */
const figures: Readonly<Record<string, string>> = {
	delete_on_termination: 'true',
	iops: '3000',
	throughput: '125',
};

const said = ['device_name', 'volume_type', 'volume_size', 'encrypted', 'kms_key_id'];

type Disk = {
	readonly size?: number;
	readonly type?: string;
	readonly encrypted: boolean;
	readonly key?: string;
};

/** A disk of which the Recipe can say all; undefined if something is beyond it. */
const simpleDisk = (disk: Taking, rootDevice: string | undefined): Disk | undefined => {
	const isKnown = (name: string): boolean => disk.text(name) !== undefined || disk.value(name) === null;
	const [type, key] = [disk.text('volume_type'), disk.text('kms_key_id')];
	const typed = disk.text('volume_size');
	const size = Number(typed);
	const isSimple =
		rootDevice !== undefined &&
		disk.text('device_name') === rootDevice &&
		(type === undefined || type === 'gp3' || type === 'gp2') &&
		(typed === undefined || (Number.isInteger(size) && size > 0)) &&
		(key === undefined || keyPattern.test(key)) &&
		disk.flag('delete_on_termination') === true &&
		disk.items.every(
			item =>
				item.kind === 'attribute' &&
				(said.includes(item.name) ? isKnown(item.name) : disk.text(item.name) === figures[item.name]),
		);
	return isSimple
		? {
				...(typed !== undefined && { size }),
				...(type !== undefined && { type }),
				encrypted: disk.flag('encrypted') ?? false,
				...(key !== undefined && { key }),
			}
		: undefined;
};

/** The disk that the machine starts from, and the keys of the image and its copies. */
export const takeDisk = (
	taking: Taking,
	scope: Scope,
	rootDevice: string | undefined,
	copyTo: readonly string[],
): Answers => {
	const [block, another] = taking.blocks('launch_block_device_mappings');
	const disk = block && !another ? simpleDisk(new Taking(block.items, scope), rootDevice) : undefined;
	if (disk) {
		const { size, type = '' } = disk;
		const text = [type, size === undefined ? '' : `${size} GB`].filter(Boolean).join(', ');
		taking.tell(block, 'taken', text || 'as usual');
	}

	const encryptsBoot = taking.flag('encrypt_boot');
	const encrypted = encryptsBoot ?? disk?.encrypted ?? false;
	if (encryptsBoot !== undefined) {
		taking.took('encrypt_boot', encrypted ? 'the disk is encrypted' : 'the disk is not encrypted');
	}

	const bootKey = taking.text('kms_key_id');
	const key = bootKey ?? disk?.key;
	const isKey = key !== undefined && encrypted && keyPattern.test(key);
	if (isKey && bootKey !== undefined) {
		taking.took('kms_key_id', key);
	}

	const keys = isKey ? taking.map('region_kms_key_ids') : undefined;
	const isTaken = keys && Object.values(keys).every(one => one === '' || keyPattern.test(one));
	const ownKeys = Object.entries(isTaken ? keys : {}).filter(
		([region, one]) => one !== '' && copyTo.includes(region),
	);
	if (isTaken) {
		taking.took('region_kms_key_ids', count(ownKeys.length, 'key'));
	}

	return {
		...(disk?.size !== undefined && { size: disk.size }),
		...(disk?.type !== undefined && { type: disk.type }),
		encrypted,
		...(isKey && { kmsKey: key }),
		...(ownKeys.length > 0 && { kmsKeys: Object.fromEntries(ownKeys) }),
	};
};

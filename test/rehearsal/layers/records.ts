import { type LayerRecord, recordVersion } from '../../../source/rehearsal/layers/record.ts';

/** A record whose acts have these digests. */
export const layerOf = (
	hash: string,
	parent: string,
	digests: readonly string[],
	more: Partial<LayerRecord> = {},
): LayerRecord => ({
	version: recordVersion,
	hash,
	parent,
	on: parent,
	engine: 'Podman',
	image: hash,
	bytes: 1,
	size: 1,
	made: 0,
	username: 'admin',
	home: '/home/admin',
	key: '',
	spans: [],
	script: '',
	acts: digests.map(digest => ({ digest, answer: null })),
	...more,
});

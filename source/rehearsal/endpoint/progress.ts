import type { Image, Instance, Snapshot } from './state.ts';

export type InstanceState = 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';

/** What a machine is doing at a time. */
export const instanceState = (instance: Instance, now: number): InstanceState => {
	if (instance.terminated !== undefined) {
		const before = instance.failure ? 'pending' : 'shutting-down';
		return now < instance.terminated ? before : 'terminated';
	}

	if (instance.stopped !== undefined) {
		return now < instance.stopped ? 'stopping' : 'stopped';
	}

	return now < instance.running ? 'pending' : 'running';
};

/** When a machine's state changes next by itself; undefined if it does not. */
export const nextChange = (instance: Instance, now: number): number | undefined => {
	const due = instance.terminated ?? instance.stopped ?? instance.running;
	return due > now ? due : undefined;
};

export const imageState = (image: Image, now: number): 'pending' | 'available' | 'failed' =>
	now < image.available ? 'pending' : image.failed === undefined ? 'available' : 'failed';

/** How far a snapshot is, 0 to 100. */
export const snapshotProgress = (snapshot: Snapshot, now: number): number =>
	now >= snapshot.completed
		? 100
		: Math.floor((99 * (now - snapshot.started)) / (snapshot.completed - snapshot.started));

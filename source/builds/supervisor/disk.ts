import { statfsSync, statSync } from 'node:fs';
import type { Environment } from '../../base/paths.ts';
import { systemErrorCode } from '../../base/problem.ts';
import { temporaryPlace } from './work-files.ts';

/** Below this Packer is cancelled while it can still write: once its output is refused it hangs for good. */
export const leastFree = 32 * 1024 * 1024;

/** One folder for each disk on which Packer keeps its output, its temporary files and its cache. */
const disksOf = (folder: string, environment: Environment): readonly string[] => {
	const cache = environment['PACKER_CACHE_DIR'];
	const places = [folder, temporaryPlace(folder), ...(cache ? [cache] : [])];
	const disks = new Map<number, string>();
	for (const place of places) {
		const { dev } = statSync(place, { throwIfNoEntry: false }) ?? {};
		if (dev !== undefined && !disks.has(dev)) {
			disks.set(dev, place);
		}
	}

	return [...disks.values()];
};

const freeAt = (place: string): number | undefined => {
	try {
		const { bavail, bsize } = statfsSync(place);
		return bavail * bsize;
	} catch (error) {
		// A network's file system may be out of reach for a while.
		return systemErrorCode(error) === 'ENOENT' ? undefined : Number.POSITIVE_INFINITY;
	}
};

/**
 * What tells how many bytes are free where Packer writes, on the fullest of the disks; undefined if somebody removed the
 * build's folder.
 */
export const freeSpace = (folder: string, environment: Environment): (() => number | undefined) => {
	const others = disksOf(folder, environment).filter(place => place !== folder);
	return () => {
		const free = freeAt(folder);
		return free && Math.min(free, ...others.map(place => freeAt(place) ?? Number.POSITIVE_INFINITY));
	};
};

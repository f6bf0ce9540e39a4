import { watch } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds that are rested at least and at most. */
const shortest = 50;
const longest = 400;
/** The same while more comes than anybody reads: nobody misses a line that is gone with the next look. */
const longestInFlood = 1000;
const flood = 200;

/** How much longer it is rested than worked: so it takes some hundredths of a processor, however much there is to read. */
const restPerWork = 50;

/**
 * Milliseconds to rest before it is looked again for what a build did.
 * @param worked milliseconds that the last look cost, with all that came of it.
 * @param lines how many lines it found.
 */
export const restAfter = (worked: number, lines = 0): number =>
	Math.min(lines > flood ? longestInFlood : longest, Math.max(shortest, worked * restPerWork));

const watchFolder = (folder: string, onMove: () => void): { readonly close: () => void } | undefined => {
	try {
		const watcher = watch(folder, { persistent: false }, type => {
			if (type === 'rename') {
				onMove();
			}
		});
		watcher.on('error', () => watcher.close());
		return watcher;
	} catch {
		// There is no such folder (yet), or the system has no more to give.
		return undefined;
	}
};

/** Rests, and wakes others up. */
export type Alarm = {
	/** Until the time is over, milliseconds, the alarm rings or the signal aborts. */
	readonly rest: (milliseconds: number) => Promise<void>;
	readonly close: () => void;
};

/**
 * An alarm that rings when a file comes into a folder or leaves it, as that which names the owner of a build does when the
 * build is over; never where the system does not tell.
 */
export const openAlarm = (folder: string, signal?: AbortSignal): Alarm => {
	let ringing = new AbortController();
	const ring = (): void => ringing.abort();
	const watcher = watchFolder(folder, ring);
	signal?.addEventListener('abort', ring);
	return {
		rest: async milliseconds => {
			await setTimeout(signal?.aborted ? 0 : milliseconds, undefined, { signal: ringing.signal }).catch(
				() => {},
			);
			ringing = new AbortController();
		},
		close: () => {
			watcher?.close();
			signal?.removeEventListener('abort', ring);
		},
	};
};

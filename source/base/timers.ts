import { setTimeout as later } from 'node:timers/promises';
import { steadyNow } from './clock.ts';

/** The longest that a timer of Node.js waits, in milliseconds: one that is set for longer fires at once. */
export const longestTimer = 2 ** 31 - 1;

/** Aborts after a time in milliseconds, a fraction or years; keeps no process running. */
export const abortAfter = (milliseconds: number): AbortSignal => {
	const controller = new AbortController();
	const end = steadyNow() + milliseconds;
	const look = (): void => {
		const left = end - steadyNow();
		if (left <= 0) {
			controller.abort();
		} else {
			setTimeout(look, Math.min(Math.ceil(left), longestTimer)).unref();
		}
	};
	look();
	return controller.signal;
};

/** Waits so many milliseconds. @throws the reason of the signal, as soon as it aborts. */
export const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
	await later(milliseconds, undefined, { signal }).catch(() => undefined);
	signal.throwIfAborted();
};

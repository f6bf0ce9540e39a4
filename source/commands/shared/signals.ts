import { exitCodes } from '../../base/problem.ts';
import type { Signals } from './context.ts';

/** How long what was begun may take when the terminal is gone, in milliseconds. */
const lastWords = 500;

const listen = (signal: NodeJS.Signals) => (handler: () => void) => {
	process.on(signal, handler);
	return () => {
		process.off(signal, handler);
	};
};

/**
 * The signals of this process. Nothing is listened to before it is asked for: a program without a terminal that was
 * told to survive its end (nohup) must not be made to listen to it.
 */
export const processSignals = (): Signals => {
	let hangUp: AbortController | undefined;
	return {
		hangUp: () => {
			if (!hangUp) {
				const controller = new AbortController();
				hangUp = controller;
				listen('SIGHUP')(() => {
					controller.abort();
					// A prompt or a screen may wait for a terminal that is no more. Builds go on, answers are kept.
					setTimeout(() => process.exit(exitCodes.left), lastWords);
				});
			}

			return hangUp.signal;
		},
		onInterrupt: listen('SIGINT'),
		onTerminate: listen('SIGTERM'),
	};
};

import { exitCodes, Interrupted } from '../../base/problem.ts';

/** What ends the program, and what it waits for before it does. */
export type Signals = {
	/**
	 * Aborts when the program ends, with an `Interrupted` as its reason: by a signal that nobody took, because the terminal
	 * is gone, or because its command is over.
	 */
	readonly ended: AbortSignal;
	/** From now on SIGINT, SIGTERM or SIGHUP calls this handler instead, the newest alone; gives what stops that. */
	readonly onInterrupt: (handler: () => void) => () => void;
	readonly onTerminate: (handler: () => void) => () => void;
	readonly onHangUp: (handler: () => void) => () => void;
	/** Lets the program end only when the work has come to its end. `what` is told while it is waited for. */
	readonly hold: <Result>(what: string, work: Promise<Result>) => Promise<Result>;
	/** Ends what still runs and waits for what is held. `say` is told if that takes longer than a moment. */
	readonly over: (say: (line: string) => void) => Promise<void>;
};

/** Milliseconds that whoever hears of the end has for what it still says and puts away. */
const lastWords = 1000;

/** Milliseconds after which a person wants to know what is waited for. */
const moment = 300;

/** The signals of a process, which nobody but this listens to; `giveUp` ends it as they do, when it has no more to tell. */
export const processSignals = (): Signals & { readonly giveUp: () => void } => {
	const controller = new AbortController();
	const held = new Map<Promise<unknown>, string>();
	const settled = async (): Promise<void> => {
		await Promise.allSettled(held.keys());
	};
	const end = (exitCode: number): void => {
		controller.abort(new Interrupted('The program was told to end.'));
		// A prompt or a screen may wait for a terminal that is no more.
		setTimeout(async () => {
			await settled();
			setTimeout(() => process.exit(exitCode), lastWords).unref();
		}, lastWords).unref();
	};
	const taken = (signal: NodeJS.Signals, exitCode: number) => {
		const handlers = new Set<() => void>();
		process.on(signal, () => {
			const newest = [...handlers].at(-1);
			if (newest) {
				newest();
			} else {
				end(exitCode);
			}
		});
		return (handler: () => void) => {
			handlers.add(handler);
			return () => {
				handlers.delete(handler);
			};
		};
	};
	return {
		giveUp: () => controller.abort(new Interrupted('What it says reaches nobody.')),
		ended: controller.signal,
		onInterrupt: taken('SIGINT', exitCodes.cancelled),
		onTerminate: taken('SIGTERM', exitCodes.cancelled),
		onHangUp: taken('SIGHUP', exitCodes.left),
		hold: async (what, work) => {
			held.set(work, what);
			try {
				return await work;
			} finally {
				held.delete(work);
			}
		},
		over: async say => {
			controller.abort(new Interrupted('The command is over.'));
			const timer = setTimeout(() => {
				for (const what of held.values()) {
					say(`Waiting for the step that it is at: ${what}`);
				}
			}, moment);
			await settled();
			clearTimeout(timer);
		},
	};
};

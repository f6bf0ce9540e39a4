import type { Actions } from '../../actions/contract.ts';
import { isCi } from '../../base/ci.ts';
import { Interrupted, Problem, problemLines } from '../../base/problem.ts';
import { cancelEffect, cancellingText } from '../../flow/stopping.ts';
import type { Session } from './session.ts';

export type Cancelling = {
	/** The build is there now; a signal that came before cancels it at once. */
	readonly began: (id: string) => void;
	/** Aborts with the first signal, and when the program ends; its reason is an `Interrupted`. */
	readonly signal: AbortSignal;
	/** Ends when the build was told to cancel, if it was. */
	readonly told: () => Promise<void> | undefined;
	readonly stop: () => void;
};

/**
 * From here on SIGINT and SIGTERM cancel the build and leave it its clean-up; in CI, where no terminal is closed by
 * somebody who comes back, SIGHUP as well: runners were seen to send it.
 */
export const cancelOnSignal = (
	{ context, environment, say, note }: Session,
	actions: Actions,
): Cancelling => {
	let id: string | undefined;
	const wanted = new AbortController();
	let told: Promise<void> | undefined;
	const tell = async (build: string): Promise<void> => {
		try {
			const now = actions.look(build);
			await Promise.all([
				actions.cancel(build),
				now.then(timeline => say(cancellingText(cancelEffect(timeline)))),
			]);
		} catch (error) {
			// The build is followed on: a cancel that did not arrive can be sent again.
			told = undefined;
			note(error instanceof Problem ? problemLines(error, environment).join('\n') : String(error));
		}
	};
	const cancel = (): void => {
		if (wanted.signal.aborted && id !== undefined && !told) {
			told = tell(id);
		}
	};
	const onSignal = (): void => {
		wanted.abort(new Interrupted('The build is cancelled.'));
		cancel();
	};
	const { onInterrupt, onTerminate, onHangUp } = context.signals;
	const taken = isCi(environment) ? [onInterrupt, onTerminate, onHangUp] : [onInterrupt, onTerminate];
	const stops = taken.map(take => take(onSignal));
	return {
		began: begun => {
			id = begun;
			cancel();
		},
		signal: AbortSignal.any([wanted.signal, context.signals.ended]),
		told: () => told,
		stop: () => {
			for (const stop of stops) {
				stop();
			}
		},
	};
};

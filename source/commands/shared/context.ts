import type { Actions } from '../../actions/contract.ts';
import type { Whereabouts } from '../../base/paths.ts';
import type { Route } from '../../flow/route.ts';
import type { Input, Output } from '../../plain/streams.ts';
import type { Painted } from '../../screens/run-screens.tsx';
import type { Outcome } from '../../screens/state.ts';
import type { FirstMode } from '../../screens/wizard/question-frame.ts';
import type { Signals } from './signals.ts';

/** Standard output, standard error, or what a test hands in for them. */
export type Stream = Output & { readonly isTTY?: boolean };

/** A screen on the terminal. `takeBack` leaves the terminal as it was, unless the screens took over. */
export type PaintedScreen = Painted & { readonly takeBack: () => void };

/** Everything that a command may know of the world around it. */
export type CommandContext = Whereabouts & {
	readonly stdin: Input;
	readonly stdout: Stream;
	readonly stderr: Stream;
	readonly signals: Signals;
	/** Sets variables of the environment for all that is done and started from then on. */
	readonly setVariables: (variables: Readonly<Record<string, string>>) => void;
	/** The effects. Made only when a command needs them, since they bring a good part of the program along. */
	readonly actions: () => Promise<Actions>;
	/**
	 * Paints home on the terminal before the full screen is there, which takes longer to load; undefined where nothing can be
	 * painted. Who paints sees to it that it is taken back where no screen takes over.
	 */
	readonly paintHome: (output: 'stdout' | 'stderr') => Promise<PaintedScreen | undefined>;
	/** The same of the first question of a new image. */
	readonly paintNew: (mode: FirstMode, output: 'stdout' | 'stderr') => Promise<PaintedScreen | undefined>;
	/** The same of a build that runs. @param meant its id, a name of it, or nothing for the newest. */
	readonly paintWatch: (
		meant: string | undefined,
		output: 'stdout' | 'stderr',
	) => Promise<PaintedScreen | undefined>;
	/** Shows the full screen until the person leaves it; imported only then. */
	readonly screens: (
		actions: Actions,
		start: Route,
		output: 'stdout' | 'stderr',
		painted: Painted | undefined,
	) => Promise<Outcome | 'too-small'>;
};

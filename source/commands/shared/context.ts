import type { Actions } from '../../actions/contract.ts';
import type { Whereabouts } from '../../base/paths.ts';
import type { Route } from '../../flow/route.ts';
import type { Input, Output } from '../../plain/streams.ts';
import type { Outcome } from '../../screens/state.ts';
import type { Signals } from './signals.ts';

/** Standard output, standard error, or what a test hands in for them. */
export type Stream = Output & { readonly isTTY?: boolean };

/** Everything that a command may know of the world around it. */
export type CommandContext = Whereabouts & {
	readonly stdin: Input;
	readonly stdout: Stream;
	readonly stderr: Stream;
	readonly signals: Signals;
	/** The effects. Made only when a command needs them, since they bring a good part of the program along. */
	readonly actions: () => Promise<Actions>;
	/** Shows the full screen until the person leaves it; imported only then. */
	readonly screens: (
		actions: Actions,
		start: Route,
		output: 'stdout' | 'stderr',
	) => Promise<Outcome | 'too-small'>;
};

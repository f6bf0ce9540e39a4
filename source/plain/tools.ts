import type { Actions } from '../actions/contract.ts';
import type { Whereabouts } from '../base/paths.ts';
import { Interrupted, Problem, problemLines } from '../base/problem.ts';
import type { Prompts } from './prompts.ts';

/** What the plain front end works with. */
export type Tools = Whereabouts & {
	readonly actions: Actions;
	readonly prompts: Prompts;
	/** Prints a line. */
	readonly say: (line: string) => void;
	/** Characters that a line may have. */
	readonly width: number;
	/** Aborts when the program is told to end. */
	readonly ended: AbortSignal;
	/** Calls back on Ctrl-C while no question stands; gives what stops that. */
	readonly onInterrupt: (handler: () => void) => () => void;
};

/** Does something and tells a Problem instead of ending with it; undefined if there was one. */
export const attempt = async <Result>(
	{ say, environment }: Tools,
	work: () => Promise<Result>,
): Promise<Result | undefined> => {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof Problem)) {
			throw error;
		}

		say('');
		problemLines(error, environment).forEach(say);
		return undefined;
	}
};

/** Does something that Ctrl-C ends, and says what it ended and what remains. */
export const tellBrokenOff = async <Result>(
	{ say }: Pick<Tools, 'say'>,
	work: () => Promise<Result>,
	broken: () => string,
): Promise<Result> => {
	try {
		return await work();
	} catch (error) {
		if (error instanceof Interrupted) {
			// Below the ^C that a terminal shows.
			['', broken()].forEach(say);
		}

		throw error;
	}
};

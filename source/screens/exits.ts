import { exitCodes } from '../base/problem.ts';
import type { Move } from './state.ts';

/** Leaves by `q`: nothing is lost. */
export const quit = (summaryLines: readonly string[] = []): Move => ({
	type: 'exit',
	outcome: { exitCode: exitCodes.done, summaryLines },
});

/** Leaves by Ctrl-C. */
export const interrupted = (summaryLines: readonly string[] = []): Move => ({
	type: 'exit',
	outcome: { exitCode: exitCodes.cancelled, summaryLines },
});

import { exitCodes } from '../base/problem.ts';
import type { Move } from './state.ts';

/** Leaves by `q`: nothing is lost. */
export const quit = (summaryLines: readonly string[] = []): Move => ({
	type: 'exit',
	outcome: { kind: 'quit', exitCode: exitCodes.done, summaryLines },
});

/** Leaves by Ctrl-C. */
export const interrupted = (summaryLines: readonly string[] = []): Move => ({
	type: 'exit',
	outcome: { kind: 'interrupted', exitCode: exitCodes.cancelled, summaryLines },
});

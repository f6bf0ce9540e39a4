import { exitCodes } from '../../base/problem.ts';
import type { BuildResult } from '../../build/journal.ts';
import type { Timeline } from '../../build/timeline.ts';
import type { EndedRow } from '../build/ended.ts';
import type { Outcome } from '../state.ts';

/** What can be done after a build that made no image. */
export const failureRows = ({ header }: Timeline): readonly EndedRow[] => [
	{ id: 'log', label: 'Show the log', hint: '' },
	{
		id: 'again',
		label: header.mode === 'rehearsal' ? 'Rehearse it again' : 'Run it again',
		hint: 'nothing changed',
		spends: header.mode === 'aws',
	},
	{ id: 'edit', label: 'Change the answers', hint: 'then run it again' },
	{ id: 'leave', label: 'Leave it for now', hint: '' },
];

/** How the program ends after a build with a result. */
export const failureExit = (
	result: BuildResult | undefined,
	credentials: boolean,
): Pick<Outcome, 'kind' | 'exitCode'> => {
	switch (result) {
		case 'done':
			return { kind: 'done', exitCode: exitCodes.done };
		case 'cancelled':
			return { kind: 'cancelled', exitCode: exitCodes.cancelled };
		case undefined:
			return { kind: 'left', exitCode: exitCodes.left };
		default:
			return { kind: 'failed', exitCode: credentials ? exitCodes.credentials : exitCodes.buildFailed };
	}
};

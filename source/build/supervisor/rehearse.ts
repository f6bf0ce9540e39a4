import type { Rehearsal } from '../../rehearsal/rehearsal.ts';
import type { BuildOrder, RehearsalOrder } from './order.ts';

/** Starts what a rehearsal needs. Loaded only for one: a real build's supervisor stays small. */
export const startOrderedRehearsal = async (
	{ id, missingVariables }: BuildOrder,
	rehearsal: RehearsalOrder,
	temporaryFolder: string,
	say: (sentence: string) => void,
	signal: AbortSignal,
): Promise<Rehearsal> => {
	const { startRehearsal } = await import('../../rehearsal/rehearsal.ts');
	return startRehearsal({
		...rehearsal,
		sandbox: 'auto',
		environment: process.env,
		buildId: id,
		temporaryFolder,
		say,
		signal,
		traceReason: script => {
			// As a script insists on a variable: `: "${NAME:?is needed}"`.
			const name = missingVariables.find(variable => script.includes(`\${${variable}:?`));
			return name === undefined ? undefined : `It needs ${name}, which is not set.`;
		},
	});
};

import type { Phase, Status, Step } from './stages.ts';
import type { Draft } from './timeline-draft.ts';

/**
 * Phases and steps as they are shown: what is over and was only checked is not `done`. In a trace nothing is run, also
 * where the journal, from before there was an entry for it, does not say so of each script.
 */
export const withNotRun = ({
	phases,
	steps,
	notRun,
	sandbox,
}: Pick<Draft, 'phases' | 'steps' | 'notRun' | 'sandbox'>): Pick<Draft, 'phases' | 'steps'> => {
	const shownSteps = steps.map(
		(step): Step =>
			step.status === 'done' && (sandbox?.kind === 'trace' || notRun.includes(step.script))
				? { ...step, status: 'not-run' }
				: step,
	);
	const has = (wanted: Status): boolean => shownSteps.some(({ status }) => status === wanted);
	const nothingRan = has('not-run') && !has('done');
	const shownPhases = phases.map(
		(phase): Phase =>
			phase.id === 'provision' && phase.status === 'done' && nothingRan
				? { ...phase, status: 'not-run' }
				: phase,
	);
	return { phases: shownPhases, steps: shownSteps };
};

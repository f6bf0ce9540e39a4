import { makes } from '../../recipe/targets.ts';
import type { Glance } from '../timeline/glance.ts';
import type { PhaseId, Stage } from '../timeline/stages.ts';
import { expectedStep, expectedTotal } from './expected.ts';

/** What is told of the AMI, of a build that makes several things too. */
export const amiPart = (glance: Glance): Glance =>
	glance.parts?.find(({ header }) => makes(header.recipe, 'aws')) ?? glance;

/** What is left of a build, all in milliseconds. */
export type Remaining = {
	/** Of what runs, as long as it takes no longer than expected; undefined from then on. */
	readonly running: number | undefined;
	/** Of what comes behind it. */
	readonly behind: number;
	/** How long the whole was expected to take, and how much longer it takes already; 0 if it does not. */
	readonly expected: number;
	readonly over: number;
};

/** So much longer than expected something may take before one says so. */
const tolerance = 1.1;

/** What is left of a stage that runs, undefined if it takes longer than it was to. */
const ofRunning = (stage: Stage, expected: number, now: number): number | undefined => {
	const spent = Math.max(0, now - (stage.began ?? now));
	return spent > expected * tolerance ? undefined : Math.max(0, expected - spent);
};

/**
 * What is left of a build that runs, by what was expected of each of its phases and steps, those that are over counted as
 * done however long they took. Undefined when it is over, breaks off or failed, and where nothing was expected.
 * @param now milliseconds since 1970.
 */
export const remainingOf = (glance: Glance, now: number): Remaining | undefined => {
	const times = glance.header.estimate?.times;
	const { phases, steps } = amiPart(glance);
	if (
		times === undefined ||
		glance.result !== undefined ||
		glance.cancelling ||
		phases.some(({ status }) => status === 'failed')
	) {
		return undefined;
	}

	const expectedOf = (id: PhaseId): number =>
		id === 'provision'
			? steps.reduce((all, { name }) => all + expectedStep(times, name), 0)
			: (times.phases[id] ?? 0);
	const waiting = steps
		.filter(({ status }) => status === 'waiting')
		.reduce((all, { name }) => all + expectedStep(times, name), 0);
	const later = phases
		.filter(({ status }) => status === 'waiting')
		.reduce((all, { id }) => all + expectedOf(id), 0);
	const phase = phases.find(({ status }) => status === 'running');
	const step = phase?.id === 'provision' ? steps.find(({ status }) => status === 'running') : undefined;
	const stage = step ?? phase;
	const total = expectedTotal(times);
	return {
		running:
			stage === undefined
				? 0
				: ofRunning(stage, step ? expectedStep(times, step.name) : phase ? expectedOf(phase.id) : 0, now),
		// Where no step runs yet, or any more, the phase stands for those that wait.
		behind: later + (step ? waiting : 0),
		expected: total,
		over: Math.max(0, now - glance.header.time - total),
	};
};

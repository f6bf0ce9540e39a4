import type { OpenTimeline } from './open-timeline.ts';
import { type Phase, type PhaseId, phaseIds, type Status, type Step } from './stages.ts';

/** Where a phase stands in the order of things; -1 for none. */
export const orderOf = (id: PhaseId | undefined): number => (id === undefined ? -1 : phaseIds.indexOf(id));

export const changePhase = (open: OpenTimeline, id: PhaseId, change: (phase: Phase) => Phase): void => {
	open.phases = open.phases.map(phase => (phase.id === id ? change(phase) : phase));
};

/** Ends the step that runs. Those that never began stay `waiting` until the build is over. */
export const closeStep = (open: OpenTimeline, status: Status, time: number): void => {
	open.steps = open.steps.map(step => (step.status === 'running' ? { ...step, status, ended: time } : step));
};

export const closeCopies = (open: OpenTimeline, status: Status): void => {
	open.copies = open.copies.map(copy => (copy.status === 'running' ? { ...copy, status } : copy));
};

/** Ends the phase that runs, with what belongs to it. */
export const closePhase = (open: OpenTimeline, status: Status, time: number): void => {
	const { current } = open;
	if (current === undefined) {
		return;
	}

	changePhase(open, current, phase =>
		phase.status === 'running' ? { ...phase, status, ended: time } : phase,
	);
	if (current === 'provision') {
		closeStep(open, status, time);
	}

	if (current === 'copy') {
		closeCopies(open, status);
	}
};

/** How a phase ended that is left for the clean-up: regular only if the image was made and nothing was wrong. */
const statusOnCleanup = ({ current, troubled, cancelReason }: OpenTimeline): Status => {
	if (orderOf(current) >= orderOf('image') && !troubled) {
		return 'done';
	}

	return cancelReason === undefined ? 'failed' : 'skipped';
};

/** Begins a phase, if it is a later one than that which runs, and ends that one. */
export const enterPhase = (open: OpenTimeline, id: PhaseId, time: number): void => {
	const { current } = open;
	if (orderOf(id) <= orderOf(current)) {
		return;
	}

	closePhase(open, id === 'cleanup' ? statusOnCleanup(open) : 'done', time);
	open.phases = open.phases.map((phase): Phase => {
		if (phase.id === id) {
			return { id, status: 'running', began: time };
		}

		return phase.status === 'waiting' && orderOf(phase.id) < orderOf(id)
			? { ...phase, status: 'skipped' }
			: phase;
	});
	if (id === 'cleanup') {
		open.left = current;
	}

	open.current = id;
	open.troubled = false;
};

/** Begins a step; the ones before it are over, and what a wrong beginning of a later one left is undone. */
export const beginStep = (open: OpenTimeline, index: number, time: number): void => {
	enterPhase(open, 'provision', time);
	open.steps = open.steps.map(({ script, name, status, began, ended }, at): Step => {
		if (at === index) {
			return { script, name, status: 'running', began: time };
		}

		if (at > index) {
			return { script, name, status: 'waiting' };
		}

		return {
			script,
			name,
			status: status === 'running' ? 'done' : status,
			...(began === undefined ? {} : { began }),
			// Up to here it was the step before this one that ran, whatever it looked like.
			...(began === undefined ? {} : { ended: at === index - 1 ? time : (ended ?? time) }),
		};
	});
	open.step = index;
	const { by, followedBy, script = '' } = open.header.steps[index] ?? {};
	open.owes = followedBy !== undefined || (by !== undefined && script !== '');
	open.stepFrom = open.log.length;
};

export const beginCopy = (open: OpenTimeline, region: string): void => {
	open.copies = open.copies.some(copy => copy.region === region)
		? open.copies.map(copy => (copy.region === region ? { ...copy, status: 'running' } : copy))
		: [...open.copies, { region, status: 'running' }];
};

export const failCopy = (open: OpenTimeline, region: string): void => {
	open.copies = open.copies.map(copy => (copy.region === region ? { ...copy, status: 'failed' } : copy));
};

import type { Artifact, BuildResult, JournalHeader } from '../journal/journal.ts';
import {
	type Copy,
	type LogSource,
	type Phase,
	type PhaseId,
	phaseIds,
	type Status,
	type Step,
} from './stages.ts';
import { appendLine, type LogDraft } from './timeline-log.ts';

/** The state of phases and steps, as it was before something that may have to be taken back. */
export type Snapshot = {
	readonly phases: readonly Phase[];
	readonly steps: readonly Step[];
	readonly current: PhaseId | undefined;
	readonly step: number;
};

/** What is remembered between two lines, beyond what a Timeline shows. */
export type Memory = {
	/** The phase that runs, or ran last. */
	readonly current: PhaseId | undefined;
	/** The phase that was left for the clean-up. */
	readonly left: PhaseId | undefined;
	/** Index of the step that runs, or ran last; -1 before the first. */
	readonly step: number;
	/** Index of the log's line after the one that began the step. */
	readonly stepFrom: number;
	/** Whether an error was printed since the phase began. */
	readonly troubled: boolean;
	/** Lines that may be the end of the provisioning, if the next ones fit. */
	readonly held:
		| { readonly ids: readonly string[]; readonly time: number; readonly from: number }
		| undefined;
	/** How to go back if the provisioning turns out not to have ended. */
	readonly before: (Snapshot & { readonly from: number }) | undefined;
	/** The scripts that a rehearsal only checked. */
	readonly notRun: readonly string[];
	/** What Packer said that is no line of a build: the reason, if nothing better comes. */
	readonly complaint: string | undefined;
};

export const newMemory: Memory = {
	current: undefined,
	left: undefined,
	step: -1,
	stepFrom: 0,
	troubled: false,
	held: undefined,
	before: undefined,
	notRun: [],
	complaint: undefined,
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A Timeline that is being written, within one call of `advance`. */
export type Draft = Mutable<Memory> & {
	readonly header: JournalHeader;
	/** Whether Packer prints what scripts say unlike what it says itself. */
	readonly tellsApart: boolean;
	phases: readonly Phase[];
	steps: readonly Step[];
	readonly log: LogDraft;
	instance: string | undefined;
	address: string | undefined;
	sourceAmi: string | undefined;
	sandbox: { readonly kind: 'container' | 'trace'; readonly detail: string } | undefined;
	copies: readonly Copy[];
	cancelling: boolean;
	artifacts: readonly Artifact[];
	error: string | undefined;
	result: BuildResult | undefined;
	cause: string | undefined;
	time: number;
};

const place = (id: PhaseId | undefined): number => (id === undefined ? -1 : phaseIds.indexOf(id));

const changePhase = (draft: Draft, id: PhaseId, change: (phase: Phase) => Phase): void => {
	draft.phases = draft.phases.map(phase => (phase.id === id ? change(phase) : phase));
};

export const log = (draft: Draft, source: LogSource, text: string, step = -1): void => {
	const { time } = draft;
	appendLine(draft.log, step < 0 ? { time, source, text } : { time, source, text, step });
};

/** Ends the step that runs. Those that never began stay `waiting` until the build is over. */
const closeStep = (draft: Draft, status: Status, time: number): void => {
	draft.steps = draft.steps.map(step =>
		step.status === 'running' ? { ...step, status, ended: time } : step,
	);
};

const closeCopies = (draft: Draft, status: Status): void => {
	draft.copies = draft.copies.map(copy => (copy.status === 'running' ? { ...copy, status } : copy));
};

/** Ends the phase that runs, with what belongs to it. */
export const closePhase = (draft: Draft, status: Status, time: number): void => {
	const { current } = draft;
	if (current === undefined) {
		return;
	}

	changePhase(draft, current, phase =>
		phase.status === 'running' ? { ...phase, status, ended: time } : phase,
	);
	if (current === 'provision') {
		closeStep(draft, status, time);
	}

	if (current === 'copy') {
		closeCopies(draft, status);
	}
};

/** How a phase ended that is left for the clean-up: regular only if the image was made and nothing was wrong. */
const statusOnCleanup = ({ current, troubled, cancelling }: Draft): Status => {
	if (place(current) >= place('image') && !troubled) {
		return 'done';
	}

	return cancelling ? 'skipped' : 'failed';
};

/** Begins a phase, if it is a later one than that which runs, and ends that one. */
export const enterPhase = (draft: Draft, id: PhaseId, time: number): void => {
	const { current } = draft;
	if (place(id) <= place(current)) {
		return;
	}

	closePhase(draft, id === 'cleanup' ? statusOnCleanup(draft) : 'done', time);
	draft.phases = draft.phases.map((phase, index): Phase => {
		if (phase.id === id) {
			return { id, status: 'running', began: time };
		}

		return phase.status === 'waiting' && index < place(id) ? { ...phase, status: 'skipped' } : phase;
	});
	if (id === 'cleanup') {
		draft.left = current;
	}

	draft.current = id;
	draft.troubled = false;
};

/** Begins a step; the ones before it are over, and what a wrong beginning of a later one left is undone. */
export const beginStep = (draft: Draft, index: number, time: number): void => {
	enterPhase(draft, 'provision', time);
	draft.steps = draft.steps.map(({ script, name, status, began, ended }, at): Step => {
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
	draft.step = index;
	draft.stepFrom = draft.log.length;
};

export const beginCopy = (draft: Draft, region: string): void => {
	draft.copies = draft.copies.some(copy => copy.region === region)
		? draft.copies.map(copy => (copy.region === region ? { ...copy, status: 'running' } : copy))
		: [...draft.copies, { region, status: 'running' }];
};

export const failCopy = (draft: Draft, region: string): void => {
	draft.copies = draft.copies.map(copy => (copy.region === region ? { ...copy, status: 'failed' } : copy));
};

/** Marks the place of a failure, if no phase is marked yet: the phase that runs, or was left for the clean-up. */
export const markFailure = (draft: Draft, time: number): void => {
	if (draft.phases.some(({ status }) => status === 'failed')) {
		return;
	}

	const id = draft.current === 'cleanup' ? (draft.left ?? 'check') : (draft.current ?? 'check');
	changePhase(draft, id, phase => ({
		...phase,
		status: 'failed',
		began: phase.began ?? time,
		ended: phase.ended ?? time,
	}));
	if (id === 'provision') {
		draft.steps = draft.steps.map((step, index) =>
			index === draft.step ? { ...step, status: 'failed', ended: step.ended ?? time } : step,
		);
	}

	if (id === 'copy') {
		closeCopies(draft, 'failed');
	}
};

const settled = <T extends { readonly status: Status; readonly began?: number }>(
	stages: readonly T[],
	change: (status: Status, hasBegun: boolean) => Status,
	time: number,
): readonly T[] =>
	stages.map(stage => {
		const status = change(stage.status, stage.began !== undefined);
		return {
			...stage,
			status,
			...(stage.status === 'running' ? { ended: time } : {}),
		};
	});

/** The end of everything: nothing waits or runs any more, and a success has no failures. */
export const settle = (draft: Draft, result: BuildResult, time: number): void => {
	if (result === 'failed') {
		markFailure(draft, time);
	}

	const statusOf = (status: Status, hasBegun: boolean): Status => {
		if (result === 'done' && hasBegun) {
			return 'done';
		}

		return status === 'waiting' || status === 'running' ? 'skipped' : status;
	};
	draft.phases = settled(draft.phases, statusOf, time);
	draft.steps = settled(draft.steps, statusOf, time);
	draft.copies = draft.copies.map(({ region, status }) => ({
		region,
		status: draft.artifacts.some(artifact => artifact.region === region) ? 'done' : statusOf(status, false),
	}));
};

import { type BuilderMatch, matchExitLine, scriptOf } from './builder-lines.ts';
import type { PhaseId } from './stages.ts';
import { beginStep, type Draft, enterPhase, log } from './timeline-draft.ts';
import { changeLines } from './timeline-log.ts';

/*
 * While provisioners run, what a script prints and what Packer says come in the same stream. Up to Packer 1.12 they are
 * of different kinds: `say` is Packer. Since 1.13 a script that prints `Stopping the source instance...` cannot be told
 * from Packer by that line. So a line that would end the provisioning is taken as a script's until the lines behind it
 * bear it out: Packer prints its own without a gap, since all scripts are over then. And if something follows that
 * Packer would not say there, everything since is a script's after all.
 */

type Kind = 'say' | 'message' | 'error';

/** Lines that follow each other at the end of the provisioning, by their ids, and the phase that they prove. */
const exits: readonly { readonly phase: PhaseId; readonly ids: readonly (readonly string[])[] }[] = [
	{ phase: 'stop', ids: [['keys'], ['stop'], ['stopping'], ['stop-wait', 'error']] },
	{ phase: 'stop', ids: [['stop'], ['stopping'], ['stop-wait', 'error']] },
	{ phase: 'image', ids: [['keys'], ['create-ami'], ['run-tags', 'ami', 'error']] },
	{ phase: 'image', ids: [['create-ami'], ['run-tags', 'ami', 'error']] },
	{ phase: 'image', ids: [['commit'], ['image-id', 'kill']] },
	{ phase: 'cleanup', ids: [['undo'], ['terminate', 'kill']] },
	{ phase: 'cleanup', ids: [['terminate'], ['volumes']] },
	{ phase: 'cleanup', ids: [['volumes'], ['clean']] },
	{ phase: 'cleanup', ids: [['clean'], ['clean']] },
];

/** Errors of the steps after the provisioning, which no script prints by chance behind those lines. */
const exitError = /^Error (?:stopping instance|waiting for instance to stop|creating AMI): /;

/** What may follow a phase that was entered on the word of its lines alone. */
const successors: Partial<Record<PhaseId, readonly string[]>> = {
	stop: ['stop-more', 'create-ami', 'undo', 'terminate'],
	cleanup: ['volumes', 'clean'],
};

const begins = (ids: readonly string[], sequence: readonly (readonly string[])[]): boolean =>
	ids.length <= sequence.length && ids.every((id, index) => sequence[index]?.includes(id));

const stepOf = (draft: Draft, text: string): number => {
	const script = scriptOf(text)?.replace(/^\.\//, '');
	return script === undefined
		? -1
		: draft.steps.findIndex(step => script === step.script || script.endsWith(`/${step.script}`));
};

/** Whether the line fits this build: another build's instance is in a text that a script prints. */
const fits = (draft: Draft, { id, value }: BuilderMatch): boolean =>
	id !== 'create-ami' || draft.instance === undefined || value === draft.instance;

const startStep = (draft: Draft, index: number, text: string): void => {
	// The same step once more: what it printed so far was printed by the step before, this line among it.
	if (!draft.tellsApart && index === draft.step && index > 0) {
		changeLines(draft.log, draft.stepFrom - 1, line =>
			line.source === 'packer'
				? { ...line, source: 'stdout', step: index - 1 }
				: line.step === index
					? { ...line, step: index - 1 }
					: line,
		);
	}

	log(draft, 'packer', text);
	beginStep(draft, index, draft.time);
	draft.held = undefined;
};

const leave = (draft: Draft, phase: PhaseId, held: NonNullable<Draft['held']>): void => {
	draft.before = {
		phases: draft.phases,
		steps: draft.steps,
		current: draft.current,
		step: draft.step,
		from: held.from,
	};
	changeLines(draft.log, held.from, line => {
		const { time, source, text } = line;
		return source === 'stdout' || source === 'stderr'
			? { time, source: source === 'stdout' ? 'packer' : 'error', text }
			: line;
	});
	enterPhase(draft, phase, held.time);
	draft.held = undefined;
	// An image that is made of our own instance has left the scripts behind for good.
	if (phase === 'image' || draft.cancelling) {
		draft.before = undefined;
	}
};

/** Whether all scripts have begun, so that the last may be over. */
const isLastStep = ({ step, steps }: Draft): boolean => step === steps.length - 1;

const weigh = (draft: Draft, id: string, time: number): void => {
	const at = draft.log.length - 1;
	const followed = draft.held === undefined ? undefined : { ...draft.held, ids: [...draft.held.ids, id] };
	for (const held of [followed, { ids: [id], time, from: at }]) {
		const exit =
			held &&
			exits.find(({ phase, ids }) => begins(held.ids, ids) && (phase !== 'stop' || isLastStep(draft)));
		if (held && exit) {
			if (held.ids.length === exit.ids.length || (draft.cancelling && exit.phase === 'cleanup')) {
				leave(draft, exit.phase, held);
			} else {
				draft.held = held;
			}

			return;
		}
	}

	draft.held = undefined;
};

/** A line of the build's own stream while provisioners run. */
export const readProvisionLine = (draft: Draft, kind: Kind, text: string): void => {
	if (kind === 'error') {
		log(draft, 'stderr', text, draft.step);
		if (draft.held && exitError.test(text)) {
			weigh(draft, 'error', draft.time);
			draft.troubled = draft.current !== 'provision';
		} else {
			draft.held = undefined;
		}

		return;
	}

	const says = draft.tellsApart && kind === 'say';
	if (draft.tellsApart && !says) {
		log(draft, 'stdout', text, draft.step);
		return;
	}

	const step = stepOf(draft, text);
	// Before the first step no script runs that could print it.
	if (step >= 0 && (says || draft.step < 0 || step <= draft.step + 1)) {
		startStep(draft, step, text);
		return;
	}

	const match = matchExitLine(text);
	if (says) {
		log(draft, 'packer', text);
		if (match) {
			enterPhase(draft, match.phase, draft.time);
		}

		return;
	}

	log(draft, 'stdout', text, draft.step);
	if (match?.id !== undefined && fits(draft, match)) {
		weigh(draft, match.id, draft.time);
	} else {
		draft.held = undefined;
	}
};

/**
 * Looks whether a line bears out that the provisioning has ended, if that is not certain yet. Otherwise it goes back to
 * the provisioning, as if it had never been left.
 */
export const reconsider = (draft: Draft, text: string): void => {
	const { before, current } = draft;
	if (before === undefined || current === undefined) {
		return;
	}

	const match = matchExitLine(text);
	if (match?.id !== undefined && fits(draft, match) && successors[current]?.includes(match.id)) {
		if (current === 'stop' && match.phase !== 'stop') {
			draft.before = undefined;
		}

		return;
	}

	const { step } = before;
	draft.phases = before.phases;
	draft.steps = before.steps;
	draft.current = before.current;
	draft.step = step;
	draft.left = undefined;
	draft.troubled = false;
	draft.before = undefined;
	changeLines(draft.log, before.from, line =>
		line.source === 'packer' || line.source === 'error'
			? {
					...line,
					source: line.source === 'packer' ? 'stdout' : 'stderr',
					...(step < 0 ? {} : { step }),
				}
			: line,
	);
};

import { type BuilderMatch, matchExitLine, scriptOf } from './builder-lines.ts';
import { changeLines } from './log.ts';
import { log, type OpenTimeline } from './open-timeline.ts';
import { beginStep, enterPhase } from './phases.ts';
import type { PhaseId } from './stages.ts';

/*
 * While provisioners run, what a script prints and what Packer says come in the same stream. Up to Packer 1.12 they are
 * of different kinds: `say` is Packer. Since 1.13 a script that prints `Stopping the source instance...` cannot be told
 * from Packer by that line. So a line that would end the provisioning is taken as a script's until the lines behind it
 * bear it out: Packer prints its own without a gap, since all scripts are over then. And if something follows that
 * Packer would not say there, everything since is a script's after all.
 */

/** How Packer says something to people; `error` is also what scripts print on standard error. */
export type SaidKind = 'say' | 'message' | 'error';

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
	stop: ['stop-more', 'create-ami'],
	cleanup: ['volumes', 'clean'],
};

/** What follows only where the phase went wrong, or the build is cancelled: a script that fails is cleaned up too. */
const onTrouble: readonly string[] = ['undo', 'terminate'];

const mayFollow = ({ current, troubled, cancelReason }: OpenTimeline, id: string): boolean =>
	(current !== undefined && successors[current]?.includes(id) === true) ||
	(current === 'stop' && onTrouble.includes(id) && (troubled || cancelReason !== undefined));

const begins = (ids: readonly string[], sequence: readonly (readonly string[])[]): boolean =>
	ids.length <= sequence.length && ids.every((id, index) => sequence[index]?.includes(id));

/** What Packer calls a script that stands in the template. */
const withoutName = /(?:^|[\\/])packer-shell\d+$/;

/** What Packer says as the first of provisioners that are no scripts of the template's, by their types. */
const beginnings: Readonly<Record<string, RegExp>> = {
	shell: /^Provisioning with shell script: /,
	'shell-local': /^(?:Running local shell script: |Skipping shell-local)/,
	file: /^(?:Uploading|Downloading) .+ => /,
	ansible: /^Provisioning with Ansible\.\.\.$/,
	'ansible-local': /^Provisioning with Ansible\.\.\.$/,
	'chef-solo': /^Provisioning with chef-solo$/,
	'chef-client': /^Provisioning with chef-client$/,
};
const beginning = /^Provisioning (?:with|machine) /;

const isBeginningOf = (type: string, text: string): boolean => (beginnings[type] ?? beginning).test(text);

/** Whether the line is that of the second part of a step: the script for which it sent files, or what follows its script. */
const isOwed = ({ header, step, owes }: OpenTimeline, text: string): boolean => {
	const running = owes ? header.steps[step] : undefined;
	if (running?.followedBy !== undefined) {
		return isBeginningOf(running.followedBy, text);
	}

	const script = running === undefined ? undefined : scriptOf(text);
	return (
		running !== undefined &&
		script !== undefined &&
		(running.isInline ? withoutName.test(script) : script.endsWith(`/${running.script}`))
	);
};

const stepOf = (open: OpenTimeline, text: string): number => {
	const next = open.step + 1;
	const by = open.header.steps[next]?.by;
	if (by !== undefined && isBeginningOf(by, text)) {
		return next;
	}

	const script = scriptOf(text)?.replace(/^\.\//, '');
	if (script === undefined) {
		return -1;
	}

	return open.header.steps[next]?.isInline && by === undefined && withoutName.test(script)
		? next
		: open.steps.findIndex(
				step => step.script !== '' && (script === step.script || script.endsWith(`/${step.script}`)),
			);
};

/** What only the docker builder says. */
const ofDocker: readonly string[] = ['commit', 'image-id', 'kill'];

/** Whether the line fits this build: of another one's instance, or of a container, a text tells that a script prints. */
const fits = ({ instance }: OpenTimeline, { id = '', value }: BuilderMatch): boolean =>
	instance === undefined || (id === 'create-ami' ? value === instance : !ofDocker.includes(id));

const startStep = (open: OpenTimeline, index: number, text: string): void => {
	// The same step once more: what it printed so far was printed by the step before, this line among it.
	if (!open.tellsApart && index === open.step && index > 0) {
		changeLines(open.log, open.stepFrom - 1, line =>
			line.source === 'packer'
				? { ...line, source: 'stdout', step: index - 1 }
				: line.step === index
					? { ...line, step: index - 1 }
					: line,
		);
	}

	log(open, 'packer', text);
	beginStep(open, index, open.time);
	open.held = undefined;
};

/** Whether all scripts have begun, so that the last may be over. */
const isLastStep = ({ step, steps }: OpenTimeline): boolean => step === steps.length - 1;

const leave = (open: OpenTimeline, phase: PhaseId, held: NonNullable<OpenTimeline['held']>): void => {
	open.before = {
		phases: open.phases,
		steps: open.steps,
		current: open.current,
		step: open.step,
		from: held.from,
		into: phase,
	};
	changeLines(open.log, held.from, line => {
		const { time, source } = line;
		return source === 'stdout' || source === 'stderr'
			? { time, source: source === 'stdout' ? 'packer' : 'error' }
			: line;
	});
	enterPhase(open, phase, held.time);
	open.held = undefined;
	// An image that is made of our own instance has left the scripts behind for good, if there is none left.
	if ((phase === 'image' && isLastStep(open)) || open.cancelReason !== undefined) {
		open.before = undefined;
	}
};

const weigh = (open: OpenTimeline, id: string, time: number): void => {
	const at = open.log.length - 1;
	const followed = open.held === undefined ? undefined : { ...open.held, ids: [...open.held.ids, id] };
	for (const held of [followed, { ids: [id], time, from: at }]) {
		const exit =
			held && exits.find(({ phase, ids }) => begins(held.ids, ids) && (phase !== 'stop' || isLastStep(open)));
		if (held && exit) {
			if (
				held.ids.length === exit.ids.length ||
				(open.cancelReason !== undefined && exit.phase === 'cleanup')
			) {
				leave(open, exit.phase, held);
			} else {
				open.held = held;
			}

			return;
		}
	}

	open.held = undefined;
};

/** A line of the build's own stream while provisioners run. */
export const readProvisionLine = (open: OpenTimeline, kind: SaidKind, text: string): void => {
	if (kind === 'error') {
		log(open, 'stderr', text, open.step);
		if (open.held && exitError.test(text)) {
			weigh(open, 'error', open.time);
			open.troubled = open.current !== 'provision';
		} else {
			open.held = undefined;
		}

		return;
	}

	const says = open.tellsApart && kind === 'say';
	if (open.tellsApart && !says) {
		log(open, 'stdout', text, open.step);
		return;
	}

	if (isOwed(open, text)) {
		log(open, 'packer', text);
		open.owes = false;
		open.held = undefined;
		return;
	}

	const step = stepOf(open, text);
	// Before the first step no script runs that could print it.
	if (step >= 0 && (says || open.step < 0 || step <= open.step + 1)) {
		startStep(open, step, text);
		return;
	}

	const match = matchExitLine(text);
	if (says) {
		log(open, 'packer', text);
		if (match) {
			enterPhase(open, match.phase, open.time);
		}

		return;
	}

	log(open, 'stdout', text, open.step);
	if (match?.id !== undefined && fits(open, match)) {
		weigh(open, match.id, open.time);
	} else {
		open.held = undefined;
	}
};

/**
 * Looks whether a line bears out that the provisioning has ended, if that is not certain yet. Otherwise it goes back to
 * the provisioning, as if it had never been left.
 */
export const reconsider = (open: OpenTimeline, text: string): void => {
	const { before, current } = open;
	if (before === undefined || current === undefined) {
		return;
	}

	if (before.into === 'image' && stepOf(open, text) !== before.step + 1) {
		return;
	}

	const match = matchExitLine(text);
	if (match?.id !== undefined && fits(open, match) && mayFollow(open, match.id)) {
		if (current === 'stop' && match.phase !== 'stop') {
			open.before = undefined;
		}

		return;
	}

	const { step } = before;
	open.phases = before.phases;
	open.steps = before.steps;
	open.current = before.current;
	open.madeAmi = undefined;
	open.keptAmi = undefined;
	open.step = step;
	open.left = undefined;
	open.troubled = false;
	open.before = undefined;
	changeLines(open.log, before.from, line =>
		line.source === 'packer' || line.source === 'error'
			? {
					...line,
					source: line.source === 'packer' ? 'stdout' : 'stderr',
					...(step < 0 ? {} : { step }),
				}
			: line,
	);
};

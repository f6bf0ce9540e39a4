import { Interrupted, problemLines } from '../base/problem.ts';
import {
	allChecks,
	type Checklist,
	type ChecklistEvent,
	offeredRemedies,
	type PersonStep,
	type WorkStep,
} from '../flow/checklist.ts';
import { missingOf } from '../flow/checks.ts';
import { leftBefore } from '../flow/leaving.ts';
import type { Remedy } from '../flow/remedies.ts';
import type { BuildRequest } from '../flow/request.ts';
import type { Route } from '../flow/route.ts';
import { doStep, walkChecklist } from '../flow/walk-checklist.ts';
import { beforeTitle, missingText } from '../flow/words/start.ts';
import { back } from './ask.ts';
import { checkLines } from './check-lines.ts';
import { showFiles, showFilesThatDiffer } from './files.ts';
import type { PlainRoute } from './route.ts';
import { attempt, type Tools } from './tools.ts';
import { untilSignedIn } from './until-signed-in.ts';

/**
 * Tells what is missing, and asks what to do. Where the start was refused it is left: that was told. Who signs in meanwhile
 * has answered.
 */
const choose = async (tools: Tools, since: number, list: Checklist): Promise<ChecklistEvent> => {
	const { prompts, say, width } = tools;
	const { refused } = list;
	const checks = allChecks(list) ?? [];
	if (refused) {
		return { type: 'left', how: 'back' };
	}

	say('');
	say(`${beforeTitle(list.request, list.purpose)}: ${missingText(missingOf(checks).length)}`);
	checkLines(checks, width).forEach(say);
	const rows = [
		...offeredRemedies(list).map(remedy => ({
			value: remedy,
			name: remedy.label,
			...(remedy.details.length > 0 && { description: remedy.details.join(' ') }),
		})),
		{ value: 'again', name: 'Check again' } as const,
	];
	const ask = (signal?: AbortSignal) =>
		prompts.choose<Remedy | 'again'>('What to do', rows, { ...(signal && { signal }) });
	const wish = missingOf(checks).some(({ id }) => id === 'credentials')
		? ((await untilSignedIn(tools, since, ask)) ?? 'again')
		: await ask();
	if (wish === back) {
		return { type: 'left', how: 'back' };
	}

	return wish === 'again' ? { type: 'again' } : { type: 'chosen', remedy: wish };
};

const answer = async (tools: Tools, step: PersonStep, { request }: Checklist): Promise<ChecklistEvent> => {
	const { prompts, actions } = tools;
	if (step.to === 'ask') {
		const { text, secret } = step.asks;
		const typed = await (secret ? prompts.secret(text) : prompts.type(text, {}));
		return { type: 'answered', answer: typed === back ? undefined : typed };
	}

	await attempt(tools, async () =>
		step.which === 'differing'
			? showFilesThatDiffer(tools, request.decisions)
			: showFiles(tools, await actions.planForeign(request)),
	);
	return { type: 'again' };
};

/** Does a step, which Ctrl-C stops; what went wrong is told. */
const work = async (tools: Tools, step: WorkStep, list: Checklist): Promise<ChecklistEvent> => {
	const { actions, say, environment, onInterrupt, ended } = tools;
	if (step.to === 'account') {
		say('Asking AWS …');
	}

	const stop = new AbortController();
	const stopListening = onInterrupt(() => stop.abort(new Interrupted('It was stopped.')));
	try {
		const signal = AbortSignal.any([stop.signal, ended]);
		const event = await doStep(step, list, { actions, say, signal });
		if ('problem' in event) {
			say('');
			problemLines(event.problem, environment).forEach(say);
		}

		if (event.type === 'started' && signal.aborted) {
			// It came too late: what becomes of the build is watched.
			leftBefore(list.request, 'interrupted', environment, {}, event.id).lines.forEach(say);
		}

		return event;
	} finally {
		stopListening();
	}
};

const tellLeft = (tools: Tools, request: BuildRequest): PlainRoute => {
	const { exitCode, lines } = leftBefore(request, 'interrupted', tools.environment);
	// Below the ^C that a terminal shows.
	['', ...lines].forEach(tools.say);
	return { at: 'end', exitCode };
};

/** Tells what the account says to a build, and asks it again as often as a person likes. Ctrl-C leads back. */
export const seeAccount = async (tools: Tools, request: BuildRequest): Promise<void> => {
	let since = 0;
	try {
		await walkChecklist(
			request,
			'see',
			(step, list) => {
				since = Date.now();
				return work(tools, step, list);
			},
			(_, list) => choose(tools, since, list),
		);
	} catch (error) {
		if (!(error instanceof Interrupted)) {
			throw error;
		}
	}
};

/** The checklist before a build: told if something is missing, with its remedies. Starts the build when nothing is. */
export const before = async (tools: Tools, request: BuildRequest, retreat: Route): Promise<PlainRoute> => {
	let since = 0;
	try {
		const end = await walkChecklist(
			request,
			'see-and-start',
			(step, list) => {
				since = Date.now();
				return work(tools, step, list);
			},
			(step, list) => (step ? answer(tools, step, list) : choose(tools, since, list)),
		);
		if (end.to !== 'watch') {
			return retreat;
		}

		tools.say('');
		return { at: 'build', id: end.id };
	} catch (error) {
		if (!(error instanceof Interrupted)) {
			throw error;
		}

		return tellLeft(tools, request);
	}
};

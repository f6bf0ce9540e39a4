import { Problem } from '../base/problem.ts';
import {
	advanceChecklist,
	allChecks,
	type Checklist,
	type ChecklistEvent,
	type EndStep,
	openChecklist,
	type PersonStep,
	type WorkStep,
} from './checklist.ts';
import { type Check, type ChecklistPurpose, remediesOf } from './checks.ts';
import { missingProblem } from './leaving.ts';
import { type Remedy, type RemedyId, remedyRules } from './remedies.ts';
import type { BuildRequest } from './request.ts';

/** The effects on the way to a build. */
export type ChecklistActions = {
	readonly checks: (request: BuildRequest, signal?: AbortSignal) => Promise<readonly Check[]>;
	/**
	 * What the AWS account of a build would say to it, before it costs money: tells it at once as far as it is known, and
	 * again behind each answer. Nothing is written, built or started.
	 */
	readonly preflight: (
		request: BuildRequest,
		told: (checks: readonly Check[]) => void,
		signal?: AbortSignal,
	) => Promise<readonly Check[]>;
	/**
	 * Carries out a remedy; the answer is what it asked for. Says what it does line by line. A package manager that is
	 * told to end ends the step that it is at.
	 */
	readonly remedy: (
		request: BuildRequest,
		remedy: Remedy,
		answer: string | undefined,
		say: (line: string) => void,
		signal?: AbortSignal,
	) => Promise<BuildRequest>;
	/**
	 * Writes what is missing and starts the build. Gives its id. If the signal aborts, nothing is started; a build that
	 * had begun by then is cancelled, and its id given.
	 */
	readonly start: (request: BuildRequest, signal?: AbortSignal) => Promise<string>;
};

/** What a step is done by. */
export type Work = {
	readonly actions: ChecklistActions;
	/** Tells what a remedy does, line by line. */
	readonly say: (line: string) => void;
	/** Takes what is known of an answer that is not whole. */
	readonly told?: (event: ChecklistEvent) => void;
	readonly signal: AbortSignal;
};

/**
 * Does a step and gives what came of it, which a Problem is as well.
 * @throws the reason of the signal if that aborts, unless a build had begun.
 */
export const doStep = async (
	step: WorkStep,
	{ request }: Checklist,
	{ actions, say, told, signal }: Work,
): Promise<ChecklistEvent> => {
	try {
		switch (step.to) {
			case 'look': {
				const checks = await actions.checks(request, signal);
				signal.throwIfAborted();
				return { type: 'looked', request, checks };
			}

			case 'account': {
				const event = (account: readonly Check[], isWhole: boolean) =>
					({ type: 'account-told', request, account, isWhole }) as const;
				const account = await actions.preflight(request, some => told?.(event(some, false)), signal);
				signal.throwIfAborted();
				return event(account, true);
			}

			case 'remedy': {
				const changed = await actions.remedy(request, step.remedy, step.answer, say, signal);
				return { type: 'remedied', request: changed };
			}

			case 'start':
				return { type: 'started', id: await actions.start(request, signal) };
		}
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof Problem) {
			return { type: step.to === 'remedy' ? 'not-remedied' : 'refused', problem: error };
		}

		throw error;
	}
};

/**
 * Goes the whole way, for who does one thing after the other.
 * @param work does a step.
 * @param choose does what a person does: chooses or leaves where no step is left, else answers or looks.
 */
export const walkChecklist = async (
	request: BuildRequest,
	purpose: ChecklistPurpose,
	work: (step: WorkStep, list: Checklist) => Promise<ChecklistEvent>,
	choose: (step: PersonStep | undefined, list: Checklist) => Promise<ChecklistEvent>,
): Promise<EndStep> => {
	let { list, step } = openChecklist(request, purpose);
	for (;;) {
		switch (step?.to) {
			case 'watch':
			case 'back':
			case 'leave':
				return step;
			case 'look':
			case 'account':
			case 'remedy':
			case 'start':
				({ list, step } = advanceChecklist(list, await work(step, list)));
				break;
			case 'stop':
				throw new Error('Nobody leaves while something is done.');
			default:
				({ list, step } = advanceChecklist(list, await choose(step, list)));
		}
	}
};

/**
 * Chooses where nobody can be asked: what needs only a yes, if that was given in advance, each once.
 * @throws Problem why it did not start, or (exit 3, 4 if it is only the sign-in) with everything that is missing.
 */
export const chooseByYes = (isYes: boolean): Parameters<typeof walkChecklist>[3] => {
	const tried = new Set<RemedyId>();
	return async (_step, list) => {
		const { request, complaint, refused } = list;
		const checks = allChecks(list) ?? [];
		const remedy = remediesOf(checks).find(({ id }) => remedyRules[id].needsOnlyYes && !tried.has(id));
		if (!remedy || !isYes || complaint || refused) {
			throw refused ?? missingProblem(request, checks, complaint?.problem);
		}

		tried.add(remedy.id);
		return { type: 'chosen', remedy };
	};
};

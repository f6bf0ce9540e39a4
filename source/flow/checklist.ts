import type { Problem } from '../base/problem.ts';
import { type Check, missingOf, remediesOf } from './checks.ts';
import type { Leaving } from './leaving.ts';
import { type Remedy, type RemedyRule, remedyRules } from './remedies.ts';
import type { BuildRequest } from './request.ts';

/** The way from a request to its build: it looks, offers what helps, looks again, and starts as soon as nothing is missing. */
export type Checklist = {
	readonly request: BuildRequest;
	/** Undefined until everything has been looked at for the first time. */
	readonly checks: readonly Check[] | undefined;
	/** What goes on; undefined while a choice is waited for. */
	readonly busy: Busy | undefined;
	/** Why a remedy did not help. */
	readonly complaint:
		| { readonly remedy: Remedy; readonly answer: string | undefined; readonly problem: Problem }
		| undefined;
	/** Why it did not start though nothing was missing. It is not tried again by itself then. */
	readonly refused: Problem | undefined;
};

type Busy =
	| { readonly with: 'look' }
	/** A person is asked for what the remedy takes. */
	| { readonly with: 'question'; readonly remedy: Remedy }
	| { readonly with: 'remedy'; readonly remedy: Remedy; readonly answer: string | undefined }
	/** `leaving` is set when one wants to leave meanwhile. */
	| { readonly with: 'start'; readonly leaving?: Leaving | 'back' };

/** What a person chooses, and what comes of what was done. */
export type ChecklistEvent =
	/** For a request that may have been changed since. */
	| { readonly type: 'looked'; readonly request: BuildRequest; readonly checks: readonly Check[] }
	| { readonly type: 'again' }
	| { readonly type: 'chosen'; readonly remedy: Remedy }
	/** Undefined if the question was left. */
	| { readonly type: 'answered'; readonly answer: string | undefined }
	| { readonly type: 'remedied'; readonly request: BuildRequest }
	| { readonly type: 'not-remedied'; readonly problem: Problem }
	/** Undefined if nothing was started, since one left. */
	| { readonly type: 'started'; readonly id: string | undefined }
	| { readonly type: 'refused'; readonly problem: Problem }
	| { readonly type: 'left'; readonly how: Leaving | 'back' };

/** What is done by the actions. */
export type WorkStep =
	| { readonly to: 'look' }
	| { readonly to: 'remedy'; readonly remedy: Remedy; readonly answer: string | undefined }
	| { readonly to: 'start' };

/** What is done with a person. */
export type PersonStep =
	/** `typed` is what was answered before and did not help: it can be changed. */
	| { readonly to: 'ask'; readonly asks: NonNullable<RemedyRule['asks']>; readonly typed: string | undefined }
	| { readonly to: 'show'; readonly which: NonNullable<RemedyRule['shows']> };

/** Where it ends; `id` is the build that had begun when one left, and is cancelled. */
export type EndStep =
	| { readonly to: 'watch'; readonly id: string }
	| { readonly to: 'back' }
	| { readonly to: 'leave'; readonly how: Leaving; readonly id?: string | undefined };

/** What is to be done next; `stop` stops the start, and what became of it is waited for. */
type ChecklistStep = WorkStep | PersonStep | EndStep | { readonly to: 'stop' };

/** The checklist after an event, and what it asks for; nothing while it waits. */
export type ChecklistUpdate = { readonly list: Checklist; readonly step?: ChecklistStep };

/** Looks at what the build needs. */
export const openChecklist = (request: BuildRequest): ChecklistUpdate => ({
	list: { request, checks: undefined, busy: { with: 'look' }, complaint: undefined, refused: undefined },
	step: { to: 'look' },
});

const lookAgain = (list: Checklist): ChecklistUpdate => ({
	list: { ...list, busy: { with: 'look' }, refused: undefined },
	step: { to: 'look' },
});

/** Goes on as soon as nothing is missing, unless something goes on, or a start was refused. */
const goOn = (list: Checklist): ChecklistUpdate =>
	list.checks === undefined || missingOf(list.checks).length > 0 || list.busy || list.refused
		? { list }
		: { list: { ...list, busy: { with: 'start' } }, step: { to: 'start' } };

const carryOut = (list: Checklist, remedy: Remedy, answer?: string): ChecklistUpdate => ({
	list: { ...list, busy: { with: 'remedy', remedy, answer }, complaint: undefined },
	step: { to: 'remedy', remedy, answer },
});

const choose = (list: Checklist, remedy: Remedy): ChecklistUpdate => {
	const { asks, shows } = remedyRules[remedy.id];
	if (list.busy && list.busy.with !== 'look') {
		return { list };
	}

	if (asks) {
		const typed = list.complaint?.remedy.id === remedy.id && !asks.secret ? list.complaint.answer : undefined;
		return {
			list: { ...list, busy: { with: 'question', remedy }, complaint: undefined },
			step: { to: 'ask', asks, typed },
		};
	}

	return shows ? { list, step: { to: 'show', which: shows } } : carryOut(list, remedy);
};

/** What was found counts for the request that it was looked for; a question goes with its remedy. */
const looked = (list: Checklist, checks: readonly Check[]): ChecklistUpdate => {
	const { busy } = list;
	const isOver =
		busy?.with === 'look' ||
		(busy?.with === 'question' && !remediesOf(checks).some(({ id }) => id === busy.remedy.id));
	return goOn({ ...list, checks, busy: isOver ? undefined : busy });
};

/** Leaves at once, but not in the midst of a start: then as soon as it is clear whether it had begun. */
const leave = (list: Checklist, how: Leaving | 'back'): ChecklistUpdate => {
	if (list.busy?.with !== 'start') {
		return { list, step: how === 'back' ? { to: 'back' } : { to: 'leave', how } };
	}

	return list.busy.leaving
		? { list }
		: { list: { ...list, busy: { with: 'start', leaving: how } }, step: { to: 'stop' } };
};

/** What became of the start: the build is watched; or one leaves, and is told what was begun. */
const started = (list: Checklist, id: string | undefined): ChecklistUpdate => {
	const leaving = list.busy?.with === 'start' ? list.busy.leaving : undefined;
	if (leaving === 'quit' || leaving === 'interrupted') {
		return { list, step: { to: 'leave', how: leaving, id } };
	}

	return { list, step: id === undefined ? { to: 'back' } : { to: 'watch', id } };
};

/** The checklist after an event. */
export const advanceChecklist = (list: Checklist, event: ChecklistEvent): ChecklistUpdate => {
	const { busy } = list;
	switch (event.type) {
		case 'looked':
			return event.request === list.request ? looked(list, event.checks) : { list };
		case 'again':
			return busy ? { list } : lookAgain(list);
		case 'chosen':
			return choose(list, event.remedy);
		case 'answered':
			if (busy?.with !== 'question') {
				return { list };
			}

			return event.answer === undefined
				? goOn({ ...list, busy: undefined })
				: carryOut(list, busy.remedy, event.answer);
		case 'remedied':
			return lookAgain({ ...list, request: event.request });
		case 'not-remedied': {
			const { problem } = event;
			const complaint = busy?.with === 'remedy' ? { ...busy, problem } : undefined;
			return { list: { ...list, busy: undefined, complaint } };
		}

		case 'started':
			return started(list, event.id);
		case 'refused':
			return { list: { ...list, busy: undefined, refused: event.problem } };
		case 'left':
			return leave(list, event.how);
	}
};

import type { Problem } from '../base/problem.ts';
import { type Check, type ChecklistPurpose, missingOf, remediesOf, withAccount } from './checks.ts';
import type { Leaving } from './leaving.ts';
import { type Remedy, type RemedyRule, remedyRules } from './remedies.ts';
import type { BuildRequest } from './request.ts';

/** The way from a request to its build: it looks, offers what helps, looks again, and starts as soon as nothing is missing. */
export type Checklist = {
	readonly request: BuildRequest;
	readonly purpose: ChecklistPurpose;
	/** What is looked at on this machine. Undefined until all of it has been looked at for the first time. */
	readonly checks: readonly Check[] | undefined;
	/** What the account says to it, as far as it has said it; undefined if it was not asked. */
	readonly account: readonly Check[] | undefined;
	/** Whether the account is still to be asked, or asked again. */
	readonly isAccountDue: boolean;
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
	/** What was said before stands there until all of it is said again. */
	| { readonly with: 'account'; readonly isAgain: boolean }
	/** A person is asked for what the remedy takes. */
	| { readonly with: 'question'; readonly remedy: Remedy }
	| { readonly with: 'remedy'; readonly remedy: Remedy; readonly answer: string | undefined }
	/** `leaving` is set when one wants to leave meanwhile. */
	| { readonly with: 'start'; readonly leaving?: Leaving | 'back' };

/** What a person chooses, and what comes of what was done. */
export type ChecklistEvent =
	/** For a request that may have been changed since. */
	| { readonly type: 'looked'; readonly request: BuildRequest; readonly checks: readonly Check[] }
	| {
			readonly type: 'account-told';
			readonly request: BuildRequest;
			readonly account: readonly Check[];
			readonly isWhole: boolean;
	  }
	/** At this machine alone, or at what the account says as well. */
	| { readonly type: 'again'; readonly only?: 'machine' }
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
	| { readonly to: 'look' | 'account' }
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

/** Whether somebody sees what an account says before it starts. */
const isAccountSeen = ({ request, purpose }: Pick<Checklist, 'request' | 'purpose'>): boolean =>
	request.mode === 'aws' && !request.isSure && purpose !== 'start';

/** Looks at what the build needs. */
export const openChecklist = (request: BuildRequest, purpose: ChecklistPurpose): ChecklistUpdate => ({
	list: {
		request,
		purpose,
		checks: undefined,
		account: undefined,
		isAccountDue: isAccountSeen({ request, purpose }),
		busy: { with: 'look' },
		complaint: undefined,
		refused: undefined,
	},
	step: { to: 'look' },
});

/** All that is known so far, of this machine no more than who signs where only the account counts; undefined while nothing is. */
export const allChecks = ({ purpose, checks, account = [] }: Checklist): readonly Check[] | undefined =>
	checks &&
	withAccount(purpose === 'see' ? checks.filter(({ id }) => id === 'credentials') : checks, account);

/** The remedies that can be chosen: who only sees changes nothing. */
export const offeredRemedies = (list: Checklist): readonly Remedy[] =>
	list.purpose === 'see' ? [] : remediesOf(allChecks(list) ?? []);

const lookAgain = (list: Checklist): ChecklistUpdate => ({
	list: { ...list, busy: { with: 'look' }, refused: undefined },
	step: { to: 'look' },
});

/**
 * Goes on as soon as nothing is missing, unless something goes on, or a start was refused: to what the account says, where
 * that is to be seen and was not asked, and then to the start.
 */
const goOn = (list: Checklist): ChecklistUpdate => {
	const { purpose, checks, account = [], isAccountDue, busy, refused } = list;
	const isOver = checks === undefined || busy || refused;
	if (isOver || (missingOf(checks).length > 0 && purpose !== 'see')) {
		return { list };
	}

	if (isAccountDue) {
		const isAgain = list.account !== undefined;
		return { list: { ...list, busy: { with: 'account', isAgain } }, step: { to: 'account' } };
	}

	return purpose === 'see' || missingOf(account).length > 0
		? { list }
		: { list: { ...list, busy: { with: 'start' } }, step: { to: 'start' } };
};

const carryOut = (list: Checklist, remedy: Remedy, answer?: string): ChecklistUpdate => ({
	list: { ...list, busy: { with: 'remedy', remedy, answer }, complaint: undefined },
	step: { to: 'remedy', remedy, answer },
});

const choose = (list: Checklist, remedy: Remedy): ChecklistUpdate => {
	const { asks, shows } = remedyRules[remedy.id];
	if (list.busy && list.busy.with !== 'look' && list.busy.with !== 'account') {
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
		(busy?.with === 'question' &&
			!offeredRemedies({ ...list, checks }).some(({ id }) => id === busy.remedy.id));
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
		case 'account-told': {
			const { request, account, isWhole } = event;
			if (request !== list.request || (busy?.with === 'account' && busy.isAgain && !isWhole)) {
				return { list };
			}

			const told = { ...list, account, isAccountDue: !isWhole };
			return goOn(isWhole && busy?.with === 'account' ? { ...told, busy: undefined } : told);
		}

		case 'again':
			return busy ? { list } : lookAgain(event.only ? list : { ...list, isAccountDue: isAccountSeen(list) });
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
			return lookAgain({
				...list,
				request: event.request,
				account: undefined,
				isAccountDue: isAccountSeen({ ...list, request: event.request }),
			});
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

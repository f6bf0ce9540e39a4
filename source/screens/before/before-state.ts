import type { TextFieldState } from '../../components/text-field/text-field-state.ts';
import type { Check, CheckId, Remedy } from '../../flow/checks.ts';
import type { BuildRequest } from '../../flow/request.ts';
import type { KeyContext } from '../key-table.ts';
import type { Effect } from '../state.ts';

/** A remedy of a check, by their ids. */
export type RemedyPlace = { readonly check: CheckId; readonly remedy: Remedy['id'] };

/** How one leaves while a build is being started: nothing is started then, or what had begun is cancelled. */
export type Leaving = 'back' | 'quit' | 'interrupt';

/** A build that is being started. */
export type Starting = {
	readonly stop: Effect<BeforeEvent>;
	/** Set when that was asked for. */
	readonly leaving: Leaving | undefined;
};

/** The checklist before a build. */
export type BeforeState = {
	readonly request: BuildRequest;
	/** Undefined until everything has been looked at for the first time. */
	readonly checks: readonly Check[] | undefined;
	readonly checking: boolean;
	/** When it was last looked at, milliseconds since 1970. */
	readonly checkedAt: number;
	readonly now: number;
	/** The marked remedy; the first there is if it is gone. */
	readonly marked: RemedyPlace | undefined;
	/** What the marked remedy asks for, while it is typed. */
	readonly field: TextFieldState | undefined;
	/** The remedy that is being carried out, and what it said last. */
	readonly working: (RemedyPlace & { readonly said: readonly string[] }) | undefined;
	/** Why a remedy did not help. */
	readonly complaint: (RemedyPlace & { readonly lines: readonly string[] }) | undefined;
	readonly starting: Starting | undefined;
	/** Why the build did not start though nothing was missing. It is not tried again by itself then. */
	readonly refused: readonly string[] | undefined;
};

/** What the tasks of the screen tell it. */
export type BeforeEvent =
	| { readonly type: 'checked'; readonly checks: readonly Check[] }
	| { readonly type: 'said'; readonly line: string }
	| { readonly type: 'remedied'; readonly request: BuildRequest }
	| { readonly type: 'not-remedied'; readonly lines: readonly string[] }
	| { readonly type: 'started'; readonly id: string }
	/** Nothing was started, since one left. */
	| { readonly type: 'stopped' }
	| { readonly type: 'not-started'; readonly lines: readonly string[] };

export const newBeforeState = (request: BuildRequest): BeforeState => ({
	request,
	checks: undefined,
	checking: true,
	checkedAt: 0,
	now: 0,
	marked: undefined,
	field: undefined,
	working: undefined,
	complaint: undefined,
	starting: undefined,
	refused: undefined,
});

/** A remedy that can be chosen, with the check that it belongs to. */
export type RemedyRow = { readonly check: Check; readonly remedy: Remedy };

/** The remedies of what is missing, in the order of the screen. */
export const remedyRows = ({ checks }: BeforeState): readonly RemedyRow[] =>
	(checks ?? [])
		.filter(({ status }) => status === 'missing')
		.flatMap(check => check.remedies.map(remedy => ({ check, remedy })));

export const isPlace = ({ check, remedy }: RemedyRow, place: RemedyPlace | undefined): boolean =>
	check.id === place?.check && remedy.id === place.remedy;

/** Index of the marked remedy; -1 if there is none to mark. */
export const markedIndex = (state: BeforeState): number => {
	const rows = remedyRows(state);
	const index = rows.findIndex(row => isPlace(row, state.marked));
	return rows.length === 0 ? -1 : Math.max(0, index);
};

/** How many things are missing; undefined until that is known. */
export const missingCount = ({ checks }: BeforeState): number | undefined =>
	checks?.filter(({ status }) => status === 'missing').length;

/** Which keys work now. */
export const beforeContext = ({ field }: BeforeState): KeyContext => (field ? 'text' : 'before');

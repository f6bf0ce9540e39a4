import type { Problem } from '../../base/problem.ts';
import type { TextFieldState } from '../../components/text-field/text-field-state.ts';
import { remediesOf } from '../../flow/checklist.ts';
import type { Check } from '../../flow/checks.ts';
import type { Remedy, RemedyId } from '../../flow/remedies.ts';
import type { BuildRequest } from '../../flow/request.ts';
import type { KeyContext } from '../key-table.ts';
import type { Effect } from '../state.ts';

/** How one leaves while a build is being started: nothing is started then, or what had begun is cancelled. */
export type Leaving = 'back' | 'quit' | 'interrupted';

/** What goes on while one waits. `leaving` is set when one wants to leave. */
export type Busy =
	| { readonly with: 'look' }
	/** What the remedy said last is shown. */
	| { readonly with: 'remedy'; readonly id: RemedyId; readonly said: readonly string[] }
	| { readonly with: 'start'; readonly stop: Effect<BeforeEvent>; readonly leaving?: Leaving };

/** The checklist before a build. */
export type BeforeState = {
	readonly request: BuildRequest;
	/** Undefined until everything has been looked at for the first time. */
	readonly checks: readonly Check[] | undefined;
	readonly busy: Busy | undefined;
	/** When it was last looked at, milliseconds since 1970. */
	readonly checkedAt: number;
	readonly now: number;
	/** The marked remedy; the first there is if it is gone. */
	readonly marked: string | undefined;
	/** What the marked remedy asks for, while it is typed. */
	readonly field: TextFieldState | undefined;
	/** Why a remedy did not help. */
	readonly complaint: { readonly id: RemedyId; readonly lines: readonly string[] } | undefined;
	/** Why the build did not start though nothing was missing. It is not tried again by itself then. */
	readonly refused: Problem | undefined;
};

/** What the tasks of the screen tell it. */
export type BeforeEvent =
	/** For a request that may have been changed since. */
	| { readonly type: 'checked'; readonly request: BuildRequest; readonly checks: readonly Check[] }
	| { readonly type: 'said'; readonly line: string }
	| { readonly type: 'remedied'; readonly request: BuildRequest }
	| { readonly type: 'not-remedied'; readonly problem: Problem }
	/** The id is undefined if nothing was started, since one left. */
	| { readonly type: 'started'; readonly id: string | undefined }
	| { readonly type: 'not-started'; readonly problem: Problem };

export const newBeforeState = (request: BuildRequest): BeforeState => ({
	request,
	checks: undefined,
	busy: { with: 'look' },
	checkedAt: 0,
	now: 0,
	marked: undefined,
	field: undefined,
	complaint: undefined,
	refused: undefined,
});

/** The remedies that can be chosen, in the order of the screen. */
export const offered = ({ checks = [] }: BeforeState): readonly Remedy[] => remediesOf(checks);

/** The marked remedy; undefined if there is none to mark. */
export const markedRemedy = (state: BeforeState): Remedy | undefined =>
	offered(state).find(({ id }) => id === state.marked) ?? offered(state)[0];

/** Which keys work now. */
export const beforeContext = ({ field }: BeforeState): KeyContext => (field ? 'text' : 'before');

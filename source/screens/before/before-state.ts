import { isDeepStrictEqual } from 'node:util';
import type { TextFieldState } from '../../components/text-field/text-field-state.ts';
import { allChecks, type Checklist, type ChecklistEvent, offeredRemedies } from '../../flow/checklist.ts';
import type { Remedy } from '../../flow/remedies.ts';
import type { KeyContext } from '../key-map.ts';
import type { Effect } from '../state.ts';

/** The checklist before a build. */
export type BeforeState = {
	readonly list: Checklist;
	/** What the remedy that is being carried out said last. */
	readonly said: readonly string[];
	/** Stops the build that is being started. */
	readonly stop: Effect<BeforeEvent> | undefined;
	/** When it was last looked at, milliseconds since 1970. */
	readonly lookedAt: number;
	readonly now: number;
	/** Id of the marked remedy; the first there is if it is gone. */
	readonly marked: string | undefined;
	/** The first row that is shown where none is marked; the last that fit, if there are fewer. */
	readonly top: number;
	/** What is typed where a remedy asks for something. */
	readonly field: TextFieldState;
};

/** What the tasks of the screen tell it. */
export type BeforeEvent = ChecklistEvent | { readonly type: 'said'; readonly line: string };

/** The remedies that can be chosen, in the order of the screen. */
export const offered = ({ list }: BeforeState): readonly Remedy[] => offeredRemedies(list);

/** The marked remedy; undefined if there is none to mark. */
export const markedRemedy = (state: BeforeState): Remedy | undefined =>
	offered(state).find(({ id }) => id === state.marked) ?? offered(state)[0];

/** Whether a person is typing. */
export const isTyping = ({ list }: BeforeState): boolean => list.busy?.with === 'question';

/** Which keys work now. */
export const beforeContext = (state: BeforeState): KeyContext => (isTyping(state) ? 'text' : 'before');

/** Whether one reads in both the same: it looks again every few seconds, and mostly finds what it found before. */
export const isSameToRead = (before: BeforeState, after: BeforeState): boolean =>
	isTyping(before) === isTyping(after) && isDeepStrictEqual(allChecks(before.list), allChecks(after.list));

import type { Actions } from '../../source/actions/contract.ts';
import type { KeyPress } from '../../source/components/keypress.ts';
import type { Effect, Move, ScreenEvent, ScreenModule, Size, Update } from '../../source/screens/state.ts';
import { here } from './whereabouts.ts';

export type Driven<State, Own> = {
	readonly state: () => State;
	/** Presses keys: names as `<enter>`, everything else as it is typed. */
	readonly press: (keys: string, options?: { readonly drawn?: boolean }) => void;
	readonly send: (event: ScreenEvent<Own>) => void;
	/** Where the screen went, in order. */
	readonly moves: readonly Move[];
	/** Waits until the tasks that were started are over. */
	readonly settle: () => Promise<void>;
};

const pressesOf = (keys: string): KeyPress[] =>
	Array.from(
		keys.matchAll(/<([a-z-]+)>|([\s\S])/gu),
		([, name, text]): KeyPress =>
			name === undefined
				? { name: 'text', text: text ?? '' }
				: { name: name as Exclude<KeyPress['name'], 'text'> },
	);

/** Runs one screen without the others: its reducer, and its tasks with the actions that a test hands in. */
export const drive = <State, Own extends { readonly type: string }>(
	module: ScreenModule<State, Own>,
	first: Update<State, Own>,
	{ actions = {}, size }: { readonly actions?: Partial<Actions>; readonly size: Size },
): Driven<State, Own> => {
	let { state } = first;
	const moves: Move[] = [];
	const tasks = new Set<Promise<void>>();
	const { signal } = new AbortController();

	const perform = (effects: readonly Effect<Own>[]): void => {
		for (const effect of effects) {
			if (effect.type !== 'task') {
				moves.push(effect);
				continue;
			}

			const task = (async () =>
				effect.run({
					actions: actions as Actions,
					whereabouts: here,
					now: Date.now,
					emit: send,
					move: move => moves.push(move),
					tell: () => undefined,
					signal,
				}))();
			tasks.add(task);
		}
	};

	const send = (event: ScreenEvent<Own>): void => {
		const next = module.update(state, event, here);
		state = next.state;
		perform(next.effects ?? []);
	};

	perform(first.effects ?? []);
	return {
		state: () => state,
		press: (keys, { drawn = true } = {}) => {
			for (const press of pressesOf(keys)) {
				send({ type: 'key', press, size, drawn });
			}
		},
		send,
		moves,
		settle: async () => {
			for (let done = 0; done < tasks.size; ) {
				done = tasks.size;
				await Promise.all(tasks);
			}
		},
	};
};

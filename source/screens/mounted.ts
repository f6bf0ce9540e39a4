import { createElement, type ReactNode } from 'react';
import type { Actions } from '../actions/contract.ts';
import type { Whereabouts } from '../base/paths.ts';
import type { ChangeKind } from '../components/drawing.ts';
import type { KeyContext } from './key-map.ts';
import type { CommonEvent, Effect, Move, Outcome, ScreenEvent, ScreenModule, Size, Update } from './state.ts';

/** A screen on the stack, with its state inside. */
export type Mounted = {
	readonly handle: (event: CommonEvent) => void;
	readonly context: () => KeyContext;
	readonly view: (size: Size) => ReactNode;
	/** How the app ends if the program is told to end here. */
	readonly left: () => Outcome | undefined;
	/** Ends what it waits for. */
	readonly unmount: () => void;
};

/** What stands around a screen: where its changes and its wishes go. */
export type Around = {
	readonly actions: Actions;
	readonly whereabouts: Whereabouts;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Tells this mounting of it from all others. */
	readonly key: string;
	/** Puts it on the stack. */
	readonly put: (screen: Mounted) => void;
	readonly changed: (how: ChangeKind) => void;
	readonly moveOn: (screen: Mounted, to: Move) => void;
	/** Does one such work after the other, and before the app ends. */
	readonly keep: (work: () => Promise<void>) => void;
	/** What went wrong in a task. */
	readonly failed: (error: unknown) => void;
	/** A line for the end of the app. */
	readonly tell: (line: string) => void;
};

/** A screen's module and first state as one that lives: it takes events, and carries out what its reducer asks for. */
export const mountScreen = <State, Own extends { readonly type: string }>(
	module: ScreenModule<State, Own>,
	first: Update<State, Own>,
	{ actions, whereabouts, now, key, put, changed, moveOn, keep, failed, tell }: Around,
): Mounted => {
	const controller = new AbortController();
	const { signal } = controller;
	let { state } = first;

	const apply = (event: ScreenEvent<Own>, kindOf: (before: State) => ChangeKind): void => {
		const before = state;
		const next = module.update(before, event, whereabouts);
		if (next.state !== before) {
			state = next.state;
			changed(kindOf(before));
		}

		perform(next.effects);
	};

	const emit = (event: Own): void => {
		if (!signal.aborted) {
			apply(event, before => (module.isBackground?.(event, before, state) ? 'background' : 'on-its-own'));
		}
	};

	const move = (to: Move): void => {
		if (!signal.aborted) {
			moveOn(screen, to);
		}
	};

	const tools = { actions, whereabouts, now, emit, move, tell, signal };
	const perform = (effects: readonly Effect<Own>[] = []): void => {
		for (const effect of effects) {
			if (effect.type !== 'task') {
				move(effect);
			} else if (effect.keep) {
				keep(async () => effect.run(tools));
			} else {
				(async () => effect.run(tools))().catch((error: unknown) => {
					if (!signal.aborted) {
						failed(error);
					}
				});
			}
		}
	};

	const screen: Mounted = {
		handle: event => apply(event, () => (event.type === 'tick' ? 'background' : 'by-key')),
		context: () => module.context(state),
		view: size => createElement(module.View, { key, state, size, whereabouts }),
		left: () => module.left?.(state, whereabouts),
		unmount: () => controller.abort(),
	};
	// On the stack before its first effects: they may open another screen above it.
	put(screen);
	perform(first.effects);
	return screen;
};

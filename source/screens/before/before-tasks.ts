import { Problem, problemLines } from '../../base/problem.ts';
import type { Remedy } from '../../flow/checks.ts';
import type { BuildRequest } from '../../flow/request.ts';
import { stoppedText } from '../../flow/words/start.ts';
import type { Effect } from '../state.ts';
import type { BeforeEvent } from './before-state.ts';

/** The lines of a Problem; anything else is our own defect. */
const linesOf = (error: unknown): readonly string[] => {
	if (error instanceof Problem) {
		return problemLines(error);
	}

	throw error;
};

/** Looks at everything that the build needs. */
export const check = (request: BuildRequest): Effect<BeforeEvent> => ({
	type: 'task',
	run: async ({ actions, emit, signal }) =>
		emit({ type: 'checked', checks: await actions.checks(request, signal) }),
});

/** Carries out a remedy; what it says is shown while it works. It ends with the screen. */
export const carryOut = (
	request: BuildRequest,
	remedy: Remedy,
	answer: string | undefined,
): Effect<BeforeEvent> => ({
	type: 'task',
	run: async ({ actions, emit, signal }) => {
		try {
			const say = (line: string): void => emit({ type: 'said', line });
			const changed = await actions.remedy(request, remedy, answer, say, signal);
			emit({ type: 'remedied', request: changed });
		} catch (error) {
			signal.throwIfAborted();
			emit({ type: 'not-remedied', lines: linesOf(error) });
		}
	},
});

/** Shows the files that differ from those that would be written. */
export const showDifference = (request: BuildRequest): Effect<BeforeEvent> => ({
	type: 'task',
	run: async ({ actions, move, signal }) => {
		const plan = await actions.planFiles(request.decisions, undefined, signal);
		move({ type: 'open', route: { at: 'files', plan, only: 'differing' } });
	},
});

/** Shows what packer-wizard did not write in the folder. */
export const showForeign = (request: BuildRequest): Effect<BeforeEvent> => ({
	type: 'task',
	run: async ({ actions, move }) => {
		move({ type: 'open', route: { at: 'files', plan: await actions.planForeign(request) } });
	},
});

/** Starts the build; and what stops that. */
export const start = (
	request: BuildRequest,
): { readonly start: Effect<BeforeEvent>; readonly stop: Effect<BeforeEvent> } => {
	const controller = new AbortController();
	return {
		start: {
			type: 'task',
			// The app does not end in the midst of it.
			keep: true,
			run: async ({ actions, emit, tell, signal: gone }) => {
				const signal = AbortSignal.any([controller.signal, gone]);
				const over = (id: string | undefined): void => {
					if (gone.aborted) {
						tell(stoppedText(request.decisions.recipe.name, id));
					} else {
						emit(id === undefined ? { type: 'stopped' } : { type: 'started', id });
					}
				};
				try {
					over(await actions.start(request, signal));
				} catch (error) {
					if (signal.aborted) {
						over(undefined);
					} else {
						emit({ type: 'not-started', lines: linesOf(error) });
					}
				}
			},
		},
		stop: { type: 'task', run: () => controller.abort() },
	};
};

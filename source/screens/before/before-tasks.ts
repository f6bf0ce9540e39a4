import { Problem } from '../../base/problem.ts';
import { leftStart } from '../../flow/checklist.ts';
import type { Remedy } from '../../flow/remedies.ts';
import type { BuildRequest } from '../../flow/request.ts';
import type { Effect } from '../state.ts';
import type { BeforeEvent } from './before-state.ts';

/** What went wrong; anything but a Problem is our own defect. */
const problemIn = (error: unknown): Problem => {
	if (error instanceof Problem) {
		return error;
	}

	throw error;
};

/** Looks at everything that the build needs. */
export const look = (request: BuildRequest): Effect<BeforeEvent> => ({
	type: 'task',
	run: async ({ actions, emit, signal }) =>
		emit({ type: 'checked', request, checks: await actions.checks(request, signal) }),
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
			emit({ type: 'remedied', request: await actions.remedy(request, remedy, answer, say, signal) });
		} catch (error) {
			emit({ type: 'not-remedied', problem: problemIn(error) });
		}
	},
});

/** Shows the files that differ from those that would be written, or what packer-wizard did not write in the folder. */
export const show = (request: BuildRequest, which: 'differing' | 'foreign'): Effect<BeforeEvent> => ({
	type: 'task',
	run: async ({ actions, move, signal }) =>
		move({
			type: 'open',
			route:
				which === 'differing'
					? { at: 'files', plan: await actions.planFiles(request.decisions, undefined, signal), only: which }
					: { at: 'files', plan: await actions.planForeign(request) },
		}),
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
			run: async ({ actions, whereabouts, emit, tell, signal: gone }) => {
				const signal = AbortSignal.any([controller.signal, gone]);
				const over = (id: string | undefined): void => {
					if (gone.aborted) {
						leftStart(request, whereabouts.environment, id).lines.forEach(tell);
					} else {
						emit({ type: 'started', id });
					}
				};
				try {
					over(await actions.start(request, signal));
				} catch (error) {
					if (signal.aborted) {
						over(undefined);
					} else {
						emit({ type: 'not-started', problem: problemIn(error) });
					}
				}
			},
		},
		stop: { type: 'task', run: () => controller.abort() },
	};
};

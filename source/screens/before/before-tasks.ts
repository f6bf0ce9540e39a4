import type { Checklist, WorkStep } from '../../flow/checklist.ts';
import { leftBefore } from '../../flow/leaving.ts';
import type { BuildRequest } from '../../flow/request.ts';
import { doStep } from '../../flow/walk-checklist.ts';
import type { Effect } from '../state.ts';
import type { BeforeEvent } from './before-state.ts';

/** Looks, asks the account, or carries out a remedy; what that says is shown while it works. It ends with the screen. */
export const work = (step: WorkStep, list: Checklist): Effect<BeforeEvent> => ({
	type: 'task',
	run: async ({ actions, emit, signal }) => {
		const say = (line: string): void => emit({ type: 'said', line });
		emit(await doStep(step, list, { actions, say, told: emit, signal }));
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

/** Starts the build, which the signal stops. The app does not end in the midst of it. */
export const start = (list: Checklist, stop: AbortSignal): Effect<BeforeEvent> => ({
	type: 'task',
	keep: true,
	run: async ({ actions, whereabouts, emit, tell, signal: gone }) => {
		const signal = AbortSignal.any([stop, gone]);
		const say = (): void => undefined;
		const event = await doStep({ to: 'start' }, list, { actions, say, signal }).catch((error: unknown) => {
			if (signal.aborted) {
				return { type: 'started', id: undefined } as const;
			}

			throw error;
		});
		if (gone.aborted && event.type === 'started') {
			leftBefore(list.request, 'interrupted', whereabouts.environment, {}, event.id).lines.forEach(tell);
		}

		emit(event);
	},
});

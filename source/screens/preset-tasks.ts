import type { BuildMode } from '../builds/journal/journal.ts';
import { buildRoute } from '../flow/route.ts';
import { draftAtReview } from '../questions/engine.ts';
import type { Task } from './state.ts';

/** Opens what a preset is wanted for: a build of it, a rehearsal, or its answers to change them. */
export const presetTask = (preset: string, purpose: BuildMode | 'edit'): Task<never> => ({
	type: 'task',
	run: async ({ actions, move }) => {
		const decisions = await actions.readPreset(preset);
		move({
			type: 'open',
			route:
				purpose === 'edit'
					? { at: 'wizard', draft: draftAtReview(decisions) }
					: buildRoute({ decisions, mode: purpose, secrets: {} }),
		});
	},
});

import type { Timeline } from '../builds/timeline/timeline.ts';
import { askForDeleteBuilds } from '../flow/history.ts';
import { type Asking, openAsking, type Ways } from './asking.ts';
import type { Task } from './state.ts';

/** Opens a build beside the one of its name before it. */
export const compareTask = (id: string): Task<never> => ({
	type: 'task',
	run: async ({ actions, move, now }) => {
		const comparison = await actions.compareBuilds(id);
		move({ type: 'open', route: { at: 'comparison', comparison, now: now() } });
	},
});

/** Opens what is in the image of a build. */
export const contentsTask = (id: string): Task<never> => ({
	type: 'task',
	run: async ({ actions, move }) => {
		move({ type: 'open', route: { at: 'contents', contents: await actions.contents(id) } });
	},
});

/** Asks before a build is deleted: what is told there is said yes to. */
export const askToDelete = <Own>(timeline: Timeline, deleted: Task<Own>['run']): Asking<Ways<Own>> => {
	const task: Task<Own> = {
		type: 'task',
		run: async tools => {
			await tools.actions.deleteBuild(timeline.header.id, true);
			await deleted(tools);
		},
	};
	return openAsking(askForDeleteBuilds([timeline]), { safe: [], go: [task] });
};

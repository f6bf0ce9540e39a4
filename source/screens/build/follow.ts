import { endLines } from '../../builds/report/summary-options.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import type { Effect } from '../state.ts';
import type { BuildEvent } from './build-state.ts';

/** Milliseconds between two states of a build that are drawn, however fast it prints. */
const drawEvery = 100;

/** Follows a build until it is over or the screen is closed. */
export const followBuild = (id: string): Effect<BuildEvent> => ({
	type: 'task',
	run: async ({ actions, whereabouts, emit, signal }) => {
		let newest: Timeline | undefined;
		let timer: NodeJS.Timeout | undefined;
		const draw = () => {
			timer = undefined;
			if (newest && !signal.aborted) {
				const type = newest.result === undefined ? 'timeline' : 'ended';
				emit({ type, timeline: newest, summary: endLines(newest, whereabouts) });
			}
		};
		try {
			newest = await actions.follow(
				id,
				({ timeline }) => {
					newest = timeline;
					timer ??= setTimeout(draw, drawEvery);
				},
				signal,
			);
		} finally {
			clearTimeout(timer);
		}

		draw();
	},
});

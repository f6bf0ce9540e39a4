import type { Actions } from '../actions/actions.ts';
import type { Timeline } from '../build/timeline.ts';

/** A build as it stands now, without waiting for its end. */
export const currentTimeline = (actions: Actions, id: string): Promise<Timeline> => {
	const enough = new AbortController();
	return actions.follow(id, () => enough.abort(), enough.signal);
};

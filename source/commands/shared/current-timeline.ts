import type { Actions } from '../../actions/contract.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';

/** A long journal comes in pieces, far less than this many milliseconds one after the other. */
const pause = 100;

/** A build as it stands now, without waiting for its end. */
export const currentTimeline = async (actions: Actions, id: string): Promise<Timeline> => {
	const enough = new AbortController();
	let timer: NodeJS.Timeout | undefined;
	const onChange = (): void => {
		clearTimeout(timer);
		timer = setTimeout(() => enough.abort(), pause);
	};
	try {
		return await actions.follow(id, onChange, enough.signal);
	} finally {
		clearTimeout(timer);
	}
};

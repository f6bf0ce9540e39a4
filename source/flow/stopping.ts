import { madeText } from '../builds/report/ending.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';

/** What somebody wants who stops watching a build. */
export type StopWish = 'keep' | 'cancel' | 'leave';

type StopDeed = {
	readonly id: StopWish;
	readonly label: string;
	/** For where there is little room. */
	readonly short: string;
};

/**
 * What can be done then. The first is the safe one.
 * @param keeps whether its machine is kept, as was asked for.
 */
export const stopDeeds = (keeps: boolean): readonly StopDeed[] => [
	{ id: 'keep', label: 'Keep building', short: 'Keep building' },
	keeps
		? { id: 'cancel', label: 'Cancel, keep machine', short: 'Cancel' }
		: { id: 'cancel', label: 'Cancel and clean up', short: 'Cancel, clean up' },
	{ id: 'leave', label: 'Leave it running and quit', short: 'Leave and quit' },
];

/** What a cancel does before the build is over. */
const cost = (keeps: boolean): string =>
	keeps ? 'leaves its machine, as you asked' : 'deletes its machine, key and firewall';

/** The question whether to cancel `the build`, or one by its name; without either it is short. */
export const stopQuestion = (keeps: boolean, what?: string): string =>
	`Cancel${what === undefined ? '' : ` ${what}`}? ${keeps ? 'It' : 'First it'} ${cost(keeps)}.`;

/** That a build was told to stop: `Cancelling web (7f3a): Packer deletes its machine, key and firewall first.` */
export const cancellingText = (keeps: boolean, what?: string): string =>
	`Cancelling${what === undefined ? '' : ` ${what}`}: Packer ${cost(keeps)}${keeps ? '' : ' first'}.`;

/** How a build that was to be cancelled ended: `web (7f3a) is over: cancelled.`, and the images that it made all the same. */
export const overText = (timeline: Timeline): string => {
	const { id, recipe } = timeline.header;
	const over = `${recipe.name} (${id}) is over: ${timeline.result}.`;
	return [over, madeText(timeline)].filter(Boolean).join(' ');
};

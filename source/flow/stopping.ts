import { madeText } from '../builds/report/ending.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';

/** What somebody wants who stops watching a build. */
export type StopWish = 'keep' | 'cancel' | 'leave';

/** What can be done then. The first is the safe one. */
export const stopDeeds: readonly {
	readonly id: StopWish;
	readonly label: string;
	/** For where there is little room. */
	readonly short: string;
}[] = [
	{ id: 'keep', label: 'Keep building', short: 'Keep building' },
	{ id: 'cancel', label: 'Cancel and clean up', short: 'Cancel, clean up' },
	{ id: 'leave', label: 'Leave it running and quit', short: 'Leave and quit' },
];

/** What a cancel does before the build is over. */
const cost = 'deletes its machine, key and firewall';

/** The question whether to cancel `the build`, or one by its name; without either it is short. */
export const stopQuestion = (what?: string): string =>
	`Cancel${what === undefined ? '' : ` ${what}`}? First it ${cost}.`;

/** That a build was told to stop: `Cancelling web (7f3a): Packer deletes its machine, key and firewall first.` */
export const cancellingText = (what?: string): string =>
	`Cancelling${what === undefined ? '' : ` ${what}`}: Packer ${cost} first.`;

/** How a build that was to be cancelled ended: `web (7f3a) is over: cancelled.`, and the images that it made all the same. */
export const overText = (timeline: Timeline): string => {
	const { id, recipe } = timeline.header;
	const over = `${recipe.name} (${id}) is over: ${timeline.result}.`;
	return [over, madeText(timeline)].filter(Boolean).join(' ');
};

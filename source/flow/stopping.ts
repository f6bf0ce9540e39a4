import { madeText } from '../builds/report/ending.ts';
import type { Glance } from '../builds/timeline/glance.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { makes, makesSeveral } from '../recipe/targets.ts';
import { makesCopies } from '../targets/aws/builds/report/copies.ts';
import { keepsMachine } from '../targets/aws/builds/report/kept.ts';
import { containerMadeText } from '../targets/docker/builds/result.ts';

/**
 * What a cancel does before a build is over: Packer cleans up after its machine, its container or both, leaves its machine
 * as was asked for, or is through with it.
 */
export type CancelEffect = 'cleans' | 'removes' | 'cleans-both' | 'keeps' | 'copies';

/** What a cancel of a build would do now. */
export const cancelEffect = (build: Pick<Glance, 'header' | 'phases'>): CancelEffect => {
	const { recipe } = build.header;
	if (!makes(recipe, 'aws')) {
		return 'removes';
	}

	return makesCopies(build)
		? 'copies'
		: keepsMachine(build.header)
			? 'keeps'
			: makesSeveral(recipe)
				? 'cleans-both'
				: 'cleans';
};

/** What somebody wants who stops watching a build. */
export type StopWish = 'keep' | 'cancel' | 'leave';

type StopDeed = {
	readonly id: StopWish;
	readonly label: string;
	/** For where there is little room. */
	readonly short: string;
};

const cancelDeeds = {
	cleans: { label: 'Cancel and clean up', short: 'Cancel, clean up' },
	removes: { label: 'Cancel and clean up', short: 'Cancel, clean up' },
	'cleans-both': { label: 'Cancel and clean up', short: 'Cancel, clean up' },
	keeps: { label: 'Cancel, keep machine', short: 'Cancel' },
	copies: { label: 'Cancel, keep image', short: 'Cancel' },
} as const satisfies Readonly<Record<CancelEffect, Omit<StopDeed, 'id'>>>;

/** What can be done then. The first is the safe one. */
export const stopDeeds = (effect: CancelEffect): readonly StopDeed[] => [
	{ id: 'keep', label: 'Keep building', short: 'Keep building' },
	{ id: 'cancel', ...cancelDeeds[effect] },
	{ id: 'leave', label: 'Leave it running and quit', short: 'Leave and quit' },
];

const costs = {
	cleans: 'First it deletes its machine, key and firewall.',
	removes: 'First it removes its container.',
	'cleans-both': 'First it deletes machine, key, firewall and container.',
	keeps: 'It leaves its machine, as you asked.',
	copies: 'The image stays, and so does what is copied.',
} as const satisfies Readonly<Record<CancelEffect, string>>;

/** The question whether to cancel `the build`, or one by its name; without either it is short. */
export const stopQuestion = (effect: CancelEffect, what?: string): string =>
	`Cancel${what === undefined ? '' : ` ${what}`}? ${costs[effect]}`;

const cancellings = {
	cleans: 'Packer deletes its machine, key and firewall first',
	removes: 'Packer removes its container first',
	'cleans-both': 'Packer deletes its machine, key, firewall and container first',
	keeps: 'Packer leaves its machine, as you asked',
	copies: 'the image stays, AWS goes on with copies that it has begun',
} as const satisfies Readonly<Record<CancelEffect, string>>;

/** That a build was told to stop: `Cancelling web (7f3a): Packer deletes its machine, key and firewall first.` */
export const cancellingText = (effect: CancelEffect, what?: string): string =>
	`Cancelling${what === undefined ? '' : ` ${what}`}: ${cancellings[effect]}.`;

const cancelEvents = {
	cleans: 'Packer cleans up first',
	removes: 'Packer cleans up first',
	'cleans-both': 'Packer cleans up first',
	keeps: 'Packer ends, its machine is kept',
	copies: 'the image stays',
} as const satisfies Readonly<Record<CancelEffect, string>>;

/** The same as an event among others: `cancelling: Packer cleans up first`. */
export const cancelEventText = (effect: CancelEffect): string => `cancelling: ${cancelEvents[effect]}`;

/** How a build that was to be cancelled ended: `web (7f3a) is over: cancelled.`, and the images that it made all the same. */
export const overText = (timeline: Timeline): string => {
	const { id, recipe } = timeline.header;
	const over = `${recipe.name} (${id}) is over: ${timeline.result}.`;
	return [over, madeText(timeline), containerMadeText(timeline)].filter(Boolean).join(' ');
};

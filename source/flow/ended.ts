import { mayBeLeft } from '../builds/report/ending.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { draftAtReview } from '../questions/draft.ts';
import { missingCopies } from '../targets/aws/builds/report/copies.ts';
import { hasOwnImage } from '../targets/aws/flow/image-deeds.ts';
import type { Deed } from './deed.ts';
import { decisionsIn, onceMore } from './once-more.ts';
import { optionsOf } from './review.ts';
import { buildRoute, type Route } from './route.ts';
import { passes, wayOutOf } from './way-out.ts';

/** What each front end does in its own way. */
export type OwnDeed =
	| 'finish'
	| 'save'
	| 'log'
	| 'clean-up'
	| 'copy'
	| 'image'
	| 'contents'
	| 'compare'
	| 'delete';
export type EndedDeedId = OwnDeed | 'way-out' | 'for-real' | 'again' | 'edit' | 'home';

/** Something that can be done when a build is over. */
export type EndedDeed = Deed<EndedDeedId> & {
	/** Whether it needs no row where a key does it. */
	readonly byKey?: boolean;
};

const deed = (
	id: EndedDeedId,
	label: string,
	hint = '',
	more: Pick<EndedDeed, 'isGrave' | 'byKey'> = {},
): EndedDeed => ({ id, label, hint, ...more });

/** What can be done with any build that is over. */
const historyDeeds: readonly EndedDeed[] = [
	deed('compare', 'Compare it', 'with the build before it', { byKey: true }),
	deed('delete', 'Delete the build', 'log and files; images stay', { byKey: true }),
];

/** What was listed when all steps were over. */
const looking = ({ hasContents, result }: Timeline): readonly EndedDeed[] =>
	hasContents
		? [deed('contents', 'In the image', 'packages, and files by step', { byKey: result !== 'done' })]
		: [];

/** What is still there goes on to cost, so it comes before all that is for convenience. */
const cleaning = (timeline: Timeline): readonly EndedDeed[] =>
	mayBeLeft(timeline)
		? [
				deed(
					'clean-up',
					timeline.kept ? 'End the machine' : 'Clean up in AWS',
					timeline.kept ? 'its key and firewall' : 'look, then ask',
				),
			]
		: [];

/** The image is there: what is missing needs no other build. */
const copying = (timeline: Timeline): readonly EndedDeed[] => {
	const regions = missingCopies(timeline);
	return regions.length === 0
		? []
		: [deed('copy', 'Copy the image', `to ${regions.join(', ')}`, { isGrave: true })];
};

/** What is real can be used. */
const using = (timeline: Timeline): readonly EndedDeed[] =>
	hasOwnImage(timeline) ? [deed('image', 'Use the image', 'test, share, copy, deprecate it')] : [];

const doneDeeds = (timeline: Timeline, savedAs: string | undefined): readonly EndedDeed[] => {
	const { mode } = timeline.header;
	const isRehearsal = mode === 'rehearsal';
	const saved = savedAs === undefined ? 'runs again without questions' : `saved as ${savedAs}`;
	return [
		deed('finish', 'Done', 'quit; these lines stay there'),
		...cleaning(timeline),
		...(isRehearsal ? [deed('for-real', 'Build it for real', 'in your AWS account', { isGrave: true })] : []),
		deed('save', 'Save as a preset', saved),
		...using(timeline),
		deed('log', 'Show the log'),
		...looking(timeline),
		deed('again', isRehearsal ? 'Rehearse it again' : 'Build it again', '', { isGrave: mode === 'aws' }),
		...historyDeeds,
		deed('home', 'Home', '', { byKey: true }),
	];
};

const undoneDeeds = (timeline: Timeline): readonly EndedDeed[] => {
	const { mode } = timeline.header;
	const wayOut = wayOutOf(timeline);
	const log = deed('log', 'Show the log');
	const again = deed(
		'again',
		mode === 'rehearsal' ? 'Rehearse it again' : 'Run it again',
		'nothing changed',
		{
			isGrave: mode === 'aws',
		},
	);
	return [
		...(wayOut ? [{ ...wayOut.deed, id: 'way-out' as const }] : []),
		...copying(timeline),
		...cleaning(timeline),
		...(passes(timeline) ? [again, log] : [log, again]),
		deed('edit', 'Change the answers', 'then run it again'),
		...using(timeline),
		...looking(timeline),
		...historyDeeds,
		deed('home', 'Leave it for now'),
		deed('finish', 'Quit', '', { byKey: true }),
	];
};

/**
 * What can be done when a build is over: what helps first, else the safe or usual one.
 * @param savedAs the name under which its Recipe was saved since.
 */
export const endedDeeds = (timeline: Timeline, savedAs?: string): readonly EndedDeed[] =>
	timeline.result === 'done' ? doneDeeds(timeline, savedAs) : undoneDeeds(timeline);

/** What a deed leads to: a place, or what each front end does in its own way. */
export const afterDeed = (timeline: Timeline, id: EndedDeedId): Route | OwnDeed => {
	const { header } = timeline;
	switch (id) {
		case 'way-out':
			return wayOutOf(timeline)?.route ?? { at: 'home' };
		case 'again':
			return buildRoute(onceMore(header));
		case 'for-real':
			return buildRoute(onceMore(header, 'aws'));
		case 'edit': {
			const options = optionsOf(onceMore(header));
			return { at: 'wizard', draft: draftAtReview(decisionsIn(header), header.mode), options };
		}
		case 'home':
			return { at: 'home' };
		default:
			return id;
	}
};

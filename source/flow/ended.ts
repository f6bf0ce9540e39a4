import type { BuildMode, JournalHeader } from '../builds/journal/journal.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { draftAtReview } from '../questions/engine.ts';
import type { Decisions } from '../questions/question.ts';
import type { Deed } from './deed.ts';
import type { BuildRequest } from './request.ts';
import { buildRoute, type Route } from './route.ts';

export type EndedDeedId = 'finish' | 'for-real' | 'save' | 'log' | 'again' | 'edit' | 'home';

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

const doneDeeds = ({ mode }: JournalHeader, savedAs: string | undefined): readonly EndedDeed[] => {
	const isRehearsal = mode === 'rehearsal';
	const saved = savedAs === undefined ? 'runs again without questions' : `saved as ${savedAs}`;
	return [
		deed('finish', 'Done', 'quit; these lines stay there'),
		...(isRehearsal ? [deed('for-real', 'Build it for real', 'in your AWS account', { isGrave: true })] : []),
		deed('save', 'Save as a preset', saved),
		deed('log', 'Show the log'),
		deed('again', isRehearsal ? 'Rehearse it again' : 'Build it again', '', { isGrave: !isRehearsal }),
		deed('home', 'Home', '', { byKey: true }),
	];
};

const undoneDeeds = ({ mode }: JournalHeader): readonly EndedDeed[] => [
	deed('log', 'Show the log'),
	deed('again', mode === 'rehearsal' ? 'Rehearse it again' : 'Run it again', 'nothing changed', {
		isGrave: mode === 'aws',
	}),
	deed('edit', 'Change the answers', 'then run it again'),
	deed('home', 'Leave it for now'),
	deed('finish', 'Quit', '', { byKey: true }),
];

/**
 * What can be done when a build is over, the safe or usual one first.
 * @param savedAs the name under which its Recipe was saved since.
 */
export const endedDeeds = ({ header, result }: Timeline, savedAs?: string): readonly EndedDeed[] =>
	result === 'done' ? doneDeeds(header, savedAs) : undoneDeeds(header);

/** What a build was made of. */
const decisionsIn = ({ recipe, folder, preset }: JournalHeader): Decisions => ({
	recipe,
	folder: folder ?? null,
	...(preset !== undefined && { preset }),
});

/** The same build once more, as far as it was said how. */
const onceMore = (header: JournalHeader, mode: BuildMode): BuildRequest => ({
	decisions: decisionsIn(header),
	mode,
	secrets: {},
	...(header.timeout !== undefined && { timeout: header.timeout }),
});

/** What each front end does in its own way. */
export type OwnDeed = Exclude<EndedDeedId, 'again' | 'for-real' | 'edit' | 'home'>;

/** What a deed leads to: a place, or what each front end does in its own way. */
export const afterDeed = ({ header }: Timeline, id: EndedDeedId): Route | OwnDeed => {
	switch (id) {
		case 'again':
			return buildRoute(onceMore(header, header.mode));
		case 'for-real':
			return buildRoute(onceMore(header, 'aws'));
		case 'edit':
			return { at: 'wizard', draft: draftAtReview(decisionsIn(header), header.mode) };
		case 'home':
			return { at: 'home' };
		default:
			return id;
	}
};

import { shellWord } from '../base/shell.ts';
import { packerVariable } from '../base/variables.ts';
import type { JournalHeader } from '../builds/journal/journal.ts';
import { explain } from '../builds/report/explain.ts';
import type { UnaskedWayOut } from '../builds/report/summary.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { decide } from '../questions/decide.ts';
import { type Draft, draftAtQuestion, draftAtReview } from '../questions/draft.ts';
import { flagText } from '../questions/flag-text.ts';
import type { Decisions } from '../questions/question.ts';
import { findQuestion } from '../questions/table.ts';
import type { Deed } from './deed.ts';
import { failureRemedy, type Lead } from './failure-remedies.ts';
import { decisionsIn, onceMore } from './once-more.ts';
import type { Refused } from './request.ts';
import { optionsOf } from './review.ts';
import { buildRoute, type Route } from './route.ts';

/** A way out of a failure as it is offered, and where it leads. */
export type WayOut = {
	readonly deed: Omit<Deed<string>, 'id'>;
	readonly route: Route;
	/** The same where nobody can be asked: what the build is run again with, once that was done; undefined if it cannot be. */
	readonly unasked: UnaskedWayOut | undefined;
};

/** Whether the failure passes by itself, so that nothing helps but the same once more. */
export const passes = (timeline: Timeline): boolean => explain(timeline)?.remedy === 'again';

const draftFor = (header: JournalHeader, lead: Exclude<Lead, { to: 'again' }>): Draft | undefined => {
	const decisions = decisionsIn(header);
	if (lead.to === 'question') {
		const changed = lead.changed ? lead.changed(decisions) : decisions;
		return draftAtQuestion(changed, lead.question, header.mode);
	}

	const question = findQuestion(lead.question);
	const decided = question && decide(draftAtReview(decisions, header.mode), question, lead.answer);
	return decided && 'draft' in decided ? decided.draft : undefined;
};

/** The flags that do the same; where it is known what helps they say it, else what kind of answer is wanted. */
const flagOf = (
	lead: Exclude<Lead, { to: 'again' }>,
	before: Decisions,
	after: Decisions,
): string | undefined => {
	const question = findQuestion(lead.question);
	if (question === undefined) {
		return undefined;
	}

	const [was, is] = [question.read(before), question.read(after)];
	const known = lead.to === 'answer' ? [lead.answer] : JSON.stringify(was) === JSON.stringify(is) ? [] : [is];
	const values = known.flat().filter(value => value !== undefined);
	return values.length === 0
		? flagText(question)
		: values.map(value => flagText(question, shellWord(value))).join(' ');
};

/** The same way where nobody can be asked. */
const unaskedWay = (
	label: string,
	lead: Exclude<Lead, { to: 'again' }>,
	header: JournalHeader,
	draft: Draft,
): UnaskedWayOut | undefined => {
	if (lead.to === 'question' && lead.file !== undefined) {
		const { folder } = header;
		// In the folder of the files lies a copy of it, or it is that copy, and what stands there counts.
		const isThere = folder !== undefined && lead.file.startsWith(`${folder}/`);
		const flags = folder === undefined ? {} : { flags: isThere ? '--keep' : '--overwrite' };
		return { label: `${label}: ${lead.file}, then`, ...flags };
	}

	const flags = flagOf(lead, decisionsIn(header), draft);
	return flags === undefined ? undefined : { label, flags };
};

const refusedIn = ({ header: { packer }, time }: Timeline, what: Refused['what']): Refused =>
	what === 'packer' ? { what, path: packer.path, version: packer.version } : { what, at: time };

/** The way out that a build offers which made no image; undefined if the wizard has none but the usual ones. */
export const wayOutOf = (timeline: Timeline): WayOut | undefined => {
	const { header } = timeline;
	const { remedy: id, step } = explain(timeline) ?? {};
	const remedy = id && failureRemedy(id, header.recipe, step);
	if (!remedy || (header.mode === 'rehearsal' && remedy.isPlayed === false)) {
		return undefined;
	}

	const { label, hint, lead } = remedy;
	if (lead.to === 'again') {
		const { refused } = lead;
		const { account } = header;
		return {
			deed: { label, hint, isGrave: header.mode === 'aws' },
			route: buildRoute({
				...onceMore(header),
				refused: refusedIn(timeline, refused),
				// Nothing had begun to cost then, so the yes to that account still holds.
				...(refused === 'sign-in' && account !== undefined && { confirmed: { account } }),
			}),
			unasked:
				refused === 'packer' ? { label, variable: `${packerVariable}=<path>` } : { label: `${label}, then` },
		};
	}

	const draft = draftFor(header, lead);
	return (
		draft && {
			deed: { label, hint },
			route: { at: 'wizard', draft, options: optionsOf(onceMore(header)) },
			unasked: unaskedWay(label, lead, header, draft),
		}
	);
};

import type { Draft } from './draft.ts';
import { entryOf } from './forms.ts';
import type { SectionId } from './question.ts';
import { findQuestion } from './table.ts';
import { formAt, type Place, sectionOf, sectionsFor, stopOf, walk } from './walk.ts';

/** Step 3 of 8, and the part within the step where it has several. */
export const position = (
	draft: Draft,
): { readonly step: number; readonly steps: number; readonly part?: number; readonly parts?: number } => {
	const section = sectionOf(draft.at);
	const asked = sectionsFor(draft);
	const step = asked.findIndex(candidate => candidate.id === section) + 1;
	const parts = walk(draft).filter(place => sectionOf(place) === section);
	const part = parts.indexOf(stopOf(draft.at, draft)) + 1;
	return { step, steps: asked.length, ...(parts.length > 1 && part > 0 && { part, parts: parts.length }) };
};

/** The first place that is still open: somebody else may have answered some. */
const firstOpen = (draft: Draft): Place =>
	entryOf(draft, walk(draft).find(place => !draft.answered.includes(place)) ?? 'review');

/** Where to go after a place was answered: on in its section, else to the first place that is still open. */
export const following = (draft: Draft, place: Place): Place => {
	const places = walk(draft);
	const next = places.includes(place) ? places[places.indexOf(place) + 1] : undefined;
	if (next !== undefined && sectionOf(next) === sectionOf(place)) {
		return entryOf(draft, next);
	}

	return firstOpen(draft);
};

/** Leaves the settings, or a form: nothing there is open any more. */
export const leaveStop = (draft: Draft): Draft => {
	const stop = stopOf(draft.at, draft);
	const next = { ...draft, answered: [...draft.answered.filter(id => id !== stop), stop] };
	return { ...next, at: following(next, stop) };
};

/** Where a place was opened from that was not walked to: a step back leads there. Before `outside` there is nothing. */
const openedFrom = (draft: Draft): Place | 'outside' | undefined => {
	const { at, only, opened } = draft;
	if (at === 'review') {
		return only;
	}

	const stop = stopOf(at, draft);
	const { within } = findQuestion(at) ?? {};
	if (within !== undefined) {
		return within;
	}

	// The settings and the forms that nobody is asked are opened from one list.
	const isSetting = stop === 'settings' && at !== stop;
	const isUnasked = formAt(stop) !== undefined && !walk(draft).includes(stop);
	if (opened !== undefined && (at === opened || (stop === stopOf(opened, draft) && !isSetting))) {
		return 'review';
	}

	return opened === undefined && at === only ? 'outside' : isSetting || isUnasked ? 'settings' : undefined;
};

/** One step back; undefined at the first question, and at one that is asked alone. */
export const goBack = (draft: Draft): Draft | undefined => {
	const places = walk(draft);
	const index = draft.at === 'review' ? places.length : places.indexOf(stopOf(draft.at, draft));
	const at = openedFrom(draft) ?? places[index - 1] ?? 'outside';
	// Who walks back from the review has nothing open there.
	return at === 'outside' ? undefined : { ...draft, at, ...(draft.at === 'review' && { opened: undefined }) };
};

/** To a question, to the first question of a section, to a form, the settings or the review. */
export const goTo = (draft: Draft, place: Place | SectionId): Draft => {
	const isPlace =
		place === 'settings' || place === 'review' || formAt(place) !== undefined || findQuestion(place);
	const at = isPlace ? place : (walk(draft).find(some => sectionOf(some) === place) ?? draft.at);
	return { ...draft, at, ...(draft.at === 'review' && { opened: at }) };
};

/** The draft at the first place that is still open. */
export const atFirstOpen = (draft: Draft): Draft => goTo(draft, firstOpen(draft));

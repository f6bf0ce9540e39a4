import type { Draft } from './draft.ts';
import { entryOf } from './forms.ts';
import { type SectionId, sections } from './question.ts';
import { findQuestion } from './table.ts';
import { formAt, type Place, sectionOf, stopOf, walk } from './walk.ts';

/** Step 3 of 8, and the part within the step where it has several. */
export const position = (
	draft: Draft,
): { readonly step: number; readonly steps: number; readonly part?: number; readonly parts?: number } => {
	const section = sectionOf(draft.at);
	const step = sections.findIndex(candidate => candidate.id === section) + 1;
	const parts = walk(draft).filter(place => sectionOf(place) === section);
	const part = parts.indexOf(stopOf(draft.at)) + 1;
	return { step, steps: sections.length, ...(parts.length > 1 && part > 0 && { part, parts: parts.length }) };
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
	const stop = stopOf(draft.at);
	const next = { ...draft, answered: [...draft.answered.filter(id => id !== stop), stop] };
	return { ...next, at: following(next, stop) };
};

/** One step back; undefined at the first question, and at one that is asked alone. */
export const goBack = (draft: Draft): Draft | undefined => {
	if (draft.only !== undefined && ['review', draft.only].includes(draft.at)) {
		return draft.at === 'review' ? { ...draft, at: draft.only } : undefined;
	}

	const stop = stopOf(draft.at);
	const places = walk(draft);
	// The settings and the forms that nobody is asked are opened from one list.
	const isOpened =
		stop === 'settings' ? draft.at !== stop : formAt(stop) !== undefined && !places.includes(stop);
	if (isOpened) {
		return { ...draft, at: 'settings' };
	}

	const index = stop === 'review' ? places.length : places.indexOf(stop);
	const previous = places[index - 1];
	return previous === undefined ? undefined : { ...draft, at: previous };
};

/** To a question, to the first question of a section, to a form, the settings or the review. */
export const goTo = (draft: Draft, place: Place | SectionId): Draft => {
	if (place === 'settings' || place === 'review' || formAt(place) !== undefined || findQuestion(place)) {
		return { ...draft, at: place };
	}

	return { ...draft, at: walk(draft).find(candidate => sectionOf(candidate) === place) ?? draft.at };
};

/** The draft at the first place that is still open. */
export const atFirstOpen = (draft: Draft): Draft => goTo(draft, firstOpen(draft));

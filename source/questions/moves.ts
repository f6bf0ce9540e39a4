import { currentQuestion, type Draft } from './draft.ts';
import { type SectionId, sections } from './question.ts';
import { sectionRows } from './sections.ts';
import { findQuestion } from './table.ts';
import { type Place, questionsFor, sectionOf, walk } from './walk.ts';

/** Step 3 of 8, and the part within the step where it has several. */
export const position = (
	draft: Draft,
): { readonly step: number; readonly steps: number; readonly part?: number; readonly parts?: number } => {
	const section = sectionOf(draft.at);
	const step = sections.findIndex(candidate => candidate.id === section) + 1;
	const parts = walk(draft).filter(place => sectionOf(place) === section);
	const part = parts.indexOf(draft.at) + 1;
	return { step, steps: sections.length, ...(parts.length > 1 && part > 0 && { part, parts: parts.length }) };
};

/** Where to go after a place was answered: on in its section, else to the first place that is still open. */
export const following = (draft: Draft, place: Place): Place => {
	const places = walk(draft);
	const next = places[places.indexOf(place) + 1];
	if (next !== undefined && sectionOf(next) === sectionOf(place)) {
		return next;
	}

	return places.find(candidate => !draft.answered.includes(candidate)) ?? 'review';
};

/** Leaves the settings. */
export const leaveSettings = (draft: Draft): Draft => {
	const next = { ...draft, answered: [...draft.answered.filter(id => id !== 'settings'), 'settings'] };
	return { ...next, at: following(next, 'settings') };
};

/** One step back; undefined at the first question, and at one that is asked alone. */
export const goBack = (draft: Draft): Draft | undefined => {
	if (draft.only !== undefined && ['review', draft.only].includes(draft.at)) {
		return draft.at === 'review' ? { ...draft, at: draft.only } : undefined;
	}

	if (currentQuestion(draft)?.asked === 'settings') {
		return { ...draft, at: 'settings' };
	}

	const places = walk(draft);
	const index = draft.at === 'review' ? places.length : places.indexOf(draft.at);
	const previous = places[index - 1];
	return previous === undefined ? undefined : { ...draft, at: previous };
};

/** To a question, to the first question of a section, to the settings or the review. */
export const goTo = (draft: Draft, place: Place | SectionId): Draft => {
	if (place === 'settings' || place === 'review' || findQuestion(place)) {
		return { ...draft, at: place };
	}

	return { ...draft, at: walk(draft).find(candidate => sectionOf(candidate) === place) ?? draft.at };
};

/** The draft at the first question that is not answered: somebody else may have answered some of them. */
export const atFirstOpen = (draft: Draft): Draft => {
	const row = sectionRows(draft).find(({ id, status }) => {
		const asked = questionsFor(draft).filter(
			question => question.section === id && question.asked === 'walk',
		);
		return status !== 'done' && !(asked.length > 0 && asked.every(({ id }) => draft.answered.includes(id)));
	});
	const question = questionsFor(draft).find(
		({ id, section, asked }) => section === row?.id && asked === 'walk' && !draft.answered.includes(id),
	);
	return goTo(draft, question?.id ?? (row?.id === 'more' ? 'settings' : 'review'));
};

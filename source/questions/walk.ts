import type { Decisions, Question, SectionId } from './question.ts';
import { findQuestion, questions } from './table.ts';

/** Where the wizard stands: a question's id, the list of settings, or the review. */
export type Place = string | 'settings' | 'review';

/** The questions that apply, in order, the settings included. */
export const questionsFor = (decisions: Decisions): readonly Question[] =>
	questions.filter(question => question.when?.(decisions) ?? true);

/** The questions in the list of settings. */
export const settingsFor = (decisions: Decisions): readonly Question[] =>
	questionsFor(decisions).filter(question => question.asked === 'settings');

/** The places that the wizard goes through, in order, without the review. */
export const walk = (decisions: Decisions): readonly Place[] => {
	const asked = questionsFor(decisions).filter(question => question.asked === 'walk');
	const before = asked.filter(question => question.section !== 'name');
	const after = asked.filter(question => question.section === 'name');
	return [...before.map(question => question.id), 'settings', ...after.map(question => question.id)];
};

/** The section that a place belongs to. */
export const sectionOf = (place: Place): SectionId =>
	place === 'review' ? 'review' : place === 'settings' ? 'more' : (findQuestion(place)?.section ?? 'review');

import { defaultRecipe } from '../recipe/defaults.ts';
import type { Draft } from './draft.ts';
import type { Decisions, Question, SectionId } from './question.ts';
import { folder } from './settings.ts';
import { questionsFor, sectionOf, sectionsFor, walk } from './walk.ts';
import { warningsOf } from './warnings.ts';

/** A row at the left of the wizard. */
export type SectionRow = {
	readonly id: SectionId;
	readonly title: string;
	readonly status: 'done' | 'current' | 'open';
	/** The answer in a few words, or the note on a dropped answer; empty if not answered. */
	readonly summary: string;
	readonly stale: boolean;
	/** Whether something is doubtful about the answer. */
	readonly doubtful: boolean;
};

/**
 * The settings that differ from their default, in a few words; without those that are told elsewhere.
 * @param withTold whether defaults that somebody may not want stand there, too.
 */
const settingsSummary = (draft: Draft, withTold = false, elsewhere: readonly Question[] = []): string => {
	const plain: Decisions = { recipe: { ...defaultRecipe(), base: draft.recipe.base }, folder: null };
	const isChanged = (question: Question): boolean =>
		question.isDefault
			? !question.isDefault(draft)
			: String(question.read(draft)) !== String(question.read(plain));
	const asked = questionsFor(draft).filter(
		question => question.asked === 'settings' && !elsewhere.includes(question),
	);
	const told = asked
		.filter(question => isChanged(question) || (withTold && question.isTold))
		.map(question => `${question.title.toLowerCase()} ${question.summary(draft)}`);
	return [...(asked.some(isChanged) ? [] : ['all default']), ...told].join(' · ');
};

const sectionSummary = (draft: Draft, id: SectionId): string => {
	if (id === 'more') {
		return settingsSummary(draft);
	}

	const asked = questionsFor(draft).filter(question => question.section === id && question.asked === 'walk');
	const first = asked[0];
	if (first === undefined) {
		return '';
	}

	// The parts of the base image are told together; those of Install and Name by their first question.
	return id === 'base' ? asked.map(question => question.summary(draft)).join(', ') : first.summary(draft);
};

/** The rows at the left: the whole Recipe so far. */
export const sectionRows = (draft: Draft): readonly SectionRow[] => {
	const places = walk(draft);
	const doubts = warningsOf(draft);
	return sectionsFor(draft).map(({ id, title }) => {
		const own = places.filter(place => sectionOf(place) === id);
		const note = own.map(place => draft.notes[place]).find(text => text !== undefined);
		const done = own.length > 0 && own.every(place => draft.answered.includes(place));
		const current = sectionOf(draft.at) === id;
		return {
			id,
			title,
			status: current ? 'current' : done ? 'done' : 'open',
			summary: note ?? (own.some(place => draft.answered.includes(place)) ? sectionSummary(draft, id) : ''),
			stale: note !== undefined,
			doubtful: doubts.some(({ question }) => question.section === id),
		};
	});
};

/** What Review shows of a section: the answer whether given or default. The files have a row of their own there. */
export const reviewSummary = (draft: Draft, id: SectionId): string =>
	id === 'more' ? settingsSummary(draft, true, [folder]) : sectionSummary(draft, id);

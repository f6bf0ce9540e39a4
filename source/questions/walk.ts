import { type Decisions, type Question, type SectionId, sections } from './question.ts';
import { findQuestion, questions } from './table.ts';

/** Where the wizard stands: at a question, by its id, at the form of a bundle, the list of settings, or the review. */
export type Place = string | 'settings' | 'review';

const formPrefix = 'bundle:' satisfies FormPlace;

/** The form of a bundle, as a place; a row of it is the id of its question. */
export type FormPlace = `bundle:${string}`;

export const formPlace = (bundle: string): FormPlace => `${formPrefix}${bundle}`;

/** The bundle at whose form a place is; undefined if it is at none. */
export const formAt = (place: Place): string | undefined => {
	if (place.startsWith(formPrefix)) {
		return place.slice(formPrefix.length);
	}

	const question = findQuestion(place);
	return question?.asked === 'form' ? question.parameter?.bundle : undefined;
};

/** The questions that apply, in order, the settings included. */
export const questionsFor = (decisions: Decisions): readonly Question[] =>
	questions.filter(question => question.when?.(decisions) ?? true);

/** Where a question is asked. */
export const howAsked = ({ asked, isNeeded }: Question, decisions: Decisions): Question['asked'] =>
	isNeeded?.(decisions) ? 'walk' : asked;

/** The questions in the list of settings. */
export const settingsFor = (decisions: Decisions): readonly Question[] =>
	questionsFor(decisions).filter(question => howAsked(question, decisions) === 'settings');

/** The questions in the form of a bundle; those that hardly anybody answers stand at its end. */
export const formQuestions = (decisions: Decisions, bundle: string): readonly Question[] =>
	questions
		.filter(({ asked, parameter }) => asked === 'form' && parameter?.bundle === bundle)
		.filter(question => question.when?.(decisions) ?? true);

/** The bundles that have a form: those that are chosen, in order. */
export const formsFor = (decisions: Decisions): readonly string[] =>
	decisions.recipe.bundles.map(({ id }) => id).filter(id => formQuestions(decisions, id).length > 0);

const isToAnswer = ({ read, check }: Question, decisions: Decisions): boolean =>
	check(read(decisions), decisions) !== undefined;

/** The bundles whose form is asked: there is more to say than hardly anybody says, or something has to be said. */
export const askedForms = (decisions: Decisions): readonly string[] =>
	formsFor(decisions).filter(bundle =>
		formQuestions(decisions, bundle).some(
			question => !question.parameter?.isRare || isToAnswer(question, decisions),
		),
	);

/** The bundles whose form nobody is asked; it is opened from the list of settings. */
export const unaskedForms = (decisions: Decisions): readonly string[] => {
	const asked = askedForms(decisions);
	return formsFor(decisions).filter(bundle => !asked.includes(bundle));
};

/** The places that the wizard goes through, in order, without the review. What is installed comes with its forms. */
export const walk = (decisions: Decisions): readonly Place[] => {
	const asked = questionsFor(decisions).filter(question => howAsked(question, decisions) === 'walk');
	const placesOf = (some: readonly Question[]): readonly Place[] =>
		some.flatMap(({ id }) => (id === 'install' ? [id, ...askedForms(decisions).map(formPlace)] : [id]));
	return [
		...placesOf(asked.filter(question => question.section !== 'name')),
		'settings',
		...placesOf(asked.filter(question => question.section === 'name')),
	];
};

/** Where the walk comes by a place: a row of a form at the form, a setting at their list. */
export const stopOf = (place: Place, decisions: Decisions): Place => {
	const form = formAt(place);
	const question = findQuestion(place);
	return form !== undefined
		? formPlace(form)
		: question && howAsked(question, decisions) === 'settings'
			? 'settings'
			: (question?.within ?? place);
};

/** The section that a place belongs to. */
export const sectionOf = (place: Place): SectionId => {
	if (place === 'review' || place === 'settings') {
		return place === 'review' ? 'review' : 'more';
	}

	return formAt(place) === undefined ? (findQuestion(place)?.section ?? 'review') : 'install';
};

/** The sections in which something is decided, and the review. */
export const sectionsFor = (decisions: Decisions): readonly (typeof sections)[number][] => {
	const asked = walk(decisions).map(sectionOf);
	return sections.filter(({ id }) => id === 'review' || asked.includes(id));
};

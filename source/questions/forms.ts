import type { Decisions, Question } from './question.ts';
import { formAt, formQuestions, type Place } from './walk.ts';

/** A row of a form whose answer cannot stay as it is, and why: one sentence. */
export type FormLack = { readonly question: Question; readonly complaint: string };

/** The rows of a bundle's form that have to be answered before one goes on. */
export const formLacks = (decisions: Decisions, bundle: string): readonly FormLack[] =>
	formQuestions(decisions, bundle).flatMap(question => {
		const complaint = question.check(question.read(decisions), decisions);
		return complaint === undefined ? [] : [{ question, complaint }];
	});

/** Where one stands who comes to a place: in a form at what has to be answered there. */
export const entryOf = (decisions: Decisions, place: Place): Place => {
	const form = formAt(place);
	return (form === undefined ? undefined : formLacks(decisions, form)[0]?.question.id) ?? place;
};

/** The rows of a form whose answer is not the default, in order. */
export const changedRows = (decisions: Decisions, bundle: string): readonly Question[] => {
	const bundles = decisions.recipe.bundles.map(entry =>
		entry.id === bundle ? { id: bundle, install: {}, boot: {} } : entry,
	);
	const plain: Decisions = { ...decisions, recipe: { ...decisions.recipe, bundles } };
	return formQuestions(decisions, bundle).filter(
		({ read }) => JSON.stringify(read(decisions)) !== JSON.stringify(read(plain)),
	);
};

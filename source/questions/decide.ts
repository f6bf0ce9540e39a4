import { withoutKeptLines } from '../recipe/kept-lines.ts';
import type { Draft } from './draft.ts';
import { entryOf } from './forms.ts';
import { whyUnkeepable } from './keepable.ts';
import { following } from './moves.ts';
import type { Answer, Facts, Question } from './question.ts';
import { findQuestion, questions } from './table.ts';
import { takenAway } from './taken-away.ts';
import { formAt, formPlace, howAsked, type Place, questionsFor, walk } from './walk.ts';

/** The answered places without a question that has to be answered again; a form is left again then. */
const reopened = ({ answered }: Draft, { id }: Question): Draft['answered'] => {
	const form = formAt(id);
	return answered.filter(place => place !== id && (form === undefined || place !== formPlace(form)));
};

/** Drops answers that the decisions made impossible, and says why. */
const repaired = (draft: Draft, changed: string): Draft => {
	let result = draft;
	for (const question of questions) {
		const applies = question.when?.(result) ?? true;
		const isImpossible = question.check(question.read(result), result) !== undefined;
		// A default that has become doubtful is replaced as well: nobody asked for it.
		const isDoubtful =
			question.repair && !result.answered.includes(question.id) && question.warn?.(result).length;
		if (question.id === changed || !applies || !(isImpossible || isDoubtful)) {
			continue;
		}

		if (!question.repair) {
			result = { ...result, answered: reopened(result, question) };
		} else {
			const { decisions, note } = question.repair(result);
			result = {
				...result,
				...decisions,
				answered: reopened(result, question),
				// A default that was never chosen is replaced without a word.
				notes: result.answered.includes(question.id)
					? { ...result.notes, [question.id]: note }
					: result.notes,
			};
		}
	}

	return result;
};

const isSameAnswer = (one: Answer, other: Answer): boolean =>
	[one].flat().join('\n') === [other].flat().join('\n');

/** Decides one question wherever the draft stands, without moving on; or says what is wrong. */
export const decide = (
	draft: Draft,
	question: Question,
	given: Answer,
	facts?: Facts,
): { readonly draft: Draft } | { readonly complaint: string } => {
	const answer = takenAway(question, question.meant?.(given) ?? given, draft);
	const complaint = question.check(answer, draft) ?? whyUnkeepable(draft, question, answer);
	if (complaint !== undefined) {
		return { complaint };
	}

	const { [question.id]: _settled, ...notes } = draft.notes;
	const own = [question.id, question.within].filter(id => id !== undefined);
	const answered = [...draft.answered.filter(id => !own.includes(id)), ...own];
	const written = question.write(draft, answer, facts);
	const isChanged = !isSameAnswer(question.read(draft), answer);
	const recipe = isChanged ? withoutKeptLines(written.recipe, question.id) : written.recipe;
	return { draft: repaired({ ...draft, ...written, recipe, answered, notes }, question.id) };
};

/** What an answer asks for: the key of a person who wants one of theirs. */
const askedBy = (draft: Draft, { id, read }: Question): Question | undefined =>
	questionsFor(draft).find(({ ticks }) => ticks?.question === id && ticks.value === read(draft));

/** In a form one stays, and what had to be answered leads to the next that has to be, or to the way on. */
const afterRow = (before: Draft, draft: Draft, { id, check, read }: Question, form: string): Place =>
	check(read(before), before) === undefined ? id : entryOf(draft, formPlace(form));

/** Asked alone, the review follows, unless the answer asks for another one or made one impossible. */
const afterAnswer = (before: Draft, draft: Draft, question: Question): Pick<Draft, 'at' | 'only'> => {
	const id = question.within ?? question.id;
	if (draft.only === id) {
		const more = askedBy(draft, question)?.id;
		return more === undefined
			? { at: walk(draft).find(place => !draft.answered.includes(place)) ?? 'review' }
			: { at: more, only: more };
	}

	const form = formAt(id);
	return {
		at:
			form !== undefined
				? afterRow(before, draft, question, form)
				: howAsked(question, draft) === 'settings'
					? 'settings'
					: following(draft, id),
	};
};

/** Answers the question, or the row of a form, at which the draft stands, and goes to the next; or says what is wrong. */
export const answerCurrent = (
	draft: Draft,
	answer: Answer,
	facts?: Facts,
): { readonly draft: Draft } | { readonly complaint: string } => {
	const question = findQuestion(draft.at);
	if (question === undefined) {
		return { complaint: 'There is no question here.' };
	}

	const decided = decide(draft, question, answer, facts);
	if ('complaint' in decided) {
		return decided;
	}

	return { draft: { ...decided.draft, ...afterAnswer(draft, decided.draft, question) } };
};

import { controlCharacter } from '../base/printable.ts';
import type { Complaint } from '../recipe/complaint.ts';
import { schemaComplaints } from '../recipe/issues.ts';
import { type Recipe, recipeSchema } from '../recipe/schema.ts';
import type { Answer, Decisions, Question } from './question.ts';

const unkeepable = (recipe: Recipe): readonly Complaint[] => {
	const { error } = recipeSchema.safeParse(recipe);
	return error ? schemaComplaints(error) : [];
};

/** Why no recipe could keep an answer, whatever its question allows: a control character, a line too many. */
export const whyUnkeepable = (
	decisions: Decisions,
	question: Question,
	answer: Answer,
): string | undefined => {
	const control = controlCharacter(typeof answer === 'string' ? answer : answer.join('\n'));
	if (control !== undefined) {
		return `It holds a control character (${control}).`;
	}

	const found = unkeepable({ ...decisions, ...question.write(decisions, answer) }.recipe);
	const before = found.length === 0 ? [] : unkeepable(decisions.recipe);
	const complaint = found.find(
		({ path, message }) => !before.some(known => known.path === path && known.message === message),
	);
	return complaint && (/^[a-z]/.test(complaint.message) ? `It ${complaint.message}.` : complaint.message);
};

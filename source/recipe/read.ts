import { isObject } from '../base/json.ts';
import { terminalJson } from '../base/printable.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { recipeComplaints } from './check.ts';
import { anyRecipe, complaintAsWritten } from './earlier-form.ts';
import { complaintText, schemaComplaints } from './issues.ts';
import { type Recipe, recipeSchema, recipeVersion, targetIds } from './schema.ts';
import { makes } from './targets.ts';

/**
 * A Recipe from plain data, checked by the schema and against itself.
 * @param origin what to call it in a sentence, a preset's name or a path.
 * @throws Problem (exit 2) that names every place that is wrong.
 */
export const checkRecipe = (data: unknown, origin: string): Recipe => {
	if (isObject(data) && typeof data['version'] === 'number' && data['version'] > recipeVersion) {
		throw new Problem(`${origin} was written by a newer packer-wizard.`, {
			reason: `Its form is version ${data['version']}, this program knows up to ${recipeVersion}.`,
			next: ['Update packer-wizard: npm install --global packer-wizard@latest'],
			exitCode: exitCodes.usage,
		});
	}

	const parsed = anyRecipe.safeParse(data);
	const complaints = parsed.success ? recipeComplaints(parsed.data) : schemaComplaints(parsed.error);
	if (!parsed.success || complaints.length > 0) {
		throw new Problem(`${origin} is no recipe that can be built.`, {
			reason: complaints.map(complaint => complaintText(complaintAsWritten(data, complaint))).join('\n'),
			next: ['Correct it, or make a new one: packer-wizard new'],
			exitCode: exitCodes.usage,
		});
	}

	return parsed.data;
};

/**
 * A Recipe from the text of a JSON file.
 * @throws Problem (exit 2), with line and column if the JSON is broken.
 */
export const parseRecipe = (text: string, origin: string): Recipe => {
	let data: unknown;
	try {
		data = JSON.parse(text);
	} catch (error) {
		throw new Problem(`${origin} is not valid JSON.`, {
			// It quotes the file, whose line breaks and control characters are seen so.
			reason: terminalJson((error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ')),
			next: ['Correct the file, or make a new one: packer-wizard new'],
			exitCode: exitCodes.usage,
			cause: error,
		});
	}

	return checkRecipe(data, origin);
};

/**
 * The Recipe as it is kept in files: JSON with tabs, decisions that equal the default included, keys in one order. What
 * was said of a target that is not made stays out.
 */
export const recipeText = (recipe: Recipe): string => {
	const unmade = targetIds.filter(target => !makes(recipe, target));
	const told = Object.entries(recipeSchema.parse(recipe)).filter(([key]) => !unmade.some(id => id === key));
	return `${JSON.stringify(Object.fromEntries(told), null, '\t')}\n`;
};

/** Whether two decide the same. */
export const isSameRecipe = (one: Recipe, other: Recipe): boolean => recipeText(one) === recipeText(other);

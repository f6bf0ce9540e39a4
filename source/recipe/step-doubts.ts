import { resolveBase } from './base.ts';
import type { Recipe, RecipeStep } from './schema.ts';
import { type ScriptDoubt, scriptDoubts } from './script-doubts.ts';

/** Where a doubt is, for a sentence: `setup.sh, line 3`. */
export const doubtPlace = (step: RecipeStep, line: number): string =>
	`${'script' in step ? step.script : step.name}, line ${line}`;

/**
 * What is doubtful about a step of the person's own: seen at once, before anything is built.
 * @param text the script file's; commands that are typed are looked at as they are.
 */
export const stepDoubts = (recipe: Recipe, step: RecipeStep, text?: string): readonly ScriptDoubt[] => {
	const { base } = recipe;
	return scriptDoubts(text ?? ('inline' in step ? step.inline.join('\n') : ''), {
		username: resolveBase(recipe).username,
		step: step.name,
		restarts: step.restarts ?? false,
		newSudo: 'ami' in base || base.image === 'ubuntu-26.04',
	});
};

/** The same as sentences. */
export const stepWarnings = (recipe: Recipe, step: RecipeStep, text?: string): readonly string[] =>
	stepDoubts(recipe, step, text).map(({ line, message }) => `${doubtPlace(step, line)}: ${message}`);

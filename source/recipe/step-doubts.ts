import { resolveBase } from './base.ts';
import type { Recipe, RecipeStep } from './schema.ts';
import { type ScriptDoubt, scriptDoubts } from './script-doubts.ts';
import { restartsMachine } from './step-kinds.ts';
import { makes } from './targets.ts';

/** A doubt as a sentence with its place: `setup.sh, line 3: apt-get needs sudo …`. */
export const doubtText = (
	step: RecipeStep,
	{ line, message }: { readonly line: number; readonly message: string },
): string => `${'script' in step ? step.script : step.name}, line ${line}: ${message}`;

/**
 * What is doubtful about a step of the person's own: seen at once, before anything is built.
 * @param text the script file's; commands that are typed are looked at as they are.
 */
export const stepDoubts = (recipe: Recipe, step: RecipeStep, text?: string): readonly ScriptDoubt[] => {
	const { base } = recipe;
	const logIn = makes(recipe, 'aws') ? resolveBase(recipe).username : 'root';
	return scriptDoubts(
		text ?? ('inline' in step ? step.inline.join('\n') : 'check' in step ? step.check : ''),
		{
			username: ('user' in step ? step.user : undefined) ?? logIn,
			step: step.name,
			restarts: restartsMachine(step),
			newSudo: !('image' in base) || base.image === 'ubuntu-26.04',
			inContainer: makes(recipe, 'docker'),
		},
	);
};

/**
 * What may hold a running step although its script is over, in a few words; undefined if nothing is known of that.
 * @param warnings what was doubtful when the build was started.
 */
export const heldText = (
	{ steps }: Recipe,
	name: string,
	warnings: readonly string[] = [],
): string | undefined => {
	const step = steps.find(own => own.name === name);
	const place = step && doubtText(step, { line: 0, message: '' }).replace(/0: $/, '');
	const held = warnings
		.filter(text => place !== undefined && text.startsWith(place))
		.flatMap(text => /: (.*) in the background holds /.exec(text)?.[1] ?? []);
	return held[0] === undefined ? undefined : `${held[0]} in the background may hold it`;
};

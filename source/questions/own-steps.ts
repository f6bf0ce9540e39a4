import { count } from '../base/count.ts';
import { nameText } from '../base/printable.ts';
import type { Recipe, RecipeStep } from '../recipe/schema.ts';
import { doubtText, stepDoubts } from '../recipe/step-doubts.ts';
import { stepObstacle } from '../recipe/step-obstacles.ts';
import { inSmallLetters, several, single, withRecipe } from './answers.ts';
import { stepValues } from './fresh-steps.ts';
import { scriptPaths } from './install.ts';
import type { ChoiceQuestion, Decisions, LinesQuestion, ManyQuestion } from './question.ts';
import { stepName } from './step-lines.ts';

/** Commands and scripts. */
type ShellStep = Extract<RecipeStep, { readonly inline: unknown } | { readonly script: unknown }>;

const isShellStep = (step: RecipeStep): step is ShellStep => 'inline' in step || 'script' in step;

const shellSteps = ({ steps }: Recipe): readonly ShellStep[] => steps.filter(isShellStep);

const position = (recipe: Recipe): 'before' | 'after' => shellSteps(recipe)[0]?.position ?? 'before';

const firstInline = (recipe: Recipe) => recipe.steps.find(step => 'inline' in step);

const withoutBlankEnds = (lines: readonly string[]): string[] => {
	const filled = lines.map(line => line.trim() !== '');
	return lines.slice(Math.max(0, filled.indexOf(true)), filled.lastIndexOf(true) + 1);
};

/** The person's own commands, one step. */
export const commands: LinesQuestion = {
	kind: 'lines',
	id: 'commands',
	section: 'install',
	asked: 'walk',
	title: 'Your own commands',
	text: 'One command a line; bash runs them as the log-in user, sudo works.',
	flag: { name: 'command', value: '<line>' },
	ticks: { question: 'install', value: stepValues.inline },
	when: ({ recipe }) => firstInline(recipe) !== undefined,
	read: ({ recipe }) => firstInline(recipe)?.inline ?? [],
	write: (decisions, answer) => {
		const { recipe } = decisions;
		const old = firstInline(recipe);
		const step: RecipeStep = {
			...(old ?? { name: 'commands', position: position(recipe) }),
			inline: withoutBlankEnds(several(answer)),
		};
		return withRecipe(decisions, {
			steps: old ? recipe.steps.map(other => (other === old ? step : other)) : [...recipe.steps, step],
		});
	},
	check: answer =>
		several(answer).some(line => line.trim() !== '')
			? undefined
			: 'Type at least one command, or go back and untick them.',
	warn: ({ recipe }) =>
		recipe.steps
			.filter(step => 'inline' in step)
			.flatMap(step => stepDoubts(recipe, step).map(doubt => doubtText(step, doubt))),
	summary: ({ recipe }) => count(firstInline(recipe)?.inline.length ?? 0, 'line'),
	details: () => [
		'The first command that fails ends the build.',
		'They become a script beside the template.',
	],
};

/** The person's own script files, a step each. */
export const scripts: LinesQuestion = {
	kind: 'lines',
	id: 'scripts',
	section: 'install',
	asked: 'walk',
	title: 'Your own script files',
	text: 'One path a line; they run in this order.',
	flag: { name: 'script', value: '<path>' },
	ticks: { question: 'install', value: stepValues.script },
	when: ({ recipe }) => recipe.steps.some(step => 'script' in step),
	read: ({ recipe }) => scriptPaths(recipe),
	write: (decisions, answer) => {
		const { recipe } = decisions;
		const others = recipe.steps.filter(step => !('script' in step));
		const taken = new Set(others.map(step => step.name));
		const steps = several(answer)
			.map(file => file.trim())
			.filter(file => file !== '')
			.map((file): RecipeStep => {
				const old = recipe.steps.find(
					step => 'script' in step && step.script === file && !taken.has(step.name),
				);
				const name = old?.name ?? stepName(file, 'script', taken);
				taken.add(name);
				return { ...old, name, position: position(recipe), script: file };
			});
		return withRecipe(decisions, { steps: [...others, ...steps] });
	},
	check: answer =>
		several(answer).some(file => file.trim() !== '')
			? undefined
			: 'Name at least one file, or go back and untick them.',
	summary: ({ recipe }) => scriptPaths(recipe).join(', '),
	details: () => [
		'For example ./setup.sh, relative to the folder you are in.',
		'Run by bash -euo pipefail, unless their first lines say otherwise.',
	],
};

const both = ({ recipe }: Decisions): boolean => shellSteps(recipe).length > 0 && recipe.bundles.length > 0;

/** Whether the person's own steps run before or after the bundles. */
export const order: ChoiceQuestion = {
	kind: 'choice',
	id: 'order',
	section: 'more',
	asked: 'settings',
	title: 'Own steps',
	text: 'When your own commands and scripts run: before or after the bundles.',
	flag: { name: 'own-steps', value: 'before|after' },
	meant: inSmallLetters,
	when: both,
	needs: 'own commands or scripts, and bundles that are installed',
	read: ({ recipe }) => position(recipe),
	write: (decisions, answer) => {
		const { recipe, shelf } = decisions;
		const wanted = single(answer) === 'after' ? 'after' : 'before';
		const moved = (step: RecipeStep): RecipeStep =>
			isShellStep(step) ? { ...step, position: wanted } : step;
		return {
			...withRecipe(decisions, { steps: recipe.steps.map(moved), order: undefined }),
			...(shelf && {
				shelf: { ...shelf, steps: shelf.steps.map(({ step, order }) => ({ step: moved(step), order })) },
			}),
		};
	},
	check: answer =>
		['before', 'after'].includes(single(answer)) ? undefined : 'Own steps run before or after the bundles.',
	summary: ({ recipe }) => `${position(recipe)} the bundles`,
	choices: () => [
		{ value: 'before', label: 'before the bundles', details: ['Your own steps prepare the machine.'] },
		{
			value: 'after',
			label: 'after the bundles',
			details: ['Your own steps can use what the bundles installed.'],
		},
	],
};

const restarting = (recipe: Recipe): readonly string[] =>
	shellSteps(recipe)
		.filter(step => step.restarts)
		.map(step => step.name);

/** Which of the person's own steps restart the machine. */
export const restarts: ManyQuestion = {
	kind: 'many',
	id: 'restarts',
	section: 'more',
	asked: 'settings',
	title: 'Restarts',
	text: 'Which of your own steps restart the machine',
	flag: { name: 'restarts', value: '<step,step>' },
	when: ({ recipe }) => shellSteps(recipe).length > 0,
	needs: 'own commands or scripts',
	read: ({ recipe }) => restarting(recipe),
	write: (decisions, answer) =>
		withRecipe(decisions, {
			steps: decisions.recipe.steps.map(old => {
				if (!isShellStep(old)) {
					return old;
				}

				const { restarts: _old, ...step } = old;
				return several(answer).includes(step.name) ? { ...step, restarts: true } : step;
			}),
		}),
	check: (answer, { recipe }) => {
		const names = shellSteps(recipe).map(step => step.name);
		const unknown = several(answer).find(name => !names.includes(name));
		const restarting = shellSteps(recipe).filter(({ name }) => several(answer).includes(name));
		return unknown === undefined
			? restarting
					.map(step => stepObstacle(recipe, { ...step, restarts: true }))
					.find(obstacle => obstacle !== undefined)
			: `No step of yours is named ${nameText(unknown)}: there is ${names.join(', ')}.`;
	},
	summary: ({ recipe }) => restarting(recipe).join(', ') || 'none',
	choices: ({ recipe }) =>
		shellSteps(recipe).map(step => ({
			value: step.name,
			label: step.name,
			hint: 'script' in step ? step.script : count(step.inline.length, 'line'),
			details: ['Packer takes it well that the connection ends in it, and waits for the machine behind it.'],
		})),
};

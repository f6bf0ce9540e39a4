import { didYouMean } from '../base/nearest.ts';
import { nameText } from '../base/printable.ts';
import { runOrder, withOrder } from '../recipe/run-order.ts';
import type { Recipe } from '../recipe/schema.ts';
import { several } from './answers.ts';
import type { LinesQuestion } from './question.ts';

const names = (recipe: Recipe): readonly string[] => runOrder(recipe).map(({ name }) => name);

const typed = (lines: readonly string[]): readonly string[] =>
	lines.flatMap(line => line.split(/[\s,]+/)).filter(name => name !== '');

/** The order of everything that is done on the machine, bundles and own steps. */
export const stepOrder: LinesQuestion = {
	kind: 'lines',
	id: 'step-order',
	section: 'more',
	asked: 'settings',
	title: 'Order',
	text: 'What is done on the machine, one a line, first the first.',
	flag: { name: 'order', value: '<name,name>' },
	when: ({ recipe }) => recipe.steps.length > 0 && names(recipe).length > 1,
	needs: 'own steps, and something before or behind them',
	read: ({ recipe }) => names(recipe),
	isDefault: ({ recipe }) => recipe.order === undefined,
	write: (decisions, answer) => ({
		...decisions,
		recipe: withOrder(decisions.recipe, typed(several(answer))),
	}),
	check: (answer, { recipe }) => {
		const known = names(recipe);
		const all = typed(several(answer));
		const unknown = all.find(name => !known.includes(name));
		if (unknown !== undefined) {
			return `Nothing here is named ${nameText(unknown)}.${didYouMean(unknown, known) || ` There is ${known.join(', ')}.`}`;
		}

		const twice = all.find(
			(name, index) => all.indexOf(name) !== index && known.indexOf(name) === known.lastIndexOf(name),
		);
		return twice === undefined ? undefined : `${twice} is there twice.`;
	},
	summary: ({ recipe }) => (recipe.order === undefined ? 'the usual one' : names(recipe).join(', ')),
	details: () => [
		'On the screen Alt+↑ or ↓ moves a line.',
		'Bundles stand behind those that they need.',
		'What is left out stands where it usually would.',
	],
};

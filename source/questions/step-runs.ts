import { nameText } from '../base/printable.ts';
import type { Recipe, RecipeStep } from '../recipe/schema.ts';
import { isRunStep, type RunStep } from '../recipe/step-kinds.ts';
import {
	machinePathPattern,
	machinePathRule,
	userPattern,
	userRule,
	variablePattern,
} from '../recipe/step-schema.ts';
import { several, withRecipe } from './answers.ts';
import type { LinesQuestion } from './question.ts';

/** What a line says of how a step runs. */
type Said =
	| { readonly step: string; readonly user: string }
	| { readonly step: string; readonly folder: string }
	| { readonly step: string; readonly name: string; readonly value: string | { readonly from: string } };

const how =
	'A line has the name of a step and how it runs: setup: as app, setup: in /srv/app, setup: PORT=80';

/** A value in quotes, which are none of it. */
const quoted = /^(['"])(.*)\1$/;

const variableOf = (step: string, name: string, value: string): Said | string => {
	if (!variablePattern.test(name)) {
		return how;
	}

	const [, , plain] = quoted.exec(value) ?? [];
	if (plain !== undefined) {
		return { step, name, value: plain };
	}

	const from = value.startsWith('$') ? value.slice(1).replace(/^\{(.*)\}$/, '$1') : undefined;
	if (from === undefined) {
		return { step, name, value };
	}

	return variablePattern.test(from)
		? { step, name, value: { from } }
		: "A secret is given by the variable that holds it: setup: TOKEN=$MY_TOKEN. What is none stands in quotes: PRICE='$5'";
};

/** A value as it is typed: in quotes where it would be taken for something else without them. */
const valueText = (value: string | { readonly from: string }): string => {
	if (typeof value !== 'string') {
		return `$${value.from}`;
	}

	return value.startsWith('$') || value !== value.trim() || quoted.test(value) ? `'${value}'` : value;
};

const read = (line: string): Said | string => {
	const [, step = '', rest = ''] = /^([a-z0-9][a-z0-9-]*)\s*:\s*(.+)$/.exec(line.trim()) ?? [];
	const [, user] = /^as\s+(\S+)$/.exec(rest) ?? [];
	if (user !== undefined) {
		return userPattern.test(user) ? { step, user } : userRule;
	}

	const [, folder] = /^in\s+(\/.*)$/.exec(rest) ?? [];
	if (folder !== undefined) {
		return machinePathPattern.test(folder) ? { step, folder } : machinePathRule;
	}

	const [, name, value = ''] = /^([^=\s]+)=(.*)$/.exec(rest) ?? [];
	return name === undefined ? how : variableOf(step, name, value);
};

const linesOf = ({ name, user, folder, environment = {} }: RunStep): readonly string[] => [
	...(user === undefined ? [] : [`${name}: as ${user}`]),
	...(folder === undefined ? [] : [`${name}: in ${folder}`]),
	...Object.entries(environment).map(([variable, value]) => `${name}: ${variable}=${valueText(value)}`),
];

const filled = (lines: readonly string[]): readonly string[] => lines.filter(line => line.trim() !== '');

const runSteps = ({ steps }: Recipe): readonly RunStep[] => steps.filter(isRunStep);

const withSaid = (step: RecipeStep, all: readonly Said[]): RecipeStep => {
	if (!isRunStep(step)) {
		return step;
	}

	const { user: _user, folder: _folder, environment: _environment, ...bare } = step;
	const environment: NonNullable<RunStep['environment']> = {};
	let said: Pick<RunStep, 'user' | 'folder'> = {};
	for (const one of all.filter(({ step: name }) => name === step.name)) {
		if ('name' in one) {
			environment[one.name] = one.value;
		} else {
			said = { ...said, ...('user' in one ? { user: one.user } : { folder: one.folder }) };
		}
	}

	return { ...bare, ...said, ...(Object.keys(environment).length > 0 && { environment }) };
};

/** As whom, where and with which variables the person's own commands, scripts and checks run. */
export const stepRuns: LinesQuestion = {
	kind: 'lines',
	id: 'step-runs',
	section: 'more',
	asked: 'settings',
	title: 'How steps run',
	text: 'User, folder and variables of your commands, scripts and checks.',
	flag: { name: 'step', value: '<name: how>' },
	when: ({ recipe }) => runSteps(recipe).length > 0,
	needs: 'own commands, scripts or checks',
	read: ({ recipe }) => runSteps(recipe).flatMap(linesOf),
	write: (decisions, answer) => {
		const all = filled(several(answer))
			.map(read)
			.filter(said => typeof said !== 'string');
		return withRecipe(decisions, { steps: decisions.recipe.steps.map(step => withSaid(step, all)) });
	},
	check: (answer, { recipe }) => {
		const known = runSteps(recipe).map(({ name }) => name);
		for (const line of filled(several(answer))) {
			const said = read(line);
			if (typeof said === 'string') {
				return said;
			}

			if (!known.includes(said.step)) {
				return `No step that can be run so is named ${nameText(said.step)}: there is ${known.join(', ')}.`;
			}
		}

		return undefined;
	},
	summary: ({ recipe }) => runSteps(recipe).flatMap(linesOf).join('; ') || 'as the log-in user',
	details: ({ recipe }) => [
		`Yours: ${runSteps(recipe)
			.map(({ name }) => name)
			.join(', ')}.`,
		'setup: as app, setup: in /srv, setup: PORT=80',
		'A secret, by its variable here: setup: TOKEN=$MY_TOKEN',
	],
};

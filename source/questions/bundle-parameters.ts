import { type Bundle, type BundleParameter, bundles } from '../catalog/bundles.ts';
import { parameterValue } from '../recipe/bundles.ts';
import { parameterComplaint } from '../recipe/check.ts';
import type { RecipeBundle } from '../recipe/schema.ts';
import { several, single, withRecipe } from './answers.ts';
import type { Answer, Decisions, LinesQuestion, Question, TextQuestion } from './question.ts';

const entryOf = ({ recipe }: Decisions, bundle: Bundle): RecipeBundle | undefined =>
	recipe.bundles.find(entry => entry.id === bundle.id);

const parameterAnswer = (answer: Answer, parameter: BundleParameter): string | string[] =>
	parameter.kind === 'list'
		? several(answer)
				.map(value => value.trim())
				.filter(value => value !== '')
		: single(answer).trim();

/** A value that equals the default is not kept, so that it follows what the default depends on (the name). */
const withValue = (
	{ recipe }: Decisions,
	entry: RecipeBundle,
	parameter: BundleParameter,
	value: string | string[],
): RecipeBundle => {
	const { [parameter.name]: _old, ...others } = entry[parameter.moment];
	const isDefault = String(parameterValue(recipe, undefined, parameter)) === String(value);
	return { ...entry, [parameter.moment]: isDefault ? others : { ...others, [parameter.name]: value } };
};

const groupComplaint = (
	decisions: Decisions,
	bundle: Bundle,
	parameter: BundleParameter,
	value: string | readonly string[],
): string | undefined => {
	const others = bundle.parameters.filter(other => other.oneOf === parameter.oneOf && other !== parameter);
	// Only the last of a group is refused: an earlier one may be left empty when a later one is not.
	const isLast =
		bundle.parameters.indexOf(parameter) >
		Math.max(-1, ...others.map(other => bundle.parameters.indexOf(other)));
	const allEmpty =
		value.length === 0 &&
		others.every(other => parameterValue(decisions.recipe, entryOf(decisions, bundle), other).length === 0);
	return parameter.oneOf !== undefined && isLast && allEmpty
		? `${bundle.id} needs ${[...others, parameter].map(other => other.name).join(' or ')}.`
		: undefined;
};

const parameterQuestion = (bundle: Bundle, parameter: BundleParameter): TextQuestion | LinesQuestion => ({
	kind: parameter.kind === 'list' ? 'lines' : 'text',
	id: `${bundle.id}.${parameter.name}`,
	section: 'install',
	asked: 'walk',
	title: parameter.title,
	text: parameter.text,
	flag: {
		name: `${bundle.id}-${parameter.name}`,
		value: parameter.kind === 'number' ? '<number>' : '<value>',
	},
	ticks: { question: 'install', value: bundle.id },
	when: decisions => entryOf(decisions, bundle) !== undefined,
	read: decisions => parameterValue(decisions.recipe, entryOf(decisions, bundle), parameter),
	write: (decisions, answer) =>
		withRecipe(decisions, {
			bundles: decisions.recipe.bundles.map(entry =>
				entry.id === bundle.id
					? withValue(decisions, entry, parameter, parameterAnswer(answer, parameter))
					: entry,
			),
		}),
	check: (answer, decisions) => {
		const value = parameterAnswer(answer, parameter);
		return parameterComplaint(parameter, value) ?? groupComplaint(decisions, bundle, parameter, value);
	},
	summary: decisions => {
		const value = parameterValue(decisions.recipe, entryOf(decisions, bundle), parameter);
		return (typeof value === 'string' ? value : value.join(', ')) || 'none';
	},
	details: () => [
		`For ${bundle.id}, ${parameter.moment === 'boot' ? 'given to it when a server boots' : 'kept in the image'}.`,
		...(parameter.kind === 'list' ? ['One a line.'] : []),
	],
});

/** The parameters of every bundle of the catalogue; each is asked only if its bundle is chosen. */
export const bundleParameters: readonly Question[] = bundles.flatMap(bundle =>
	bundle.parameters.map(parameter => parameterQuestion(bundle, parameter)),
);

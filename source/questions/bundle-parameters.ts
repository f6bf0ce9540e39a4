import { alternatives, bundles, countsBeside, parameterKey } from '../catalog/bundles/index.ts';
import type { Bundle, BundleParameter } from '../catalog/bundles/schema.ts';
import { parameterCounts, parameterValue } from '../recipe/bundles.ts';
import { parameterComplaint } from '../recipe/parameter-complaint.ts';
import type { RecipeBundle } from '../recipe/schema.ts';
import { several, single, withRecipe } from './answers.ts';
import type { Answer, ChoiceQuestion, Decisions, LinesQuestion, Question, TextQuestion } from './question.ts';

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
	const { recipe } = decisions;
	const entry = entryOf(decisions, bundle);
	const others = bundle.parameters.filter(
		other =>
			other.oneOf === parameter.oneOf && other !== parameter && parameterCounts(recipe, entry, bundle, other),
	);
	// Only the last of a group is refused: an earlier one may be left empty when a later one is not.
	const isLast =
		bundle.parameters.indexOf(parameter) >
		Math.max(-1, ...others.map(other => bundle.parameters.indexOf(other)));
	const allEmpty =
		value.length === 0 && others.every(other => parameterValue(recipe, entry, other).length === 0);
	return parameter.oneOf !== undefined && isLast && allEmpty
		? `${bundle.id} needs ${[...others, parameter].map(other => other.name).join(' or ')}.`
		: undefined;
};

const yesOrNo: NonNullable<BundleParameter['choices']> = [
	{ value: 'yes', text: '' },
	{ value: 'no', text: '' },
];

const flagValues: Readonly<Partial<Record<BundleParameter['kind'], string>>> = {
	number: '<number>',
	'yes-no': 'yes|no',
	file: '<path>',
	secret: '<variable>',
};

/** What a person may say of a yes or a no, in HCL's words, too. */
const meantAnswer = ({ kind }: BundleParameter, answer: Answer): Answer => {
	const said = single(answer).trim().toLowerCase();
	return kind !== 'yes-no' ? answer : said === 'true' ? 'yes' : said === 'false' ? 'no' : said;
};

/** `"IAM groups that may log in"`: those of which one is enough in its place. */
const orElse = (bundle: Bundle, parameter: BundleParameter): string =>
	alternatives(bundle, parameter)
		.map(({ title }) => `"${title}"`)
		.join(' or ');

const usedWhen = (bundle: Bundle, { moment, kind }: BundleParameter): readonly string[] => [
	`For ${bundle.id}, ${moment === 'boot' ? 'given to it when a server boots' : 'kept in the image'}.`,
	...(kind === 'list' ? ['One a line.'] : []),
	...(kind === 'file' ? ['A file of this machine. It is copied beside the template.'] : []),
	...(kind === 'secret' ? ['The name of the variable only: no file of ours holds a secret.'] : []),
];

const parameterQuestion = (bundle: Bundle, parameter: BundleParameter): Question => {
	const key = parameterKey(bundle, parameter);
	const others = orElse(bundle, parameter);
	const counting = countsBeside(bundle, parameter);
	const question: Omit<TextQuestion | LinesQuestion, 'kind'> = {
		id: `${bundle.id}.${key}`,
		section: 'install',
		asked: 'form',
		title: parameter.title,
		text: others === '' ? parameter.text : `${parameter.text} This or ${others} is needed.`,
		flag: {
			name: `${bundle.id}-${key.replaceAll(/[._]/g, '-')}`,
			value:
				parameter.choices?.map(({ value }) => value).join('|') ?? flagValues[parameter.kind] ?? '<value>',
		},
		parameter: {
			bundle: bundle.id,
			name: parameter.name,
			moment: parameter.moment,
			...(parameter.rare && { isRare: true }),
			...(others !== '' && { orElse: others }),
			...(parameter.kind === 'secret' && { isSecret: true }),
		},
		ticks: { question: 'install', value: bundle.id },
		meant: answer => meantAnswer(parameter, answer),
		...(counting !== undefined && { needs: counting }),
		when: decisions => {
			const entry = entryOf(decisions, bundle);
			return entry !== undefined && parameterCounts(decisions.recipe, entry, bundle, parameter);
		},
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
	};
	const choices = parameter.kind === 'yes-no' ? yesOrNo : parameter.choices;
	if (choices) {
		const choice: ChoiceQuestion = {
			...question,
			kind: 'choice',
			choices: () =>
				choices.map(({ value, text }) => ({
					value,
					label: value,
					details: [...(text === '' ? [] : [text]), ...usedWhen(bundle, parameter)],
				})),
		};
		return choice;
	}

	return {
		...question,
		kind: parameter.kind === 'list' ? 'lines' : 'text',
		details: () => usedWhen(bundle, parameter),
	};
};

const isRare = ({ rare }: BundleParameter): boolean => rare === true;

/** The parameters of every bundle of the catalogue, the rare ones last; each is asked only if its bundle is chosen. */
export const bundleParameters: readonly Question[] = bundles.flatMap(bundle =>
	[...bundle.parameters.filter(parameter => !isRare(parameter)), ...bundle.parameters.filter(isRare)].map(
		parameter => parameterQuestion(bundle, parameter),
	),
);

import { type Decisions, type Question, sections } from '../questions/question.ts';
import { questions } from '../questions/table.ts';
import { defaultRecipe } from '../recipe/defaults.ts';
import type { FlagGroup } from './help.ts';
import { neverAssumed } from './missing.ts';
import type { Flag } from './parse.ts';
import { setFlag } from './set.ts';

const plain: Decisions = { recipe: defaultRecipe(), folder: null };
/** More choices than this are looked up in the wizard, not in a help text. */
const listedChoices = 16;

const choicesText = (question: Question): string => {
	if ((question.kind !== 'choice' && question.kind !== 'many') || question.flag.value.includes('|')) {
		return '';
	}

	const values = question
		.choices(plain)
		.filter(choice => !choice.isFoundOnly && choice.leadsTo === undefined)
		.map(choice => choice.value)
		.filter(value => value !== '');
	const some = `${values.length}, such as ${values.slice(0, 3).join(', ')}`;
	return values.length === 0
		? ''
		: values.length <= listedChoices
			? ` One of ${values.join(', ')}.`
			: question.other
				? ` Our list has ${some}; others are taken as well.`
				: ` One of ${some}.`;
};

const defaultText = (question: Question): string => {
	if (neverAssumed.has(question.id)) {
		return ' Needed where nobody can be asked.';
	}

	const answer = question.read(plain);
	const text = typeof answer === 'string' ? answer : answer.join(',');
	return text === '' || (question.when && !question.when(plain)) ? '' : ` Default: ${text}.`;
};

const sentence = (text: string): string => (/[.:?]$/.test(text) ? text : `${text}.`);

/** Whether the answers that no flag gives come from the questions' defaults, or from a recipe. */
type Basis = 'defaults' | 'recipe';

const questionFlag = (question: Question, basis: Basis): Flag => ({
	name: question.flag.name,
	value: question.flag.value,
	text: [
		// The text of a part of another answer does not say what it is a part of; the title does.
		question.ticks ? `${sentence(question.title)} ` : '',
		sentence(question.text),
		choicesText(question),
		basis === 'defaults' ? defaultText(question) : '',
		question.kind === 'lines' ? ' Repeatable.' : '',
		basis === 'recipe' && (question.kind === 'lines' || question.kind === 'many')
			? ' What is given takes the place of all there are.'
			: '',
	].join(''),
});

const helpOf = ({ parameter, asked, flag }: Question): Pick<Flag, 'help'> =>
	parameter ? { help: 'none' } : asked === 'walk' && !flag.isRare ? {} : { help: 'rare' };

/** The questions as flags, a group for each section of the wizard; those of bundles are told by `--set`. */
export const questionGroups = (basis: Basis): readonly FlagGroup[] =>
	sections
		.map(({ id, title }) => ({
			title,
			short: 'Answers',
			flags: [
				...questions
					.filter(question => question.section === id && question.within === undefined)
					.map(question => ({ ...questionFlag(question, basis), ...helpOf(question) })),
				...(id === 'install' ? [setFlag] : []),
			],
		}))
		.filter(group => group.flags.length > 0);

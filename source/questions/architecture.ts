import { nameText } from '../base/printable.ts';
import { architectures, findBaseImage } from '../catalog/base-images.ts';
import { inSmallLetters, single, withRecipe } from './answers.ts';
import type { ChoiceQuestion, Decisions } from './question.ts';

const explained = {
	x86_64: {
		hint: 'Intel and AMD, the usual',
		details: ['Processors by Intel and AMD. Every program runs on them.'],
	},
	arm64: {
		hint: 'Graviton, cheaper',
		details: ['Graviton by AWS, about a fifth cheaper.', 'Programs must be made for arm64.'],
	},
} as const;

const details = ({ recipe }: Decisions, architecture: (typeof architectures)[number]): readonly string[] => {
	const image = 'image' in recipe.base ? findBaseImage(recipe.base.image) : undefined;
	return [
		...explained[architecture].details,
		// Only the ends of the pattern tell something: in one row it can be read.
		...(image ? [image.nameFilter[architecture].replace(/^(\w+)\/.+\//, '$1/.../')] : []),
	];
};

/** The kind of processor that the image is made for. */
export const architecture: ChoiceQuestion = {
	kind: 'choice',
	id: 'architecture',
	section: 'base',
	asked: 'walk',
	title: 'Processor',
	text: 'The kind of processor of your servers.',
	flag: { name: 'architecture', value: '<id>' },
	meant: inSmallLetters,
	when: ({ recipe: { base } }) => !('ami' in base) || base.name === undefined,
	needs: 'a base image that is there for several: AWS told for which one this AMI is',
	read: ({ recipe }) => recipe.base.architecture,
	write: (decisions, answer) =>
		withRecipe(decisions, {
			base: { ...decisions.recipe.base, architecture: single(answer) === 'arm64' ? 'arm64' : 'x86_64' },
		}),
	check: answer =>
		architectures.some(candidate => candidate === single(answer))
			? undefined
			: `There is no architecture ${nameText(single(answer))}: choose ${architectures.join(' or ')}.`,
	summary: ({ recipe }) => recipe.base.architecture,
	choices: decisions =>
		architectures.map(value => ({
			value,
			label: value,
			hint: explained[value].hint,
			details: details(decisions, value),
		})),
};

import { inSmallLetters, single, withAws } from '../../../questions/answers.ts';
import type { ChoiceQuestion, TextQuestion } from '../../../questions/question.ts';
import { awsSchema, templateStyles } from '../../../recipe/schema.ts';
import { defaultVersionTag, versionTagOf } from '../../../recipe/style.ts';

/** How the files for Packer are written. */
export const style: ChoiceQuestion = {
	kind: 'choice',
	id: 'style',
	section: 'more',
	asked: 'settings',
	title: 'Style',
	text: 'How the files for Packer are written.',
	flag: { name: 'style', value: 'packer-wizard|gruntwork' },
	meant: inSmallLetters,
	read: ({ recipe }) => recipe.aws.style,
	write: (decisions, answer) =>
		withAws(decisions, { style: templateStyles.find(name => name === single(answer)) ?? 'packer-wizard' }),
	check: answer =>
		templateStyles.some(name => name === single(answer))
			? undefined
			: `The style is ${templateStyles.join(' or ')}.`,
	summary: ({ recipe }) => (recipe.aws.style === 'gruntwork' ? 'one file, as Gruntwork has it' : 'a folder'),
	choices: () => [
		{
			value: 'packer-wizard',
			label: 'a folder',
			hint: 'the usual',
			details: ['Template, variables and each script in a file of its own, easy to read and to change.'],
		},
		{
			value: 'gruntwork',
			label: 'one file',
			hint: 'as Gruntwork has it',
			details: [
				"Variables, name and tags as pipelines of Gruntwork's Reference Architecture have them.",
				'The scripts stand in it, so that it builds alone.',
			],
		},
	],
};

/** The version in the image's name and tags. */
export const imageVersion: TextQuestion = {
	kind: 'text',
	id: 'version-tag',
	section: 'more',
	asked: 'settings',
	title: 'Version',
	text: "The version in the image's name and its tag `version`; a pipeline gives another.",
	flag: { name: 'version-tag', value: '<version>' },
	ticks: { question: 'style', value: 'gruntwork' },
	when: ({ recipe }) => recipe.aws.style === 'gruntwork',
	read: ({ recipe }) => versionTagOf(recipe.aws),
	write: (decisions, answer) => {
		const version = single(answer).trim();
		return withAws(decisions, { versionTag: version === defaultVersionTag ? undefined : version });
	},
	check: answer =>
		awsSchema.shape.versionTag.safeParse(single(answer).trim()).success
			? undefined
			: 'A version looks like v1.2.3: up to 40 letters, digits and . _ -',
	summary: ({ recipe }) => versionTagOf(recipe.aws),
	details: ({ recipe }) => [`For example ${recipe.name}-${versionTagOf(recipe.aws)}-20261128-1048.`],
};

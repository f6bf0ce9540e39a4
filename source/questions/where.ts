import { printable } from '../base/printable.ts';
import { type TargetId, targetIds } from '../recipe/schema.ts';
import { makes, makesSeveral, targetOf } from '../recipe/targets.ts';
import { identityText } from '../targets/aws/questions/facts.ts';
import { inSmallLetters, single, withAws, withRecipe } from './answers.ts';
import type { ChoiceQuestion } from './question.ts';

/** The answers that make a container image here, alone and beside an AMI: no profile of AWS is called so. */
const here = ':docker';
const both = ':both';

/** Which AWS sign-in is used, and so which account gets the image; or that it becomes a container image on this computer. */
export const where: ChoiceQuestion = {
	kind: 'choice',
	id: 'where',
	section: 'where',
	asked: 'walk',
	title: 'Where',
	text: 'The AWS account, or a container.',
	flag: { name: 'profile', value: '<name>' },
	read: ({ recipe }) =>
		makesSeveral(recipe) ? both : makes(recipe, 'aws') ? (recipe.aws.profile ?? '') : here,
	write: (decisions, answer) => {
		switch (single(answer)) {
			case here:
				return withRecipe(decisions, { targets: ['docker'] });
			case both:
				// The profile stays.
				return withRecipe(decisions, { targets: [...targetIds] });
			default:
				return withAws(withRecipe(decisions, { targets: ['aws'] }), { profile: single(answer) || undefined });
		}
	},
	check: () => undefined,
	summary: ({ recipe }) => {
		const account = recipe.aws.profile === undefined ? 'AWS' : `AWS, profile ${recipe.aws.profile}`;
		const container = 'a container image here';
		return makesSeveral(recipe) ? `${account}, and ${container}` : makes(recipe, 'aws') ? account : container;
	},
	topics: ['identity'],
	choices: ({ recipe }, facts) => {
		const profiles = new Set(facts?.profiles ?? []);
		if (recipe.aws.profile !== undefined) {
			profiles.add(recipe.aws.profile);
		}

		const identity = identityText(facts?.aws);
		// What was asked is the account of the answer that stands.
		const known = (profile: string): readonly string[] =>
			identity && makes(recipe, 'aws') && profile === (recipe.aws.profile ?? '')
				? [`You are ${printable(identity)}.`]
				: [];
		return [
			{
				value: '',
				label: 'AWS',
				hint: 'the sign-in that is found',
				// At 40 columns and 10 rows all of it still has a place.
				details: [
					...known(''),
					'Your account, with the sign-in that Packer finds: keys, a profile or a role.',
					'A rehearsal needs none.',
				],
			},
			...[...profiles].map(profile => {
				const { hint, details = [], isFound = false } = facts?.profileTexts?.[profile] ?? {};
				return {
					value: profile,
					label: `AWS, profile ${profile}`,
					hint: printable(hint ?? 'from your AWS settings'),
					...(isFound && { mark: 'found' }),
					details: [
						...known(profile),
						...details.map(printable),
						`Your account, with the profile ${profile} of your AWS settings.`,
					],
				};
			}),
			{
				value: here,
				label: 'A container image',
				hint: 'on this computer, by Docker or Podman',
				keywords: 'docker podman oci container',
				details: [
					'The same steps, in a container instead of a server: no account, nothing to pay.',
					'It can be pushed to a registry, and written to a file.',
				],
			},
			{
				value: both,
				label: 'Both',
				hint: 'an image in AWS and a container image',
				keywords: 'docker podman oci container ami',
				details: [
					'The same steps make both in one build, side by side.',
					...(recipe.aws.profile === undefined ? [] : [`In AWS with the profile ${recipe.aws.profile}.`]),
				],
			},
		];
	},
};

const targetsMeant = (answer: string): TargetId[] =>
	answer === 'both' ? [...targetIds] : targetIds.filter(id => id === answer);

/** What is made, by a flag and in a file; the wizard asks that with the account. */
export const target: ChoiceQuestion = {
	kind: 'choice',
	id: 'target',
	section: 'where',
	asked: 'set',
	title: 'Target',
	text: 'What is made: an image in AWS (AMI), a container image on this computer, or both.',
	flag: { name: 'target', value: 'aws|docker|both' },
	meant: inSmallLetters,
	read: ({ recipe }) => (makesSeveral(recipe) ? 'both' : targetOf(recipe)),
	write: (decisions, answer) => withRecipe(decisions, { targets: targetsMeant(single(answer)) }),
	check: answer =>
		targetsMeant(single(answer)).length > 0 ? undefined : 'The target is aws, docker or both.',
	summary: ({ recipe }) => recipe.targets.join(', '),
	choices: () => [
		{ value: 'aws', label: 'an image in AWS, an AMI' },
		{ value: 'docker', label: 'a container image on this computer' },
		{ value: 'both', label: 'both, by the same steps, in one build' },
	],
};

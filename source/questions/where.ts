import { single, withAws } from './answers.ts';
import type { ChoiceQuestion } from './question.ts';

/** Which AWS sign-in is used, and so which account gets the image. */
export const where: ChoiceQuestion = {
	kind: 'choice',
	id: 'where',
	section: 'where',
	asked: 'walk',
	title: 'Where',
	text: 'The AWS account that gets your image. A rehearsal needs none.',
	flag: { name: 'profile', value: '<name>' },
	read: ({ recipe }) => recipe.aws.profile ?? '',
	write: (decisions, answer) => withAws(decisions, { profile: single(answer) || undefined }),
	check: () => undefined,
	summary: ({ recipe }) => (recipe.aws.profile === undefined ? 'AWS' : `AWS, profile ${recipe.aws.profile}`),
	choices: ({ recipe }, facts) => {
		const profiles = new Set(facts?.profiles ?? []);
		if (recipe.aws.profile !== undefined) {
			profiles.add(recipe.aws.profile);
		}

		return [
			{
				value: '',
				label: 'AWS',
				hint: 'the sign-in that is found',
				details: [
					'Your account, with the sign-in that Packer finds by itself:',
					'keys in the environment, the default profile, or the role of this machine.',
				],
			},
			...[...profiles].map(profile => ({
				value: profile,
				label: `AWS, profile ${profile}`,
				hint: 'from your AWS settings',
				details: [`Your account, with the profile ${profile} of your AWS settings.`],
			})),
		];
	},
};

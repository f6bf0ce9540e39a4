import { targetIds } from '../recipe/schema.ts';
import { makes } from '../recipe/targets.ts';
import { inSmallLetters, single, withAws, withRecipe } from './answers.ts';
import type { ChoiceQuestion } from './question.ts';

/** The answer that makes a container image here: no profile of AWS is called so. */
const here = ':docker';

/** Which AWS sign-in is used, and so which account gets the image; or that it becomes a container image on this computer. */
export const where: ChoiceQuestion = {
	kind: 'choice',
	id: 'where',
	section: 'where',
	asked: 'walk',
	title: 'Where',
	text: 'The AWS account, or a container.',
	flag: { name: 'profile', value: '<name>' },
	read: ({ recipe }) => (makes(recipe, 'aws') ? (recipe.aws.profile ?? '') : here),
	write: (decisions, answer) =>
		single(answer) === here
			? withRecipe(decisions, { targets: ['docker'] })
			: withAws(withRecipe(decisions, { targets: ['aws'] }), { profile: single(answer) || undefined }),
	check: () => undefined,
	summary: ({ recipe }) =>
		!makes(recipe, 'aws')
			? 'a container image here'
			: recipe.aws.profile === undefined
				? 'AWS'
				: `AWS, profile ${recipe.aws.profile}`,
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
				// At 40 columns and 10 rows all of it still has a place.
				details: [
					'Your account, with the sign-in that Packer finds: keys, a profile or a role.',
					'A rehearsal needs none.',
				],
			},
			...[...profiles].map(profile => ({
				value: profile,
				label: `AWS, profile ${profile}`,
				hint: 'from your AWS settings',
				details: [`Your account, with the profile ${profile} of your AWS settings.`],
			})),
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
		];
	},
};

/** What is made, by a flag and in a file; the wizard asks that with the account. */
export const target: ChoiceQuestion = {
	kind: 'choice',
	id: 'target',
	section: 'where',
	asked: 'set',
	title: 'Target',
	text: 'What is made: an image in AWS (AMI), or a container image on this computer.',
	flag: { name: 'target', value: 'aws|docker' },
	meant: inSmallLetters,
	read: ({ recipe }) => recipe.targets[0] ?? 'aws',
	write: (decisions, answer) =>
		withRecipe(decisions, { targets: targetIds.filter(id => id === single(answer)) }),
	check: answer => (targetIds.some(id => id === single(answer)) ? undefined : 'The target is aws or docker.'),
	summary: ({ recipe }) => recipe.targets.join(', '),
	choices: () => [
		{ value: 'aws', label: 'an image in AWS, an AMI' },
		{ value: 'docker', label: 'a container image on this computer' },
	],
};

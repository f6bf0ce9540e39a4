import { packageManagers } from '../catalog/base-images.ts';
import { resolveBase } from '../recipe/base.ts';
import { packageManagerWarning } from '../recipe/packages.ts';
import { inSmallLetters, single, withRecipe } from './answers.ts';
import type { ChoiceQuestion } from './question.ts';

const systems = {
	apt: 'Debian and Ubuntu',
	dnf: 'Amazon Linux 2023, Rocky Linux, RHEL from 8 on, Fedora',
	yum: 'Amazon Linux 2, CentOS 7',
} as const;

/** What installs the packages of an AMI that is not of the catalogue. */
export const packageManager: ChoiceQuestion = {
	kind: 'choice',
	id: 'package-manager',
	section: 'more',
	asked: 'settings',
	title: 'Package manager',
	text: 'What installs packages on the AMI that you start from.',
	flag: { name: 'package-manager', value: packageManagers.join('|') },
	meant: inSmallLetters,
	when: ({ recipe }) => !('image' in recipe.base),
	needs: 'an AMI of your own as the base image',
	read: ({ recipe }) => resolveBase(recipe).packageManager,
	write: (decisions, answer) => {
		const { base } = decisions.recipe;
		const found = packageManagers.find(one => one === single(answer));
		return 'image' in base || found === undefined
			? decisions
			: withRecipe(decisions, { base: { ...base, packageManager: found } });
	},
	check: answer =>
		packageManagers.some(one => one === single(answer))
			? undefined
			: `A package manager is ${packageManagers.join(', ')}.`,
	warn: ({ recipe }) => [packageManagerWarning(recipe)].filter(warning => warning !== undefined),
	summary: ({ recipe }) => resolveBase(recipe).packageManager,
	choices: () => packageManagers.map(value => ({ value, label: value, hint: systems[value] })),
};

import type { ChosenBundle } from '../../recipe/bundles.ts';
import { valueWords } from '../bundle-values.ts';
import { shellQuote, shellTemplate } from '../shell.ts';
import { regionVariable } from './way.ts';

/** An argument of the installation: its name, and its value as a word of the shell; none for one that is only named. */
export type InstallArgument = { readonly name: string; readonly word: string | undefined };

const fixed = ({ bundle, version }: ChosenBundle): InstallArgument[] =>
	(bundle.arguments ?? []).map(({ name, value }) => ({
		name,
		word:
			value === undefined
				? undefined
				: shellTemplate(value.replaceAll('{version}', version), { region: regionVariable }),
	}));

/** What the installation gets: what is no decision, the parameters, and the person's own. */
export const installArguments = (chosen: ChosenBundle): readonly InstallArgument[] => [
	...fixed(chosen),
	...chosen.bundle.parameters
		.filter(parameter => parameter.moment === 'install' && !parameter.ours)
		.flatMap(parameter => {
			const { name } = parameter;
			return valueWords(chosen, parameter).map(word => ({ name, word }));
		}),
	...Object.entries(chosen.more.install).flatMap(([name, value]) =>
		[value].flat().map(one => ({ name, word: one === '' ? undefined : shellQuote(one) })),
	),
];

/** The same as flags of a command, a group each. */
export const flagGroups = (chosen: ChosenBundle): readonly (readonly string[])[] =>
	installArguments(chosen).map(({ name, word }) => [`--${name}`, ...(word === undefined ? [] : [word])]);

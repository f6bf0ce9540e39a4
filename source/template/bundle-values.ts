import type { BundleParameter } from '../catalog/bundles/schema.ts';
import { type ChosenBundle, holds } from '../recipe/bundles.ts';
import { uploadedPath } from './bundle-files.ts';
import { shellQuote, shellTemplate } from './shell.ts';

/** In a value of the catalogue stands for that of a secret, which no name of its can be confused with. */
const secretMark = '{secret}';

/**
 * The values of a parameter as words of the shell, one for each that a list has; undefined for a flag that is only
 * named. A parameter without a value has none.
 * @param around what stands in front of the value in the same word, and what is made of it before it is quoted.
 */
export const valueWords = (
	chosen: ChosenBundle,
	parameter: BundleParameter,
	around: { readonly prefix?: string | undefined; readonly change?: (value: string) => string } = {},
): readonly (string | undefined)[] => {
	const values = chosen.values[parameter.moment];
	const { prefix = '', change = value => value } = around;
	if (!holds(parameter.when, chosen.values, parameter.moment)) {
		return [];
	}

	return [values[parameter.name] ?? []]
		.flat()
		.filter(value => value !== '')
		.flatMap(value => {
			switch (parameter.kind) {
				case 'yes-no':
					return parameter.bare
						? value === 'yes'
							? [undefined]
							: []
						: [shellQuote(`${prefix}${value === 'yes'}`)];
				case 'secret':
					return [shellTemplate(`${prefix}${secretMark}`, { secret: value })];
				case 'file':
					return [shellQuote(`${prefix}${uploadedPath(chosen.bundle, parameter, value)}`)];
				default:
					return [shellQuote(`${prefix}${change(value)}`)];
			}
		});
};

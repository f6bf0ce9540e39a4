import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileTexts } from '../builds/copy/powers.ts';

/** Something outside of a folder that a template in it names. */
export type ReachedOutside = {
	/** As the template names it, without `${path.root}/`. */
	readonly named: string;
	/** Absolute. */
	readonly target: string;
};

/** The texts in quotes, without what stands for the template's own folder in front. */
export const literalsIn = (text: string): readonly string[] => [
	...new Set(
		[...text.matchAll(/"((?:[^"\\\n]|\\.)+)"/g)].map(([, literal = '']) =>
			literal.replace(/^\$\{path\.(root|cwd)\}\//, ''),
		),
	),
];

/**
 * What a template names outside of its folder: behind `../` wherever that stands, and by an absolute path where it names
 * files of this computer. An absolute path elsewhere is mostly one on the machine.
 * @param name of the template's file.
 */
export const reachedOutside = async (
	name: string,
	text: string,
	folder: string,
): Promise<readonly ReachedOutside[]> => {
	// As Packer goes up from there.
	const root = await realpath(folder).catch(() => folder);
	const upwards = literalsIn(text).filter(literal => literal.split('/').includes('..'));
	const absolute = fileTexts(name, text).flatMap(literalsIn).filter(path.isAbsolute);
	return [...new Set([...upwards, ...absolute])].flatMap(named => {
		const target = path.resolve(root, named);
		return path.relative(root, target).startsWith('..') ? [{ named, target }] : [];
	});
};

/** What a folder holds, as a person can read it; undefined if it is none. */
export const listing = (folder: string): Promise<string | undefined> =>
	readdir(folder).then(
		names => `A folder: ${names.sort().join(', ')}\n`,
		() => undefined,
	);

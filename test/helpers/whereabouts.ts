import type { Environment, Whereabouts } from '../../source/base/paths.ts';
import { type PackerProgram, searchPacker } from '../../source/packer/find.ts';

/** Somebody with this environment, in the folder of the tests unless another is named. */
export const at = (environment: Environment, cwd = process.cwd()): Whereabouts => ({ environment, cwd });

/** Where the tests themselves run. */
export const here: Whereabouts = at(process.env);

/** The Packer that somebody with this environment would use. @throws the Problem if there is none. */
export const findPacker = async (environment: Environment): Promise<PackerProgram> => {
	const search = await searchPacker(at(environment));
	if (search.kind === 'missing') {
		throw search.problem;
	}

	return search.program;
};

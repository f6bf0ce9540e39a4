import type { Environment } from './paths.ts';

/** The path of the Packer to use. */
export const packerVariable = 'PACKER_WIZARD_PACKER';

/** The container image in which the scripts of a rehearsal run. */
export const rehearsalImageVariable = 'PACKER_WIZARD_REHEARSAL_IMAGE';

/** Another server with the folders of https://releases.hashicorp.com, from which a Packer is downloaded. */
export const releasesVariable = 'PACKER_WIZARD_RELEASES_URL';

/** How many builds that are over are kept: a number, or `all`. */
export const keepBuildsVariable = 'PACKER_WIZARD_KEEP_BUILDS';

/** Another address for the API of GitHub, https://api.github.com, which is asked whether the token is good. */
export const githubVariable = 'PACKER_WIZARD_GITHUB_API_URL';

/** How much the states of machines take at most that rehearsals keep behind steps, in GB; `off`: none is kept. */
export const layersVariable = 'PACKER_WIZARD_LAYERS';

/** `off`: no build lists what is in its image. */
export const contentsVariable = 'PACKER_WIZARD_CONTENTS';

/** What all of ours begin with, those that give answers included. */
export const variablePrefix = 'PACKER_WIZARD_';

/** Ours that say how the program works. */
export const ownVariables: readonly string[] = [
	packerVariable,
	rehearsalImageVariable,
	releasesVariable,
	keepBuildsVariable,
	githubVariable,
	layersVariable,
	contentsVariable,
];

/** Those that are set, look like ours in any letters, and say nothing of that: they give answers, or are none of ours. */
export const answerVariables = (environment: Environment): readonly string[] =>
	Object.keys(environment).filter(
		name =>
			name.toUpperCase().startsWith(variablePrefix) && environment[name] && !ownVariables.includes(name),
	);

import type { ChosenBundle } from '../../recipe/bundles.ts';

/** The token that reads private repositories, and the region of the build: variables that the shell provisioner sets. */
export const tokenVariable = 'GITHUB_OAUTH_TOKEN';
export const regionVariable = 'AWS_REGION';

/** One way to install a bundle. */
export type InstallWay = {
	/** The lines of its script that do it. */
	readonly lines: (chosen: ChosenBundle) => readonly string[];
	/** System packages that the way itself needs, the same for each package manager. */
	readonly packages?: readonly string[];
};

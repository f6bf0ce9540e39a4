import { shellCommand, shellQuote } from '../shell.ts';
import { flagGroups } from './arguments.ts';
import type { InstallWay } from './way.ts';

/** A script of the repository that takes others from beside it, so the whole repository is fetched, at one tag. */
export const clone: InstallWay = {
	packages: ['git'],
	lines: chosen => {
		const { bundle, version } = chosen;
		return [
			'folder=$(mktemp -d)',
			`trap 'rm -rf "$folder"' EXIT`,
			...shellCommand([
				['git -c advice.detachedHead=false clone --quiet --depth 1'],
				['--branch', shellQuote(version)],
				[shellQuote(bundle.repository), '"$folder"'],
			]),
			...shellCommand([[`"$folder"/${shellQuote(bundle.name)}`], ...flagGroups(chosen)]),
		];
	},
};

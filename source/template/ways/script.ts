import { shellCommand, shellQuote } from '../shell.ts';
import { flagGroups } from './arguments.ts';
import type { InstallWay } from './way.ts';

/** A script of the repository that is downloaded alone, and run by bash. */
export const script: InstallWay = {
	lines: chosen => {
		const { bundle, version } = chosen;
		const raw = bundle.repository.replace('https://github.com/', 'https://raw.githubusercontent.com/');
		return [
			// Piped into bash, a download that fails would pass as an empty script that works.
			'script=$(mktemp)',
			`trap 'rm -f "$script"' EXIT`,
			...shellCommand([
				['curl -fsSL --retry 5 -o "$script"'],
				[shellQuote(`${raw}/${version}/${bundle.name}`)],
			]),
			...shellCommand([['bash "$script"'], ...flagGroups(chosen)]),
		];
	},
};

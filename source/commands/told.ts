import { readFileSync } from 'node:fs';
import { tellLost, watchOutput } from './shared/lost-output.ts';
import { askedIn, isAsking, toldText } from './shared/told.ts';
import { usageIn } from './shared/usages.ts';
import { findCommand } from './table.ts';

/** How each command is used, as `build.ts` wrote it down: nothing of the program is loaded for it. */
const usages = 'usages.json';

/**
 * Prints the version or a help where a command line asks for that and nothing else. It is bundled into a file of its own.
 * @returns false where there is more to it.
 * @throws Problem for a command that there is not.
 */
export const tell = (argv: readonly string[]): boolean => {
	const { name, group, rest } = findCommand(argv);
	if (name === 'home' || (name !== undefined && !rest.every(isAsking))) {
		return false;
	}

	const { stdout } = process;
	const asked = askedIn(rest);
	const usage =
		name === undefined || asked.has('version')
			? undefined
			: usageIn(readFileSync(new URL(usages, import.meta.url), 'utf8'), name);
	const text = toldText(asked, usage, group, stdout.columns);
	if (text === undefined) {
		return false;
	}

	watchOutput(stdout, tellLost);
	stdout.write(text);
	return true;
};

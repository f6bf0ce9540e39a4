/**
 * Prints what is made ahead of the definitions in our sources, as JSON: texts by the names of the files in `dist/` that they
 * go into. What begins with them needs nothing of the program. Run by `build.ts`, in a Node.js of its own that reads the
 * sources as they are.
 */
import { loadCommand } from '../source/commands/index.ts';
import { usagesText } from '../source/commands/shared/usages.ts';
import { commandNames } from '../source/commands/table.ts';
import { firstQuestion } from '../source/screens/wizard/first-question.ts';

const usages = await Promise.all(
	commandNames.map(async name => [name, (await loadCommand(name)).usage] as const),
);
const files = {
	/** For the launcher: how commands are used. */
	'usages.json': usagesText(usages),
	/** For `new`: what it shows before it knows a question. */
	'first-question.json': JSON.stringify(firstQuestion()),
};
process.stdout.write(JSON.stringify(files));

/**
 * Prints how each command is used, for `dist/usages.json`: the launcher reads it there, and needs nothing of the program for
 * a help. Run by `build.ts`, in a Node.js of its own that reads the sources as they are.
 */
import { loadCommand } from '../source/commands/index.ts';
import { usagesText } from '../source/commands/shared/usages.ts';
import { commandNames } from '../source/commands/table.ts';

const usages = commandNames.map(async name => [name, (await loadCommand(name)).usage] as const);
process.stdout.write(usagesText(await Promise.all(usages)));

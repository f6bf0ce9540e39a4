import { commandRules, type ScriptFacts, type Seen, scriptRules } from './script-rules.ts';
import { scriptStart, unixText } from './script-start.ts';
import { shellCommands } from './shell-commands.ts';

/** A place of a script that will most likely not do what its writer wants. */
export type ScriptDoubt = {
	readonly id: string;
	/** From 1. */
	readonly line: number;
	/** A sentence. */
	readonly message: string;
	/** The line as it would be right, where that is certain. */
	readonly fix?: string;
};

/**
 * What is doubtful about a script, the first of each kind, in the order of its lines.
 * @param text as the person wrote it; what is written for something else than a shell has no doubts.
 */
export const scriptDoubts = (text: string, facts: ScriptFacts): readonly ScriptDoubt[] => {
	const start = scriptStart(text);
	const commands = shellCommands(unixText(text));
	const seen: Seen = { ...facts, text, commands, start };
	if (start.shell === undefined) {
		return [];
	}

	const ofCommands = commandRules.flatMap(({ id, says, fix }): ScriptDoubt[] => {
		for (const command of commands) {
			const message = says(command, seen);
			if (message !== undefined) {
				return [{ id, line: command.line, message, ...(fix && { fix: fix(command) }) }];
			}
		}

		return [];
	});
	const ofAll = scriptRules.flatMap(({ id, says }): ScriptDoubt[] => {
		const message = says(seen);
		return message === undefined ? [] : [{ id, line: 1, message }];
	});
	return [...ofAll, ...ofCommands].toSorted((one, other) => one.line - other.line);
};

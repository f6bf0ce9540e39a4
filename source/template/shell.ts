import { isPlainWord, singleQuoted } from '../base/shell.ts';

/** A text as one word of a POSIX shell, without quotes where none are needed. It must not hold NUL. */
export const shellQuote = (text: string): string => (isPlainWord(text) ? text : singleQuoted(text));

/**
 * A text of the catalogue as one word, in which `{name}` stands for the value of a shell variable.
 * @param variables the shell variable for each name; any other `{…}` stays as it is.
 */
export const shellTemplate = (text: string, variables: Readonly<Record<string, string>>): string => {
	const parts = text.split(new RegExp(`(\\{(?:${Object.keys(variables).join('|')})\\})`));
	if (parts.length === 1) {
		return shellQuote(text);
	}

	return `"${parts
		.map((part, index) =>
			index % 2 === 1 ? `\${${variables[part.slice(1, -1)]}}` : part.replaceAll(/["$\\`]/g, '\\$&'),
		)
		.join('')}"`;
};

const longestLine = 100;

/**
 * A command on one line, or a line for each group if it would be too long.
 * @param groups the command, then each option with its value; words that are quoted already.
 */
export const shellCommand = (groups: readonly (readonly string[])[]): string[] => {
	const parts = groups.map(group => group.join(' '));
	const line = parts.join(' ');
	if (line.length <= longestLine) {
		return [line];
	}

	return parts.map(
		(part, index) => `${index === 0 ? '' : '  '}${part}${index < parts.length - 1 ? ' \\' : ''}`,
	);
};

/** A script of bash that ends at the first failure. */
export const shellScript = (comment: readonly string[], lines: readonly string[]): string =>
	`${['#!/usr/bin/env bash', ...comment.map(line => `# ${line}`), 'set -euo pipefail', '', ...lines].join('\n')}\n`;

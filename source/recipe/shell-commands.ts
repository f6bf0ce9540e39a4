/** A command of a shell script, as far as one who reads it can tell. */
export type ShellCommand = {
	/** From 1. */
	readonly line: number;
	/** The first line of it as it stands there. */
	readonly text: string;
	/** The program's name, without its path, `sudo`, `env` and variables before it. */
	readonly program: string;
	/** What follows the program's name. */
	readonly words: readonly string[];
	/** What `sudo` was given; undefined if it is not run by sudo. */
	readonly sudo: readonly string[] | undefined;
	/** Whether it reads what another command writes. */
	readonly isPiped: boolean;
	/** Whether it is left in the background. */
	readonly isLeft: boolean;
	/** Whether it reads from, or writes to, a file. */
	readonly reads: boolean;
	readonly writes: boolean;
};

/** What is quoted, and what is put in by `$(…)`, says nothing of what runs where it stands. */
const quoted = /\\.|'[^']*'|"(?:\\.|[^"\\])*"/g;

/** A text in quotes as a word of the same length, in which nothing means anything. */
const hidden = (text: string): string => text.replaceAll(quoted, part => 'q'.repeat(part.length));

type Line = { readonly number: number; readonly text: string };

/** The lines of a script, those that go on in the next joined, without here-documents and comments. */
const logicalLines = (script: string): readonly Line[] => {
	const lines: Line[] = [];
	let marker: string | undefined;
	let begun: Line | undefined;
	for (const [index, text] of script.split(/\r?\n/).entries()) {
		if (marker !== undefined) {
			marker = text.trim() === marker ? undefined : marker;
			continue;
		}

		const line: Line = begun
			? { ...begun, text: `${begun.text} ${text.trim()}` }
			: { number: index + 1, text };
		begun = /(^|[^\\])\\$/.test(text) ? { ...line, text: line.text.slice(0, -1) } : undefined;
		if (!begun) {
			lines.push(line);
			marker = /(?:^|[^<])<<-?\s*["'\\]?(\w+)/.exec(line.text)?.[1];
		}
	}

	return lines;
};

const keyword = /^(?:if|then|elif|else|while|until|do|!|time|\{|exec|command|nohup|nice|env)$/;
const assignment = /^\w+\+?=/;
/** Options of sudo that take a word of their own. */
const takesWord = /^-[ugpChrtTDR]$/;

const readWords = (text: string): readonly string[] => text.trim().split(/\s+/).filter(Boolean);

type Prefix = Pick<ShellCommand, 'program' | 'words' | 'sudo'>;

/** What stands before the program's name is taken away. */
const withoutPrefix = (words: readonly string[]): Prefix => {
	let rest = words;
	let sudo: string[] | undefined;
	for (;;) {
		const [first = ''] = rest;
		if (first === 'timeout') {
			rest = rest.slice(1).filter((word, index) => index > 0 || !/^[\d.]+[smhd]?$/.test(word));
		} else if (keyword.test(first) || assignment.test(first)) {
			rest = rest.slice(1);
		} else if (first === 'sudo') {
			sudo = [];
			rest = rest.slice(1);
			while (rest[0]?.startsWith('-')) {
				const count = takesWord.test(rest[0]) ? 2 : 1;
				sudo.push(...rest.slice(0, count));
				rest = rest.slice(count);
			}
		} else {
			return { program: first.replace(/^.*\//, ''), words: rest.slice(1), sudo };
		}
	}
};

/** Where one command ends and the next begins. */
const separator = /(\|\||&&|;;?|\|&?|(?<![<>&])&(?![>&])|[()])/;

/** Whether what follows a command leaves it, or the brackets around it, in the background. */
const isLeft = ([next, space = '', after]: readonly string[]): boolean =>
	next === '&' || (next === ')' && space.trim() === '' && after === '&');

/** The commands of a script of a shell, in order. What cannot be told by a look (loops, functions) is taken as it stands. */
export const shellCommands = (script: string): readonly ShellCommand[] =>
	logicalLines(script).flatMap(({ number, text }) => {
		const plain = hidden(text).replace(/(^|\s)#.*$/, '$1');
		const parts = plain.split(separator);
		return parts.flatMap((part, index) => {
			const words = readWords(part);
			return index % 2 === 1 || words.length === 0
				? []
				: [
						{
							line: number,
							text,
							...withoutPrefix(words),
							isPiped: /^\|&?$/.test(parts[index - 1] ?? ''),
							isLeft: isLeft(parts.slice(index + 1)),
							reads: /<(?![<(])|<<</.test(part) || /<</.test(part),
							writes: />/.test(part),
						},
					];
		});
	});

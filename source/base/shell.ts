/** A text in the single quotes of a POSIX shell, in which only a single quote is special. */
export const singleQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Whether no character of a text is special to a POSIX shell. */
export const isPlainWord = (text: string): boolean => /^[\w@%+=:,./-]+$/.test(text);

/**
 * A word of a command line that a person types: also quoted where it would be taken for an option or an assignment.
 */
export const shellWord = (text: string): string =>
	isPlainWord(text) && !text.startsWith('-') && !/^[\w]+=/.test(text) ? text : singleQuoted(text);

/**
 * A path as a word of a shell command: `~/` stays outside the quotes, where the shell replaces it, and a path that
 * begins with a hyphen is told from an option.
 */
export const shellPath = (file: string): string => {
	if (file.startsWith('~/')) {
		return file === '~/' ? file : `~/${shellWord(file.slice(2))}`;
	}

	return shellWord(file.startsWith('-') || file.startsWith('~') ? `./${file}` : file);
};

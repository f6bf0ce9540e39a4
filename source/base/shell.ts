const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A word as a POSIX shell takes it back: as it is where nothing in it is special, else in single quotes. */
export const shellWord = (text: string): string =>
	/^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-') && !/^[\w]+=/.test(text) ? text : quoted(text);

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

/** A word of a command: in quotes of either kind, or up to a space. */
const wordPattern = /"((?:[^"\\]|\\["\\])*)"|'([^']*)'|([^\s"']+)/g;

/** The words of a command as it is typed, `node "my server.js"`; undefined if a quotation mark has no end. */
export const wordsOf = (typed: string): readonly string[] | undefined => {
	const left = typed.replaceAll(wordPattern, ' ');
	return left.trim() === ''
		? [...typed.matchAll(wordPattern)].map(
				([, double, one, bare]) => double?.replaceAll(/\\(["\\])/g, '$1') ?? one ?? bare ?? '',
			)
		: undefined;
};

/** Words as one types them: those with spaces or quotation marks in double ones. */
export const typedWords = (words: readonly string[]): string =>
	words
		.map(word => (/^[^\s"'\\]+$/.test(word) ? word : `"${word.replaceAll(/["\\]/g, found => `\\${found}`)}"`))
		.join(' ');

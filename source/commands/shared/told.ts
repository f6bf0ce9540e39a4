import { helpText, type Usage } from '../../flags/help.ts';
import { overview } from '../table.ts';
import { programVersion } from './version.ts';

/** The flags that ask to be told something in the place of having it done, as they are typed. */
const asking: Readonly<Record<string, string>> = {
	'--version': 'version',
	'--help': 'help',
	'-h': 'help',
	'--help-all': 'help-all',
};

/** Whether a word of a command line is such a flag. */
export const isAsking = (word: string): boolean => Object.hasOwn(asking, word);

/** The names of the flags of that kind among these words. */
export const askedIn = (words: readonly string[]): ReadonlySet<string> =>
	new Set(words.flatMap(word => (isAsking(word) ? (asking[word] ?? []) : [])));

/**
 * What a command line asks to be told; undefined if it asks for something to be done.
 * @param usage of its command; without one all commands are told, or those of a group.
 * @param columns of the terminal, in cells.
 */
export const toldText = (
	asked: ReadonlySet<string>,
	usage: Usage | undefined,
	group: string | undefined,
	columns = 80,
): string | undefined => {
	if (asked.has('version')) {
		return `${programVersion()}\n`;
	}

	if (usage === undefined) {
		return overview(group);
	}

	const isWhole = asked.has('help-all');
	return isWhole || asked.has('help') ? helpText(usage, columns, isWhole) : undefined;
};

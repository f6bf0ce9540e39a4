import type { CommandId, KeyRow } from './key-table.ts';

export const move = (words = 'move'): KeyRow => ({
	show: '↑↓',
	words,
	keys: { up: 'move-up', down: 'move-down' },
});
export const enter = (words: string): KeyRow => ({ show: 'enter', words, keys: { enter: 'activate' } });
export const out = (words: string): KeyRow => ({ show: 'esc', words, keys: { escape: 'back' } });
export const letter = (key: string, words: string, command: CommandId): KeyRow => ({
	show: key,
	words,
	keys: { [key]: command },
});
export const hidden = (row: KeyRow): KeyRow => ({ ...row, footer: false });

export const help = letter('?', 'help', 'help');
export const quitByLetter = letter('q', 'quit', 'close-or-quit');
export const close = letter('q', 'close', 'close-or-quit');
export const search = letter('/', 'search', 'open-search');
export const showLog = letter('l', 'log', 'show-log');
export const interrupt: KeyRow = hidden({ show: 'ctrl-c', words: 'quit', keys: { 'ctrl-c': 'interrupt' } });
export const interruptAnswers: KeyRow = { ...interrupt, words: 'quit, answers kept' };
/** On what lies over a screen: that one is left. */
export const interruptBelow: KeyRow = { ...interrupt, words: 'quit, or ask first' };
export const type: KeyRow = { show: 'type', words: 'to search', keys: {} };
export const backByArrow: KeyRow = hidden({ show: '←', words: 'back', keys: { left: 'back' } });

export const paging: KeyRow = hidden({
	show: 'PgUp PgDn Home End',
	words: 'page, first, last',
	keys: { 'page-up': 'page-up', 'page-down': 'page-down', home: 'move-to-start', end: 'move-to-end' },
});
const pagingLetters: readonly KeyRow[] = [
	hidden({ show: 'j k', words: 'down, up', keys: { j: 'move-down', k: 'move-up' } }),
	hidden({ show: 'g G', words: 'top, end', keys: { g: 'move-to-start', G: 'move-to-end' } }),
];
export const scrolling: readonly KeyRow[] = [paging, ...pagingLetters];

export const erase: KeyRow = hidden({
	show: 'backspace',
	words: 'erase',
	keys: { backspace: 'delete-backward', delete: 'delete-forward' },
});
export const searchField: readonly KeyRow[] = [
	{ ...out('back'), when: 'empty' },
	{ show: 'esc', words: 'clear the search', keys: { escape: 'clear-search' }, when: 'filled' },
];
export const answers: KeyRow = { show: 'tab', words: 'answers', keys: { tab: 'next-pane' } };
export const searchEnd: readonly KeyRow[] = [
	{ ...help, when: 'empty' },
	{ ...backByArrow, when: 'empty' },
	paging,
	erase,
	interruptAnswers,
];
export const caret: KeyRow = hidden({
	show: '←→ Home End',
	words: 'move the caret',
	keys: { left: 'move-left', right: 'move-right', home: 'move-to-start', end: 'move-to-end' },
});
export const leaving: readonly KeyRow[] = [out('back'), backByArrow];
export const space: KeyRow = hidden({ show: 'space', words: 'page down', keys: { ' ': 'page-down' } });
export const nextMatch: KeyRow = hidden({
	show: 'n N',
	words: 'next and previous match',
	keys: { n: 'next-match', N: 'previous-match' },
});
export const follow = letter('f', 'follow', 'follow');
export const onlyProblems = letter('x', 'only problems', 'only-problems');

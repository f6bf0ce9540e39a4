import type { CommandId, KeyRow, KeyTable } from './key-table.ts';

const move = (words = 'move'): KeyRow => ({
	show: '↑↓',
	words,
	keys: { up: 'move-up', down: 'move-down' },
});
const enter = (words: string): KeyRow => ({ show: 'enter', words, keys: { enter: 'activate' } });
const out = (words: string): KeyRow => ({ show: 'esc', words, keys: { escape: 'back' } });
const letter = (key: string, words: string, command: CommandId): KeyRow => ({
	show: key,
	words,
	keys: { [key]: command },
});
const hidden = (row: KeyRow): KeyRow => ({ ...row, footer: false });

const help = letter('?', 'help', 'help');
const quit = letter('q', 'quit', 'close-or-quit');
const close = letter('q', 'close', 'close-or-quit');
const search = letter('/', 'search', 'open-search');
const log = letter('l', 'log', 'show-log');
const interrupt: KeyRow = hidden({ show: 'ctrl-c', words: 'quit', keys: { 'ctrl-c': 'interrupt' } });
const interruptAnswers: KeyRow = { ...interrupt, words: 'quit, answers kept' };
const interruptCloses: KeyRow = hidden({
	show: 'ctrl-c',
	words: 'close',
	keys: { 'ctrl-c': 'close-or-quit' },
});
const type: KeyRow = { show: 'type', words: 'to search', keys: {} };
const backByArrow: KeyRow = hidden({ show: '←', words: 'back', keys: { left: 'back' } });

const paging: KeyRow = hidden({
	show: 'PgUp PgDn Home End',
	words: 'page, first, last',
	keys: { 'page-up': 'page-up', 'page-down': 'page-down', home: 'move-to-start', end: 'move-to-end' },
});
const pagingLetters: readonly KeyRow[] = [
	hidden({ show: 'j k', words: 'down, up', keys: { j: 'move-down', k: 'move-up' } }),
	hidden({ show: 'g G', words: 'top, end', keys: { g: 'move-to-start', G: 'move-to-end' } }),
];
const scrolling: readonly KeyRow[] = [paging, ...pagingLetters];

const erase: KeyRow = hidden({
	show: 'backspace',
	words: 'erase',
	keys: { backspace: 'delete-backward', delete: 'delete-forward' },
});
const searchField: readonly KeyRow[] = [
	{ ...out('back'), when: 'empty' },
	{ show: 'esc', words: 'clear the search', keys: { escape: 'clear-search' }, when: 'filled' },
];
const answers: KeyRow = { show: 'tab', words: 'answers', keys: { tab: 'next-pane' } };
const searchEnd: readonly KeyRow[] = [
	{ ...help, when: 'empty' },
	{ ...backByArrow, when: 'empty' },
	paging,
	erase,
	interruptAnswers,
];
const caret: KeyRow = hidden({
	show: '←→ Home End',
	words: 'move the caret',
	keys: { left: 'move-left', right: 'move-right', home: 'move-to-start', end: 'move-to-end' },
});
const leaving: readonly KeyRow[] = [out('back'), backByArrow];
const space: KeyRow = hidden({ show: 'space', words: 'page down', keys: { ' ': 'page-down' } });
const matches: KeyRow = hidden({
	show: 'n N',
	words: 'next and previous match',
	keys: { n: 'next-match', N: 'previous-match' },
});
const follow = letter('f', 'follow', 'follow');
const onlyProblems = letter('x', 'only problems', 'only-problems');

/** Keys where letters are commands, and where a caret takes them as text. */
const table = (title: string, rows: readonly KeyRow[]): KeyTable => ({ title, caret: false, rows });
const typing = (title: string, rows: readonly KeyRow[]): KeyTable => ({ title, caret: true, rows });

/** The keys when a build is over; `more` is a letter for what can be done then alone. */
const over = (title: string, more: KeyRow): KeyTable =>
	table(title, [
		move(),
		enter('do it'),
		log,
		out('home'),
		backByArrow,
		quit,
		help,
		hidden(letter('r', 'build again', 'again')),
		hidden(more),
		hidden(letter('y', 'copy', 'copy')),
		hidden(letter('=', 'compare it with the build before', 'compare')),
		hidden(letter('d', 'delete it', 'delete')),
		...scrolling,
		interrupt,
	]);

/** The one map of keys: footers, the help page and what the screens do all come from here. */
export const keyMap = {
	home: table('Home', [
		move(),
		enter('open'),
		letter('r', 'run', 'again'),
		letter('e', 'edit', 'edit'),
		hidden(letter('d', 'delete', 'delete')),
		search,
		help,
		quit,
		hidden({ show: 'esc', words: 'close the search', keys: { escape: 'back' } }),
		...scrolling,
		interrupt,
	]),
	'home-search': typing('Searching at home', [
		type,
		move(),
		enter('open'),
		out('close the search'),
		paging,
		erase,
		interrupt,
	]),
	cleanup: table('What a build left in AWS', [
		move(),
		enter('do it'),
		...leaving,
		help,
		close,
		...scrolling,
		interrupt,
	]),
	list: typing('A list', [type, move(), enter('choose'), ...searchField, answers, ...searchEnd]),
	many: typing('A list to tick', [
		type,
		move(),
		{ show: 'space', words: 'tick', keys: { ' ': 'toggle' } },
		enter('next'),
		...searchField,
		hidden(answers),
		...searchEnd,
	]),
	text: typing('A text', [enter('next'), out('back, text kept'), answers, caret, erase, interruptAnswers]),
	lines: typing('Several lines', [
		{ show: 'enter', words: 'new line, twice: next', keys: { enter: 'activate' } },
		hidden(move('line')),
		out('back, text kept'),
		answers,
		caret,
		hidden({ show: 'PgUp PgDn', words: 'page', keys: { 'page-up': 'page-up', 'page-down': 'page-down' } }),
		erase,
		interruptAnswers,
	]),
	answers: table('The answers', [
		move(),
		enter('change it'),
		out('to the question'),
		{ show: 'tab', words: 'to the question', keys: { tab: 'next-pane' }, footer: false },
		help,
		...scrolling,
		interruptAnswers,
	]),
	settings: table('More settings', [
		move(),
		enter('go on, or change the line'),
		...leaving,
		answers,
		help,
		...scrolling,
		interruptAnswers,
	]),
	review: table('Review', [
		move(),
		enter('do it, or change the line'),
		...leaving,
		letter('y', 'copy', 'copy'),
		help,
		hidden(letter('v', 'look at the files', 'view-files')),
		hidden(letter('w', 'write the files', 'write-files')),
		hidden(letter('s', 'save as a preset', 'save-preset')),
		hidden(letter('q', 'quit, answers kept', 'close-or-quit')),
		...scrolling,
		interruptAnswers,
	]),
	menu: table('A menu', [move(), enter('do it'), ...leaving, help, hidden(quit), ...scrolling, interrupt]),
	before: table('Before it starts', [
		move(),
		enter('do it'),
		letter('r', 'check again', 'again'),
		out('back to Review'),
		backByArrow,
		help,
		hidden(quit),
		...scrolling,
		interrupt,
	]),
	build: table('A build', [
		{ show: 'tab', words: 'log', keys: { tab: 'next-pane' } },
		move('step'),
		letter('c', 'cancel', 'cancel-build'),
		{
			show: 'q',
			words: 'quit and esc home: it goes on',
			explained: 'quit, it goes on',
			keys: { q: 'close-or-quit' },
		},
		hidden(out('home, it goes on')),
		help,
		hidden(enter('log of the step')),
		hidden(log),
		hidden(search),
		hidden(follow),
		hidden(onlyProblems),
		matches,
		...scrolling,
		hidden({ show: 'ctrl-c', words: 'cancel, asks first', keys: { 'ctrl-c': 'interrupt' } }),
	]),
	result: over('A result', letter('s', 'save as a preset', 'save-preset')),
	failure: over('A failure', letter('e', 'change the answers', 'edit')),
	log: table('A log', [
		move('scroll'),
		follow,
		onlyProblems,
		search,
		matches,
		out('close'),
		help,
		space,
		hidden({ show: 'tab', words: 'phases', keys: { tab: 'next-pane' } }),
		hidden(close),
		...scrolling,
		interruptCloses,
	]),
	'log-search': typing('Searching a log', [enter('find'), out('close the search'), caret, erase, interrupt]),
	files: table('Files', [
		move('scroll'),
		{ show: 'tab', words: 'next file', keys: { tab: 'next-pane', 'shift-tab': 'previous-pane' } },
		out('close'),
		help,
		space,
		hidden(close),
		...scrolling,
		interruptCloses,
	]),
	help: table('Help', [move('scroll'), out('close'), hidden(close), space, ...scrolling, interruptCloses]),
	dialog: table('A question with two ends', [
		{
			show: '←→',
			words: 'choose',
			keys: {
				left: 'move-left',
				right: 'move-right',
				tab: 'move-right',
				'shift-tab': 'move-left',
				up: 'move-left',
				down: 'move-right',
			},
		},
		enter('do it'),
		out('no'),
		interrupt,
	]),
} satisfies Readonly<Record<string, KeyTable>>;

/** Where a key is pressed: what is innermost on the screen. */
export type KeyContext = keyof typeof keyMap;

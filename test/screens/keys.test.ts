import { describe, expect, test } from 'vitest';
import { scrolled } from '../../source/components/scroll-view/scrolled.ts';
import { footerLine } from '../../source/screens/footer.ts';
import type { KeyContext } from '../../source/screens/key-map.ts';
import { keyMap } from '../../source/screens/key-map.ts';
import type { CommandId } from '../../source/screens/key-table.ts';
import { commandFor, footerRows } from '../../source/screens/keys.ts';

const contexts = Object.keys(keyMap) as KeyContext[];

/** Letters have one meaning everywhere: the plan of the screens. */
const letters: Readonly<Record<string, CommandId>> = {
	r: 'again',
	e: 'edit',
	d: 'delete',
	s: 'save-preset',
	w: 'write-files',
	v: 'view-files',
	y: 'copy',
	l: 'show-log',
	f: 'follow',
	x: 'only-problems',
	n: 'next-match',
	N: 'previous-match',
	g: 'move-to-start',
	G: 'move-to-end',
	j: 'move-down',
	k: 'move-up',
	c: 'cancel-build',
	i: 'contents',
	a: 'images',
	'=': 'compare',
	q: 'close-or-quit',
	'?': 'help',
	'/': 'open-search',
};
const names = new Set([
	'up',
	'down',
	'left',
	'right',
	'page-up',
	'page-down',
	'home',
	'end',
	'enter',
	'escape',
	'tab',
	'shift-tab',
	'backspace',
	'delete',
	'ctrl-c',
	'alt-up',
	'alt-down',
]);

const bound = (context: KeyContext) =>
	keyMap[context].rows.flatMap(row =>
		Object.entries(row.keys).map(([key, command]) => ({ key, command, when: row.when })),
	);

describe.each(contexts)('the keys of %s', context => {
	test('no key means two things at once', () => {
		for (const filled of [false, true]) {
			const live = bound(context)
				.filter(({ when }) => when === undefined || (when === 'filled') === filled)
				.map(({ key }) => key);
			expect(live).toEqual([...new Set(live)]);
		}
	});

	test('every key is one that terminals send and nothing else uses', () => {
		for (const { key } of bound(context)) {
			expect(names.has(key) || key.length === 1, key).toBe(true);
		}
	});

	test('a letter means what it means everywhere', () => {
		for (const { key, command } of bound(context)) {
			if (key.length === 1 && key !== ' ') {
				expect(command, `${key} in ${context}`).toBe(letters[key]);
			}
		}
	});

	test('where a caret is, every letter is text, but for ? before anything is typed', () => {
		if (!keyMap[context].caret) {
			return;
		}

		for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/?.-_é') {
			expect(commandFor(context, { name: 'text', text: character }, true), character).toBe('insert');
			if (character !== '?') {
				expect(commandFor(context, { name: 'text', text: character }), character).toBe('insert');
			}
		}
	});

	test('escape goes one step out and never leaves the program, Ctrl-C is never dead and closes no page alone', () => {
		for (const filled of [false, true]) {
			expect(['back', 'clear-search']).toContain(commandFor(context, { name: 'escape' }, filled));
			expect(commandFor(context, { name: 'ctrl-c' }, filled)).toBe('interrupt');
		}
	});

	test('the footer fits the smallest screen or can be cut at its end', () => {
		const rows = footerRows(context);
		expect(rows.length).toBeGreaterThan(0);
		expect(rows.map(row => `${row.show} ${row.words}`).join(' · ').length).toBeLessThanOrEqual(77);
	});
});

test('space is text in a list, a tick in a list to tick, a page in a log', () => {
	const press = { name: 'text', text: ' ' } as const;
	expect(commandFor('list', press)).toBe('insert');
	expect(commandFor('many', press)).toBe('toggle');
	expect(commandFor('log', press)).toBe('page-down');
	expect(commandFor('home', press)).toBeUndefined();
});

test('escape in a list clears the search first', () => {
	expect(commandFor('list', { name: 'escape' }, true)).toBe('clear-search');
	expect(commandFor('list', { name: 'escape' }, false)).toBe('back');
	expect(commandFor('list', { name: 'left' }, true)).toBeUndefined();
	expect(commandFor('list', { name: 'left' }, false)).toBe('back');
});

test('a name of JavaScript is no key', () => {
	expect(commandFor('home', { name: 'text', text: 'constructor' })).toBeUndefined();
});

describe.each(contexts)('the footer of %s', context => {
	test.each([57, 77, 137])('is one row of %i cells that keeps what leads out', width => {
		for (const filled of [false, true]) {
			const text = footerLine(context, width, { filled })
				.map(span => span.text)
				.join('');
			expect(text.length).toBeLessThanOrEqual(width);
			const rows = footerRows(context, filled);
			const out = rows.find(row => row.show === 'esc') ?? rows.find(row => row.show === 'q');
			expect(text).toContain(`${out?.show} `);
			expect(text.includes('? help')).toBe(rows.some(row => row.show === '?'));
		}
	});
});

test('a footer says what a key does here, and leaves out what cannot be done', () => {
	const text = footerLine('menu', 77, { words: { back: 'home' }, without: ['move-up', 'move-down'] })
		.map(span => span.text)
		.join('');
	expect(text).toBe('enter do it · esc home · ? help');
});

test('scrolling stops at both ends and pages with one row kept', () => {
	expect(scrolled('move-up', 0, 30, 10)).toBe(0);
	expect(scrolled('page-down', 0, 30, 10)).toBe(9);
	expect(scrolled('move-down', 20, 30, 10)).toBe(20);
	expect(scrolled('move-to-end', 0, 5, 10)).toBe(0);
	expect(scrolled('page-up', 99, 30, 10)).toBe(11);
	expect(scrolled('copy', 0, 30, 10)).toBeUndefined();
});

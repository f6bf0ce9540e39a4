import { createElement } from 'react';
import { describe, expect, test } from 'vitest';
import { linesFieldCaret, linesFieldLines } from '../../source/components/lines-field/lines-field.ts';
import {
	fieldLines,
	isAtEmptyEnd,
	type LinesFieldAction,
	openLinesField,
	updateLinesField,
} from '../../source/components/lines-field/lines-field-state.ts';
import { Rows } from '../../source/components/row.tsx';
import { textFieldCaret } from '../../source/components/text-field/text-field-line.ts';
import {
	openTextField,
	type TextFieldAction,
	updateTextField,
} from '../../source/components/text-field/text-field-state.ts';
import { renderAt } from '../helpers/render.ts';

const typed = (value: string, ...actions: readonly TextFieldAction[]) =>
	actions.reduce(updateTextField, openTextField(value));

describe('a text of one line', () => {
	test('is typed and erased by characters as people count them', () => {
		expect(typed('e👩‍👩‍👧', { type: 'delete-backward' })).toEqual({ value: 'e', caret: 1 });
		expect(typed('aé', { type: 'move-left' }, { type: 'insert', text: '日本' })).toEqual({
			value: 'a日本é',
			caret: 3,
		});
		expect(typed('abc', { type: 'move-to-start' }, { type: 'delete-forward' })).toEqual({
			value: 'bc',
			caret: 0,
		});
	});

	test('a mark that joins the character before it moves no caret astray', () => {
		expect(typed('e', { type: 'insert', text: '\u0301' })).toEqual({ value: 'e\u0301', caret: 1 });
	});

	test('stops at both ends', () => {
		expect(typed('', { type: 'delete-backward' }, { type: 'move-left' }, { type: 'move-right' })).toEqual({
			value: '',
			caret: 0,
		});
	});

	test('a paste of several lines becomes one', () => {
		expect(typed('', { type: 'insert', text: 'one\r\ntwo\n' }).value).toBe('one two');
	});

	test('the caret is always in sight', () => {
		const long = openTextField('x'.repeat(200));
		for (const width of [10, 45, 77]) {
			expect(textFieldCaret({ state: long, width })).toBeLessThan(width);
			expect(textFieldCaret({ state: { ...long, caret: 0 }, width })).toBe(2);
		}
	});
});

const edited = (lines: readonly string[], ...actions: readonly LinesFieldAction[]) =>
	actions.reduce((state, action) => updateLinesField(state, action, 3), openLinesField(lines));

describe('a text of several lines', () => {
	test('opens behind its lines, on an empty one', () => {
		const state = openLinesField(['one', 'two', '', '']);
		expect(state.lines).toEqual(['one', 'two', '']);
		expect(isAtEmptyEnd(state)).toBe(true);
		expect(fieldLines(state)).toEqual(['one', 'two']);
	});

	test('an enter within a line cuts it, an erase at its start joins it again', () => {
		const cut = edited(
			['abcd'],
			{ type: 'move-up' },
			{ type: 'move-right' },
			{ type: 'move-right' },
			{ type: 'new-line' },
		);
		expect(cut.lines).toEqual(['ab', 'cd', '']);
		expect(updateLinesField(cut, { type: 'delete-backward' }, 3)).toMatchObject({
			lines: ['abcd', ''],
			row: 0,
			caret: 2,
		});
		expect(updateLinesField({ ...cut, row: 0, caret: 2 }, { type: 'delete-forward' }, 3).lines).toEqual([
			'abcd',
			'',
		]);
	});

	test('a paste keeps its lines and tabs: a here-document would not end without them', () => {
		expect(edited([], { type: 'insert', text: 'set -e\r\n\tapt-get update\nls' })).toMatchObject({
			lines: ['set -e', '\tapt-get update', 'ls'],
			row: 2,
			caret: 2,
		});
	});

	test('a tab is shown as spaces, the caret behind it', () => {
		const state = updateLinesField(openLinesField([]), { type: 'insert', text: '\tls' }, 3);
		expect(linesFieldCaret({ state, width: 45, height: 3 }).x).toBe(
			linesFieldCaret({ state: openLinesField([]), width: 45, height: 3 }).x + 6,
		);
		const place = { width: 45, height: 3 };
		const field = createElement(Rows, { lines: linesFieldLines({ state, ...place }), ...place });
		expect(renderAt({ columns: 60, rows: 16 }, field).text()).toContain('1      ls');
	});

	test('left and right go from line to line, up and down keep to the line', () => {
		expect(edited(['ab'], { type: 'move-left' })).toMatchObject({ row: 0, caret: 2 });
		expect(edited(['ab'], { type: 'move-left' }, { type: 'move-right' })).toMatchObject({ row: 1, caret: 0 });
		expect(
			edited(['ab', 'c'], { type: 'page-up' }, { type: 'move-to-end' }, { type: 'move-down' }),
		).toMatchObject({
			row: 1,
			caret: 1,
		});
	});

	test('the caret is always in sight', () => {
		const state = edited(
			Array.from({ length: 40 }, (_, index) => `${index} ${'x'.repeat(100)}`),
			{ type: 'move-left' },
		);
		for (const height of [2, 7]) {
			const { x, y } = linesFieldCaret({ state, width: 45, height });
			expect(x).toBeLessThan(45);
			expect(y).toBeLessThan(height);
			expect(y).toBeGreaterThanOrEqual(0);
		}
	});
});

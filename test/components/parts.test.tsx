import type { Key } from 'ink';
import { describe, expect, test } from 'vitest';
import { dialogCaret, dialogLines } from '../../source/components/dialog/dialog.ts';
import { openDialog, updateDialog } from '../../source/components/dialog/dialog-state.ts';
import { Frame } from '../../source/components/frame/frame.tsx';
import { frameBody } from '../../source/components/frame/layout.ts';
import { keyPresses } from '../../source/components/keypress.ts';
import { type Line, line } from '../../source/components/line.ts';
import { markedId, updateMenu } from '../../source/components/menu/menu-state.ts';
import { Row, Rows } from '../../source/components/row.tsx';
import { textRows } from '../../source/components/text-rows.ts';
import { renderAt, sizes } from '../helpers/render.ts';

const noKey = Object.fromEntries(
	['upArrow', 'downArrow', 'return', 'escape', 'tab', 'shift', 'ctrl', 'meta', 'backspace'].map(name => [
		name,
		false,
	]),
) as unknown as Key;

describe('keys', () => {
	test('a run of text is a press for each character', () => {
		expect(keyPresses('aé👍🏽', noKey).map(({ text }) => text)).toEqual(['a', 'é', '👍🏽']);
	});

	test('what is never bound is no press: Ctrl with most letters, Alt, function keys', () => {
		expect(keyPresses('a', { ...noKey, ctrl: true })).toEqual([]);
		expect(keyPresses('x', { ...noKey, meta: true })).toEqual([]);
		expect(keyPresses('', noKey)).toEqual([]);
		expect(keyPresses('\u0007', noKey)).toEqual([]);
	});

	test('named keys are told by name, backwards tab included', () => {
		expect(keyPresses('', { ...noKey, upArrow: true })).toEqual([{ name: 'up' }]);
		expect(keyPresses('', { ...noKey, tab: true, shift: true })).toEqual([{ name: 'shift-tab' }]);
		expect(keyPresses('c', { ...noKey, ctrl: true })).toEqual([{ name: 'ctrl-c' }]);
	});
});

describe.each(sizes)('a frame of $columns×$rows', size => {
	const body = frameBody(size);
	const draw = (overlay: ReturnType<typeof line>[] = []) =>
		renderAt(
			size,
			<Frame size={size} header={[line('Title')]} footer={[line('keys')]} overlay={overlay}>
				<Rows
					lines={Array.from({ length: 100 }, (_, index) => line(`row ${index} ${'x'.repeat(300)}`))}
					width={body.width}
					height={body.height}
				/>
			</Frame>,
		).rows();

	test('has one row less than the terminal, and its last columns are free', () => {
		const rows = draw();
		expect(rows).toHaveLength(size.rows - 1);
		expect(rows[0]).toBe(' Title');
		expect(rows.at(-1)).toBe(' keys');
		expect(rows[body.y]).toMatch(/^ row 0 /);
		expect(rows.every(row => row.length <= size.columns - 2)).toBe(true);
	});

	test('what is laid over takes the last rows, and nothing above moves', () => {
		const rows = draw([line('ask'), line('choices'), line('other keys')]);
		expect(rows).toHaveLength(size.rows - 1);
		expect(rows.slice(-3)).toEqual([' ask', ' choices', ' other keys']);
		expect(rows.slice(0, -3)).toEqual(draw().slice(0, -3));
	});
});

test('a row is cut where its cells end, and shows no control characters', () => {
	const spans: Line = [{ text: 'ab\u001B[31mc' }, { text: 'defgh', style: 'accent' }, { text: 'ijk' }];
	expect(renderAt({ columns: 20, rows: 1 }, <Row spans={spans} width={6} />).rows()[0]).toBe('abcde…');
});

test('a dialog begins on its first choice and moves round', () => {
	const options = [
		{ value: 'no', label: 'Keep it' },
		{ value: 'yes', label: 'Delete it' },
	];
	const right = { type: 'move-right' } as const;
	const moved = updateDialog(openDialog, right, 2);
	const [, choices] = dialogLines({ text: 'Delete it?', options, state: moved, width: 40 });
	expect(choices?.map(({ text }) => text).join('')).toBe('  Keep it   ❯ Delete it');
	expect(dialogCaret({ options, state: moved })).toBe(12);
	expect(updateDialog(moved, right, 2)).toEqual(openDialog);
	expect(updateDialog(openDialog, { type: 'move-left' }, 2)).toEqual(moved);
});

test('a menu stops at both ends, and a mark that is gone falls on the first row', () => {
	const ids = ['a', 'b', 'c'];
	expect(updateMenu(ids, 'a', { type: 'move-up' })).toBe('a');
	expect(updateMenu(ids, 'c', { type: 'move-down' })).toBe('c');
	expect(updateMenu(ids, undefined, { type: 'move-down' })).toBe('b');
	expect(updateMenu(ids, 'a', { type: 'move-to-end' })).toBe('c');
	expect(markedId(ids, 'gone')).toBe('a');
});

test('a line that is wider than the screen goes on in the next rows, to its end', () => {
	const rows = textRows('7  ', `echo ${' '.repeat(90)}; rm -rf /`, 60).map(row => row[0]?.text ?? '');
	expect(rows.every(row => row.length <= 60)).toBe(true);
	expect(rows.map(row => row.slice(3)).join('')).toBe(`echo ${' '.repeat(90)}; rm -rf /`);
	expect(textRows('1  ', '漢字漢字', 7).map(row => row[0]?.text)).toEqual(['1  漢字', '   漢字']);
	expect(textRows('1  ', '', 7).map(row => row[0]?.text)).toEqual(['1  ']);
});

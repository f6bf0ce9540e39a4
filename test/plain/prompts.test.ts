import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { checkLines } from '../../source/plain/check-lines.ts';
import { openPrompts } from '../../source/plain/prompts.ts';

/** Prompts on streams of the test's own; what they drew, and a person who presses Enter. */
const open = () => {
	const input = new PassThrough();
	const output = Object.assign(new PassThrough(), { columns: 80, rows: 24 });
	let drawn = '';
	output.on('data', (chunk: Buffer) => {
		drawn += chunk;
	});
	const prompts = openPrompts(input, output, new AbortController().signal);
	const enterWhen = async (shown: string): Promise<void> => {
		while (!drawn.includes(shown)) {
			await setTimeout(5);
		}

		input.write('\r');
	};
	return { prompts, enterWhen, drawn: () => drawn };
};

const odd = 'a\u009b31m\u202e\u001b]0;owned\u0007b';
const raw = /[\u0080-\u009f\u202e]|owned/;

test('what a row holds that a terminal would act on is not drawn, and is chosen all the same', async () => {
	const { prompts, enterWhen, drawn } = open();
	const rows = [
		{ value: odd, name: `row ${odd}`, description: `about ${odd}` },
		{ value: 'other', name: 'other', disabled: `because ${odd}` },
	];
	const [answer] = await Promise.all([prompts.choose(`Which ${odd}`, rows), enterWhen('row ab')]);
	expect(answer).toBe(odd);
	expect(drawn()).toContain('Which ab');
	expect(drawn()).not.toMatch(raw);
});

test('what is offered is drawn without it, and kept with it', async () => {
	const { prompts, enterWhen, drawn } = open();
	const [answer] = await Promise.all([prompts.type('Text', { offered: odd }), enterWhen('(ab)')]);
	expect(answer).toBe(odd);
	expect(drawn()).not.toMatch(raw);
});

test('a row and its reason fit in their line also where signs are two cells wide', async () => {
	const { prompts, enterWhen, drawn } = open();
	const wide = '本番環境のプロファイル'.repeat(4);
	const rows = [
		{ value: 1, name: wide, short: 'wide' },
		{ value: 2, name: wide.slice(0, 20), disabled: wide },
	];
	await Promise.all([prompts.choose('Which', rows), enterWhen('本番')]);
	for (const row of stripVTControlCharacters(drawn()).split('\n')) {
		expect(stringWidth(row), row).toBeLessThanOrEqual(79);
	}
});

test('the checklist stands in columns of cells', () => {
	const lines = checkLines(
		[
			{ id: 'credentials', status: 'ok', title: '認証', detail: '本番 '.repeat(30), remedies: [] },
			{ id: 'space', status: 'ok', title: 'Disk space', detail: 'enough', remedies: [] },
		],
		79,
	);
	expect(lines.every(line => stringWidth(line) <= 79)).toBe(true);
	const place = (line = '', text = ''): number => stringWidth(line.slice(0, line.indexOf(text)));
	expect(place(lines[0], '本番')).toBe(place(lines.at(-1), 'enough'));
});

import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
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

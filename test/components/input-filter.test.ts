import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { filterInput, sequencePatience } from '../../source/components/input-filter.ts';
import { flushPending, pushBytes, tokenize } from '../../source/components/input-tokens.ts';

/** What Ink gets for them. */
const escapeKey = '\u001B[27u';
const enterKey = '\r';

const down = '\u001B[B';

describe('the four byte patterns of a slow line', () => {
	test('an arrow that arrives as ESC, a pause, [B', () => {
		const first = tokenize('\u001B');
		expect(first).toEqual({ tokens: [], pending: '\u001B' });
		expect(pushBytes(first.pending, '[B')).toEqual({ tokens: [down], pending: '' });
		const second = pushBytes('', '\u001B[');
		expect(pushBytes(second.pending, 'B')).toEqual({ tokens: [down], pending: '' });
	});

	test('several enters in one read, with text between', () => {
		expect(tokenize('\r\r').tokens).toEqual([enterKey, enterKey]);
		expect(tokenize('web\r\n12\n').tokens).toEqual(['web', enterKey, '12', enterKey]);
	});

	test('ESC and a letter together are two keys', () => {
		expect(tokenize('\u001Bj').tokens).toEqual([escapeKey, 'j']);
		expect(tokenize('\u001B\r').tokens).toEqual([escapeKey, enterKey]);
		expect(tokenize(`\u001B\u001B${down}`).tokens).toEqual([escapeKey, escapeKey, down]);
	});

	test('a bracketed paste is not cut at its enters, wherever the line paused', () => {
		const paste = '\u001B[200~one\rtwo\r\u001B[201~';
		expect(tokenize(`${paste}\r`).tokens).toEqual([paste, enterKey]);
		for (let cut = 1; cut < paste.length; cut++) {
			const first = tokenize(paste.slice(0, cut));
			expect(first.tokens).toEqual([]);
			expect(pushBytes(first.pending, paste.slice(cut)).tokens).toEqual([paste]);
		}
	});
});

describe('tokens', () => {
	test('keys of one read are told apart', () => {
		expect(tokenize('a\u001B[Ab\u001B[5~\u007F\u007F\tx').tokens).toEqual([
			'a',
			'\u001B[A',
			'b',
			'\u001B[5~',
			'\u007F',
			'\u007F',
			'\t',
			'x',
		]);
		expect(tokenize('\u001BOA\u001B[1;5C\u001B[[A').tokens).toEqual(['\u001BOA', '\u001B[1;5C', '\u001B[[A']);
	});

	test('Ctrl-C stands alone, and ends a paste that never ended', () => {
		expect(tokenize('abc\u0003').tokens).toEqual(['abc', '\u0003']);
		expect(pushBytes('\u001B[200~lost', '\u0003')).toEqual({ tokens: ['\u0003'], pending: '' });
	});

	test('what never became a sequence is Escape and the sign typed after it, or nothing', () => {
		expect(flushPending('\u001B')).toEqual([escapeKey]);
		expect(flushPending('\u001B[')).toEqual([escapeKey, '[']);
		expect(flushPending('\u001B[1;')).toEqual([]);
		expect(flushPending('\u001B[200~half')).toEqual([]);
	});
});

describe('the stream', () => {
	const open = (environment = {}) => {
		const source = Object.assign(new PassThrough(), {
			isTTY: true,
			raw: [] as boolean[],
			setRawMode(mode: boolean) {
				this.raw.push(mode);
			},
		});
		const filter = filterInput(source, environment);
		filter.setEncoding('utf8');
		const keys: unknown[] = [];
		filter.on('readable', () => {
			for (let key = filter.read(); key !== null; key = filter.read()) {
				keys.push(key);
			}
		});
		const until = async (count: number) => {
			while (keys.length < count) {
				await new Promise(resolve => setTimeout(resolve, 5));
			}

			return keys;
		};
		return { source, filter, keys, until };
	};

	test('each read is one key, and a lone Escape comes after its wait', async () => {
		const { source, until } = open();
		source.write('a\r\r');
		source.write('\u001B');
		expect(await until(4)).toEqual(['a', '\r', '\r', escapeKey]);
	});

	test('the rest of a sequence within the wait makes one key', async () => {
		const { source, until } = open({ SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' });
		source.write('\u001B');
		await new Promise(resolve => setTimeout(resolve, 20));
		source.write('[B');
		source.write('x');
		expect(await until(2)).toEqual([down, 'x']);
	});

	test('a character cut between two reads is one character', async () => {
		const { source, until } = open();
		const bytes = Buffer.from('é');
		source.write(bytes.subarray(0, 1));
		source.write(bytes.subarray(1));
		expect((await until(1)).join('')).toBe('é');
	});

	test('it hands the terminal through and lets go of it', async () => {
		const { source, filter } = open();
		filter.setRawMode(true);
		expect(filter.isTTY).toBe(true);
		expect(source.raw).toEqual([true]);
		filter.destroy();
		await new Promise(resolve => setImmediate(resolve));
		expect(source.listenerCount('data')).toBe(0);
		expect(source.isPaused()).toBe(true);
	});

	test('over SSH it waits longer', () => {
		expect(sequencePatience({})).toBe(50);
		expect(sequencePatience({ SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' })).toBe(250);
	});
});

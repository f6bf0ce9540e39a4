import { describe, expect, test } from 'vitest';
import {
	type DecoderState,
	decode,
	decodeRest,
	type PackerRecord,
	startDecoder,
} from '../../source/packer/decode.ts';
import { recordedVersions, transcript } from '../helpers/transcript.ts';

const decodeAll = (output: string | Uint8Array): readonly PackerRecord[] => {
	const { records, state } = decode(startDecoder(), Buffer.from(output));
	const rest = decodeRest(state);
	return rest ? [...records, rest] : records;
};

/** Feeds the output in pieces of these sizes. */
const decodePieces = (output: Buffer, sizes: (index: number) => number): readonly PackerRecord[] => {
	const records: PackerRecord[] = [];
	let state: DecoderState = startDecoder();
	// One buffer for all pieces, as a reader has it.
	const buffer = Buffer.alloc(64 * 1024);
	for (let at = 0, index = 0; at < output.length; index++) {
		const length = output.copy(buffer, 0, at, at + sizes(index));
		const decoded = decode(state, buffer.subarray(0, length));
		records.push(...decoded.records);
		state = decoded.state;
		at += length;
	}

	const rest = decodeRest(state);
	return rest ? [...records, rest] : records;
};

const textOf = (line: string): string | undefined => decodeAll(`1,,ui,message,${line}\n`)[0]?.data[1];

describe('a record', () => {
	test('has its time, target, type, data and end', () => {
		expect(
			decodeAll('1795344494,amazon-ebs.image,artifact,0,id,eu-west-1:ami-1%!(PACKER_COMMA)us-east-1:ami-2\n'),
		).toEqual([
			{
				time: 1_795_344_494_000,
				target: 'amazon-ebs.image',
				type: 'artifact',
				data: ['0', 'id', 'eu-west-1:ami-1,us-east-1:ami-2'],
				offset: 89,
			},
		]);
	});

	test('may have no data', () => {
		expect(decodeAll('1,,version-prelease,\n')[0]).toMatchObject({ type: 'version-prelease', data: [''] });
	});

	test('commas in an escape that a script prints itself stay as they came', () => {
		expect(textOf('    a.b: 100%!(x) %!(PACKER_COMMA)')).toBe('    a.b: 100%!(x) ,');
	});

	test('what is no record is a raw line', () => {
		expect(decodeAll('Usage: packer build\r\n\n1,x\nflag provided but not defined: -x')).toMatchObject([
			{ type: 'raw', data: ['Usage: packer build'] },
			{ type: 'raw', data: ['1,x'] },
			{ type: 'raw', data: ['flag provided but not defined: -x'] },
		]);
	});
});

describe('line breaks in a text', () => {
	test('are those before which the name is repeated', () => {
		expect(textOf('==> a.b: one\\n==> a.b: two\\n==> a.b:')).toBe('==> a.b: one\n==> a.b: two\n==> a.b:');
	});

	test('are not those before which something like the name stands', () => {
		expect(textOf('==> a.b: one\\n==> a.b:two')).toBe('==> a.b: one\\n==> a.b:two');
	});

	test('what a script prints keeps its backslashes', () => {
		expect(textOf('    a.b: C:\\new\\raw \\n==> other: x')).toBe('    a.b: C:\\new\\raw \\n==> other: x');
	});

	test('without a name each is one', () => {
		expect(textOf('\\n==> Wait completed\\r\\nx')).toBe('\n==> Wait completed\r\nx');
		expect(decodeAll('1,a.b,error,one\\ntwo\n')[0]?.data).toEqual(['one\ntwo']);
	});
});

describe('bytes', () => {
	test('offsets are where the next record begins, whatever the characters', () => {
		const output = Buffer.concat([
			Buffer.from('1,,ui,say,zwölf Boxkämpfer 🥊\n'),
			Buffer.from([0x31, 0x2c, 0x2c, 0x75, 0x69, 0x2c, 0x78, 0x2c, 0xff, 0xfe, 0xe2, 0x82, 0x0a]),
			Buffer.from('\n2,,ui,say,last'),
		]);
		const records = decodeAll(output);
		expect(records.map(({ offset }) => offset)).toEqual([34, 47, output.length]);
		expect(records[1]?.data[1]).toMatch(/^\ufffd+$/);
		for (const [index, { offset }] of records.slice(0, -1).entries()) {
			const { records: later } = decode(startDecoder(offset), output.subarray(offset));
			const expected = records.slice(index + 1, -1);
			expect(later).toEqual(expected);
		}
	});

	test.each(recordedVersions)('torn anywhere, the output of %s is the same', version => {
		for (const name of ['success', 'script-fails', 'no-image']) {
			const output = transcript(version, name);
			const whole = decodeAll(output);
			expect(whole.length).toBeGreaterThan(5);
			expect(whole.at(-1)?.offset).toBe(output.length);
			for (const sizes of [() => 1, () => 7, () => 4096, (index: number) => (index % 97) + 1]) {
				expect(decodePieces(output, sizes)).toEqual(whole);
			}
		}
	});

	test('every byte may be torn in the middle of a character', () => {
		const output = Buffer.from('1,,ui,say,ä€🥊\n2,,ui,say,x\n');
		const whole = decodeAll(output);
		for (let at = 1; at < output.length; at++) {
			expect(decodePieces(output, index => (index === 0 ? at : output.length))).toEqual(whole);
		}
	});

	test('the state of a decoder is not changed by decoding', () => {
		const before = decode(startDecoder(), Buffer.from('1,,ui,say,o')).state;
		const one = decode(before, Buffer.from('ne\n')).records;
		const other = decode(before, Buffer.from('ther\n')).records;
		expect([one[0]?.data[1], other[0]?.data[1]]).toEqual(['one', 'other']);
	});
});

describe('a line that is too long to be held', () => {
	const front = '    null.image: ';
	const size = 12 * 1024 * 1024;
	const output = Buffer.concat([
		Buffer.from(`1,,ui,message,${front}the beginning`),
		Buffer.alloc(size, 'x'),
		Buffer.from(' ümlaut%!(PACKER_COMMA) the end\n2,,ui,say,==> null.image: next\n'),
	]);

	test('is no more than some megabytes in memory, and keeps who says it and its end', () => {
		let state = startDecoder();
		let most = 0;
		const records: PackerRecord[] = [];
		for (let at = 0; at < output.length; at += 64 * 1024) {
			const decoded = decode(state, output.subarray(at, at + 64 * 1024));
			state = decoded.state;
			records.push(...decoded.records);
			most = Math.max(
				most,
				state.rest.reduce((sum, { length }) => sum + length, 0),
			);
		}

		expect(most).toBeLessThanOrEqual(2 * 1024 * 1024 + 64 * 1024);
		expect(records).toHaveLength(2);
		const [long, next] = records;
		expect(long).toMatchObject({ time: 1000, type: 'ui', cutAt: front.length });
		expect(long?.data[0]).toBe('message');
		expect(long?.data[1]?.slice(0, front.length + 1)).toBe(`${front}x`);
		expect(long?.data[1]?.endsWith('x ümlaut, the end')).toBe(true);
		expect(long?.data[1]?.length).toBeLessThan(3 * 1024 * 1024);
		expect(long?.offset).toBe(output.indexOf('\n') + 1);
		expect(next).toMatchObject({ time: 2000, data: ['say', '==> null.image: next'], offset: output.length });
	});

	test('is the same where the output ends in it, and where it is no record', () => {
		const cut = decodePieces(output.subarray(0, size), () => 64 * 1024);
		expect(cut).toMatchObject([{ type: 'ui', cutAt: front.length, offset: size }]);
		const raw = decodePieces(Buffer.alloc(size, 'y'), () => 64 * 1024);
		expect(raw).toMatchObject([{ type: 'raw', cutAt: 0, offset: size }]);
	});
});

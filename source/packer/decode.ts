import { frontOf, unescapeField, unescapeText } from './ui-text.ts';

/** A record of Packer's machine-readable output. */
export type PackerRecord = {
	/** When Packer printed it, in milliseconds since 1970 (Packer says whole seconds); 0 for a raw line. */
	readonly time: number;
	/** The build that it is about, empty for what is said to people. */
	readonly target: string;
	/** `ui`, `error`, `artifact` …; `raw` for a line that is no record (usage texts, panics). */
	readonly type: string;
	readonly data: readonly string[];
	/** Where the record ends in the output, in bytes. */
	readonly offset: number;
	/**
	 * Of a line that is too long to be held: where in its last text, behind the name of who says it, what there is begins. The
	 * beginning of that may be half of something.
	 */
	readonly cutAt?: number;
};

/** What a decoder remembers between two reads: the line that is not complete yet, and where it begins. */
export type DecoderState = {
	readonly rest: readonly Uint8Array[];
	readonly offset: number;
	/** Of a line that is too long to be held: how it begins, and how many bytes were left out before the rest. */
	readonly head?: Uint8Array;
	readonly leftOut?: number;
};

/**
 * So many bytes of a line are held when it gets too long: its end. It is looked at when there are twice as many, which as JSON
 * is still a line that readers of a journal take.
 */
const longestRest = 1024 * 1024;
/** What stands before the text of a line is shorter. */
const longestHead = 4096;

const lineFeed = 10;
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The state of a decoder that starts to read at an offset, in bytes; that must be the beginning of a line. */
export const startDecoder = (offset = 0): DecoderState => ({ rest: [], offset });

/** A field as it was. Packer writes so for each comma, and the same where somebody printed just that: it comes back as a comma. */
const decodeField = (field: string, isText: boolean): string => {
	const text = field.includes('%!(') ? field.replaceAll('%!(PACKER_COMMA)', ',') : field;
	if (!text.includes('\\')) {
		return text;
	}

	return isText ? unescapeText(text) : unescapeField(text);
};

/** The whole number that a text begins with up to a comma, which no record is without; -1 if there is none. */
const endOfTime = (line: string): number => {
	const end = line.indexOf(',');
	for (let index = 0; index < end; index++) {
		const code = line.charCodeAt(index);
		if (code < 0x30 || code > 0x39) {
			return -1;
		}
	}

	return end < 1 ? -1 : end;
};

const decodeLine = (bytes: Uint8Array, offset: number): PackerRecord | undefined => {
	const line = utf8.decode(bytes);
	const time = endOfTime(line);
	const target = time < 0 ? -1 : line.indexOf(',', time + 1);
	const type = target < 0 ? -1 : line.indexOf(',', target + 1);
	if (type < 0) {
		const text = line.replace(/\r$/, '');
		return text === '' ? undefined : { time: 0, target: '', type: 'raw', data: [text], offset };
	}

	const isUi = line.slice(target + 1, type) === 'ui';
	return {
		time: Number(line.slice(0, time)) * 1000,
		target: line.slice(time + 1, target),
		type: isUi ? 'ui' : line.slice(target + 1, type),
		data: line
			.slice(type + 1)
			.split(',')
			.map((field, index) => decodeField(field, isUi && index === 1)),
		offset,
	};
};

/** The record of a line that was too long to be held, by its beginning and its end. */
const decodeCut = (head: Uint8Array, end: Uint8Array, offset: number): PackerRecord | undefined => {
	const record = decodeLine(head, offset);
	const text = utf8.decode(end).replace(/\r$/, '');
	if (record?.type === 'ui') {
		const [kind = '', beginning = ''] = record.data;
		const front = frontOf(beginning);
		return {
			...record,
			data: [kind, front + decodeField(front + text, true).slice(front.length)],
			cutAt: front.length,
		};
	}

	return { time: 0, target: '', type: 'raw', data: [text], offset, cutAt: 0 };
};

/** The state with no more of a line than can be held. */
const withinBounds = (state: DecoderState): DecoderState => {
	const { rest, head, leftOut = 0 } = state;
	let held = rest.reduce((sum, { length }) => sum + length, 0);
	if (held <= 2 * longestRest) {
		return state;
	}

	let gone = 0;
	const first = head ?? new Uint8Array(joined(rest).subarray(0, longestHead));
	let from = 0;
	for (const { length } of rest) {
		if (held - length < longestRest) {
			break;
		}

		held -= length;
		gone += length;
		from++;
	}

	return { ...state, rest: rest.slice(from), head: first, leftOut: leftOut + gone };
};

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
	const [first, ...others] = parts;
	return first !== undefined && others.length === 0 ? first : Buffer.concat(parts);
};

/**
 * Decodes more of Packer's machine-readable output. Lines may be torn anywhere, even inside a character; what is not
 * UTF-8 is replaced. The state is not changed: decoding goes on with the one that is given back.
 */
export const decode = (
	state: DecoderState,
	bytes: Uint8Array,
): { readonly records: readonly PackerRecord[]; readonly state: DecoderState } => {
	const records: PackerRecord[] = [];
	let rest = state.rest;
	let { offset, head, leftOut = 0 } = state;
	let begin = 0;
	for (
		let end = bytes.indexOf(lineFeed, begin);
		end !== -1;
		begin = end + 1, end = bytes.indexOf(lineFeed, begin)
	) {
		const piece = bytes.subarray(begin, end);
		const line = rest.length === 0 ? piece : joined([...rest, piece]);
		offset += leftOut + line.length + 1;
		const record = head ? decodeCut(head, line, offset) : decodeLine(line, offset);
		rest = [];
		head = undefined;
		leftOut = 0;
		if (record) {
			records.push(record);
		}
	}

	// A copy, since the caller may fill the same buffer again.
	const remaining = new Uint8Array(bytes.subarray(begin));
	return {
		records,
		state: withinBounds({
			rest: remaining.length === 0 ? rest : [...rest, remaining],
			offset,
			...(head && { head, leftOut }),
		}),
	};
};

/** The record of a last line that has no line feed, when nothing more will come; undefined if there is none. */
export const decodeRest = (state: DecoderState): PackerRecord | undefined => {
	const { head, leftOut = 0 } = state;
	const line = joined(state.rest);
	const offset = state.offset + leftOut + line.length;
	return head ? decodeCut(head, line, offset) : decodeLine(line, offset);
};

/** The records in the output of a command that has ended. */
export const recordsOf = (output: string): readonly PackerRecord[] => {
	const { records, state } = decode(startDecoder(), Buffer.from(output));
	const last = decodeRest(state);
	return last ? [...records, last] : records;
};

/** What the records say to people, one text a record, without the names in front. */
export const textsOf = (records: readonly PackerRecord[]): readonly string[] =>
	records.flatMap(({ type, data }) => {
		const text = type === 'ui' ? data[1] : type === 'raw' ? data[0] : undefined;
		return text === undefined || text.trim() === '' ? [] : [text];
	});

/** A block at the top of a file of HCL: `source "amazon-ebs" "image" { … }`. Positions are indexes into the text. */
export type HclBlock = {
	readonly type: string;
	readonly labels: readonly string[];
	/** Of the opening brace. */
	readonly open: number;
	/** Of the closing brace. */
	readonly close: number;
};

/** An attribute in the body of a block, with its line's comment and without the line break. */
export type HclAttribute = {
	readonly name: string;
	readonly begin: number;
	readonly end: number;
};

const lineEnd = (text: string, from: number): number => {
	const end = text.indexOf('\n', from);
	return end === -1 ? text.length : end;
};

/** The position after the `}` of an interpolation whose inside begins here. */
export const afterTemplate = (text: string, from: number): number => {
	let depth = 1;
	for (let at = from; at < text.length; ) {
		const skipped = afterOpaque(text, at);
		if (skipped > at) {
			at = skipped;
			continue;
		}

		depth += text[at] === '{' ? 1 : text[at] === '}' ? -1 : 0;
		at++;
		if (depth === 0) {
			return at;
		}
	}

	return text.length;
};

const afterString = (text: string, from: number): number => {
	for (let at = from; at < text.length; ) {
		const two = text.slice(at, at + 2);
		if (text[at] === '"') {
			return at + 1;
		}

		if (text[at] === '\\') {
			at += 2;
		} else if (two === '$$' || two === '%%') {
			// `$${` is a literal `${`; any other pair is two characters.
			at += text[at + 2] === '{' ? 3 : 1;
		} else if (two === '${' || two === '%{') {
			at = afterTemplate(text, at + 2);
		} else {
			at++;
		}
	}

	return text.length;
};

const heredoc = /<<-?([\p{L}_][\p{L}\p{N}_-]*)[ \t]*\r?\n/uy;

const afterHeredoc = (text: string, from: number): number => {
	heredoc.lastIndex = from;
	const match = heredoc.exec(text);
	if (!match) {
		return from;
	}

	for (let line = heredoc.lastIndex; line < text.length; line = lineEnd(text, line) + 1) {
		const end = lineEnd(text, line);
		if (text.slice(line, end).trim() === match[1]) {
			return end;
		}
	}

	return text.length;
};

/** The position after a comment, string or heredoc that begins here, in which braces mean nothing; else the same. */
export const afterOpaque = (text: string, at: number): number => {
	switch (text[at]) {
		case '"':
			return afterString(text, at + 1);
		case '#':
			return lineEnd(text, at);
		case '/':
			if (text[at + 1] === '/') {
				return lineEnd(text, at);
			}

			if (text[at + 1] === '*') {
				const end = text.indexOf('*/', at + 2);
				return end === -1 ? text.length : end + 2;
			}

			return at;
		case '<':
			return afterHeredoc(text, at);
		default:
			return at;
	}
};

const opening = '{[(';
const closing = '}])';

/** The position of the bracket that closes the one here; the end of the text if none does. */
const matching = (text: string, open: number): number => {
	let depth = 0;
	for (let at = open; at < text.length; ) {
		const skipped = afterOpaque(text, at);
		if (skipped > at) {
			at = skipped;
			continue;
		}

		const character = text[at] ?? '';
		depth += opening.includes(character) ? 1 : closing.includes(character) ? -1 : 0;
		if (depth === 0) {
			return at;
		}

		at++;
	}

	return text.length;
};

/** The end of an attribute's line or lines: the first line break outside brackets, or the end of the body. */
const attributeEnd = (text: string, from: number, bodyEnd: number): number => {
	for (let at = from; at < bodyEnd; ) {
		const skipped = afterOpaque(text, at);
		if (skipped > at) {
			at = skipped;
		} else if (opening.includes(text[at] ?? ' ')) {
			at = matching(text, at) + 1;
		} else if (text[at] === '\n') {
			return text[at - 1] === '\r' ? at - 1 : at;
		} else {
			at++;
		}
	}

	return bodyEnd;
};

const identifier = /[\p{L}_][\p{L}\p{N}_-]*/uy;

const identifierAt = (text: string, at: number): string | undefined => {
	identifier.lastIndex = at;
	return identifier.exec(text)?.[0];
};

type Body = { readonly blocks: readonly HclBlock[]; readonly attributes: readonly HclAttribute[] };

/** What stands directly in a body, a whole file or the inside of a block. Text that is no HCL gives what can be told. */
const readBody = (text: string, begin: number, bodyEnd: number): Body => {
	const blocks: HclBlock[] = [];
	const attributes: HclAttribute[] = [];
	let words: string[] = [];
	let wordsBegin = begin;

	for (let at = begin; at < bodyEnd; ) {
		const character = text[at] ?? '';
		const word = identifierAt(text, at);
		if (word !== undefined) {
			wordsBegin = words.length === 0 ? at : wordsBegin;
			words.push(word);
			at += word.length;
		} else if (character === '"') {
			const end = afterString(text, at + 1);
			words.push(text.slice(at + 1, end - 1));
			at = end;
		} else if (character === '=') {
			const end = attributeEnd(text, at + 1, bodyEnd);
			attributes.push({ name: words[0] ?? '', begin: wordsBegin, end });
			words = [];
			at = end;
		} else if (opening.includes(character)) {
			const close = matching(text, at);
			const [type, ...labels] = words;
			if (character === '{' && type !== undefined && close < text.length) {
				blocks.push({ type, labels, open: at, close });
			}

			words = [];
			at = close + 1;
		} else {
			words = character === '\n' ? [] : words;
			at = Math.max(at + 1, afterOpaque(text, at));
		}
	}

	return { blocks, attributes };
};

/** The blocks of a file of HCL, whatever stands in comments, strings and heredocs. */
export const hclBlocks = (text: string): readonly HclBlock[] => readBody(text, 0, text.length).blocks;

/** The blocks directly in a block. */
export const hclInnerBlocks = (text: string, block: HclBlock): readonly HclBlock[] =>
	readBody(text, block.open + 1, block.close).blocks;

/** What stands behind the `=` of an attribute. */
export const hclValue = (text: string, { begin, end }: HclAttribute): string => {
	const attribute = text.slice(begin, end);
	return attribute.slice(attribute.indexOf('=') + 1).trim();
};

/** Where the expression of an attribute begins and ends, without a comment behind it. */
export const hclExpression = (
	text: string,
	{ begin, end }: HclAttribute,
): { readonly begin: number; readonly end: number } => {
	let first: number | undefined;
	let last = begin;
	for (let at = text.indexOf('=', begin) + 1; at < end; ) {
		const skipped = afterOpaque(text, at);
		const isComment = skipped > at && !/["<]/.test(text[at] ?? '');
		const isSpace = /\s/.test(text[at] ?? '');
		const next = Math.max(at + 1, skipped);
		if (!isComment && !isSpace) {
			first ??= at;
			last = next;
		}

		at = next;
	}

	return { begin: first ?? last, end: last };
};

/** The attributes at the top of a file of HCL, as in a `*.pkrvars.hcl`. */
export const hclFileAttributes = (text: string): readonly HclAttribute[] =>
	readBody(text, 0, text.length).attributes;

/** The attributes directly in a block, not those of blocks inside it. */
export const hclAttributes = (text: string, block: HclBlock): readonly HclAttribute[] =>
	readBody(text, block.open + 1, block.close).attributes;

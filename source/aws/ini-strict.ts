import { type Ini, newSection, type SectionDraft } from './ini.ts';

/** Where a comment begins that the reader sees as one, or the end: within a word, and a tab is a letter, it is none. */
const commentAt = (line: string): number => {
	for (let at = 0; at < line.length; at++) {
		if ('#;'.includes(line[at] ?? '') && (at === 0 || ' =:[]'.includes(line[at - 1] ?? ' '))) {
			return at;
		}
	}

	return line.length;
};

type Line =
	| { readonly kind: 'nothing' | 'text' }
	| { readonly kind: 'section'; readonly name: string; readonly rest: string }
	/** Without a value, what is indented below belongs to it. */
	| { readonly kind: 'setting'; readonly name: string; readonly value: string | undefined }
	| { readonly kind: 'unreadable'; readonly what: string };

const unreadable = (what: string): Line => ({ kind: 'unreadable', what });

const readHeader = (line: string): Line => {
	const [, name, rest = ''] = /^\[\s*([^\]]*?)\s*\](.*)$/.exec(line) ?? [];
	if (name === undefined) {
		return unreadable('a [ is not closed');
	}

	return /^$|^[=:]|\[/.test(name) || commentAt(name) < name.length
		? unreadable(`[${name}] is no name of a section`)
		: { kind: 'section', name, rest };
};

const quotedText = /^"((?:\\.|[^"\\])*)"/;

const readSetting = (name: string, value: string): Line => {
	if (value === '') {
		return { kind: 'setting', name, value: undefined };
	}

	if (/^[#;,]/.test(value)) {
		return unreadable(
			`a ${value.startsWith(',') ? 'comma' : 'comment'} stands where the value of ${name} should be`,
		);
	}

	const quoted = quotedText.exec(value)?.[1];
	return {
		kind: 'setting',
		name,
		// A tab at the end stays.
		value: quoted?.replaceAll(/\\(["'\\])/g, '$1') ?? value.slice(0, commentAt(value)).replace(/ +$/, ''),
	};
};

const readLine = (line: string): Line => {
	const text = line.trimStart();
	// trimStart takes a byte-order mark for a blank; the SDK takes it for text.
	if (line.startsWith('\uFEFF') && text.startsWith('[')) {
		return unreadable('a byte-order mark stands at its beginning');
	}

	if (text === '' || commentAt(text) === 0) {
		return { kind: 'nothing' };
	}

	if (text.startsWith('[')) {
		return readHeader(text);
	}

	const at = text.search(/[=:[\]]/);
	if (at === -1) {
		return commentAt(text) < text.length
			? unreadable('a comment follows text that is no setting')
			: { kind: 'text' };
	}

	return at === 0 || '[]'.includes(text[at] ?? '')
		? unreadable(at === 0 ? `a line begins with ${text[0]}` : `text stands before a ${text[at]}`)
		: readSetting(text.slice(0, at).trim(), text.slice(at + 1).trimStart());
};

/** Where a value is in quotes that do not end: the reader then sees an empty file, without an error. -1 if nowhere. */
const openQuoteAt = (lines: readonly string[]): number =>
	lines.findIndex(line => {
		const value = /^\s*[^#;[\]=:]+[=:]\s*(".*)$/.exec(line)?.[1];
		return value !== undefined && !quotedText.test(value);
	});

/**
 * Reads a file as aws-sdk-go does (internal/ini of 1.44 and 1.55): names are as they are written, of two sections with the
 * same name the later counts, and one bad line spoils the whole file.
 * @param file its name for people.
 */
export const readStrict = (text: string, file: string): Ini => {
	const sections = new Map<string, SectionDraft>();
	const lines = text.split(/\r?\n/);
	const openQuote = openQuoteAt(lines);
	if (openQuote !== -1) {
		return { sections, emptied: { file, line: openQuote + 1, what: 'a quote is not closed' } };
	}

	let section = newSection('', file, 1);
	let skips = false;
	for (const [index, line] of lines.entries()) {
		if (skips && /^\s/.test(line)) {
			continue;
		}

		let read = readLine(line);
		while (read.kind === 'section') {
			section = newSection(read.name, file, index + 1);
			sections.set(read.name, section);
			read = readLine(read.rest);
		}

		if (read.kind === 'unreadable') {
			return { sections: new Map(), defect: { file, line: index + 1, what: read.what } };
		}

		if (read.kind === 'setting' && read.value !== undefined) {
			section.settings.set(read.name, { value: read.value, file, line: index + 1 });
		}

		skips = read.kind === 'text' || (read.kind === 'setting' && read.value === undefined);
	}

	return { sections };
};

/** A value in HCL, as the lines that print it; the first line follows the `=`. */
export type Expression = readonly string[];

/** An attribute, or an entry of a map. */
export type Attribute = { readonly kind: 'attribute'; readonly name: string; readonly value: Expression };

/** What stands in a file or in a block, in order. */
export type Item =
	| Attribute
	| { readonly kind: 'block'; readonly header: string; readonly body: readonly Item[] }
	| { readonly kind: 'comment'; readonly lines: readonly string[] }
	| { readonly kind: 'kept'; readonly lines: readonly string[] }
	| { readonly kind: 'blank' };

const named: Readonly<Record<string, string>> = {
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'"': '\\"',
	'\\': '\\\\',
};

const escapeCharacter = (character: string): string => {
	const code = character.codePointAt(0) ?? 0;
	const digits = code.toString(16);
	return code > 0xffff ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`;
};

const quote = (text: string, isPlain: (character: string, before: string) => boolean): string => {
	let quoted = '';
	let before = '';
	// Packer normalizes every string; doing it here keeps letters whole that would be escaped in parts.
	for (const character of text.toWellFormed().normalize('NFC')) {
		quoted += named[character] ?? (isPlain(character, before) ? character : escapeCharacter(character));
		before = character;
	}

	return `"${quoted.replaceAll(/([$%])\{/g, '$1$1{')}"`;
};

/**
 * A text as a string of HCL that Packer reads back as the same text (in the normal form NFC). What cannot be seen, and
 * a mark without a letter to sit on, is escaped.
 */
export const hclString = (text: string): string =>
	quote(
		text,
		(character, before) =>
			/[ \p{L}\p{N}\p{P}\p{S}]/u.test(character) || (/\p{M}/u.test(character) && /\p{L}/u.test(before)),
	);

const identifier = /^(?!(?:for|if|in|null|true|false)$)[A-Za-z_][\w-]*$/;
// One column each for every version of Packer, whose formatter aligns what follows a key by it.
const oneColumn =
	/^(?:[ -~]|(?=[\p{Lu}\p{Ll}\p{Lo}])[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}])$/u;

const key = (text: string): string =>
	identifier.test(text) ? text : quote(text, character => oneColumn.test(character));

/** HCL as it is: a number, a boolean, a reference, a call. */
export const code = (text: string | number | boolean): Expression => [String(text)];

/** The path of something by the folder of the template, or as it is if it is no part of that. */
export const rootPath = (path: string): Expression => {
	const quoted = pluginText(path)[0] ?? '';
	return /^(\/|[A-Za-z]:)/.test(path) ? [quoted] : [`"\${path.root}/${quoted.slice(1)}`];
};

/** A text that nothing but HCL reads. */
export const text = (value: string): Expression => [hclString(value)];

/**
 * A text for an option that Packer's plugins render once as a template of their own: a `{{` of the
 * text stays a `{{`. Tags and descriptions are no such option: they are rendered until nothing changes, so they cannot
 * hold a `{{` at all.
 */
export const pluginText = (value: string): Expression => [hclString(value.replaceAll('{{', '{{`{{`}}'))];

// A line that stands as it is, however deep the block is in which it does: NUL can be in no text of HCL.
const asItIs = '\0';

const indent = (lines: readonly string[]): string[] =>
	lines.map(line => (line === '' || line.startsWith(asItIs) ? line : `  ${line}`));

const longestLine = 100;

const hereDocument = /<<-?([\p{L}_][\p{L}\p{N}_-]*)\s*$/u;

/**
 * HCL that somebody else wrote, moved to where it stands now: its lines as they are, but for the spaces in front of all of
 * them. Those of a here-document stay, since they are a part of the text.
 */
export const kept = (hcl: string): Item => {
	const lines = hcl
		.replace(/\r\n?/g, '\n')
		.replace(/^(\s*\n)+|\s+$/g, '')
		.split('\n');
	const own: boolean[] = [];
	let end: string | undefined;
	for (const [index, line] of lines.entries()) {
		own.push(end === undefined);
		if (end !== undefined) {
			end = line.trim() === end ? undefined : end;
		} else {
			const mark = hereDocument.exec(line)?.[1];
			end = lines.slice(index + 1).some(later => later.trim() === mark) ? mark : undefined;
		}
	}

	const indented = lines.filter((line, index) => own[index] && line.trim() !== '');
	const width = Math.min(...indented.map(line => /^[ \t]*/.exec(line)?.[0].length ?? 0));
	return {
		kind: 'kept',
		lines: lines.map((line, index) => (own[index] ? line.slice(width).trimEnd() : `${asItIs}${line}`)),
	};
};

/** A list, on one line if it fits there. */
export const list = (values: readonly Expression[]): Expression => {
	const line = `[${values.map(value => value.join(' ')).join(', ')}]`;
	if (line.length <= longestLine && values.every(value => value.length === 1)) {
		return [line];
	}

	return ['[', ...indent(values.flatMap(value => [...value.slice(0, -1), `${value.at(-1) ?? ''},`])), ']'];
};

/**
 * A list with one text of several lines, each as it stands there: a script in a shell provisioner. HCL takes it in its
 * normal form NFC. It must not hold a `{{`: Packer renders it until nothing changes.
 * @param code what replaces marks in the text by HCL: `${var.version}`.
 */
export const inlineText = (value: string, code: Readonly<Record<string, string>> = {}): Expression => {
	const lines = value.toWellFormed().normalize('NFC').replace(/\n$/, '').split('\n');
	let mark = 'EOT';
	while (lines.some(line => line.trim() === mark)) {
		mark += '_';
	}

	const escaped = lines.map(line => {
		const plain = line.replaceAll(/([$%])\{/g, '$1$1{');
		return Object.entries(code).reduce(
			(text, [name, reference]) => text.replaceAll(name, `\${${reference}}`),
			plain,
		);
	});
	return [`[<<${mark}`, ...[...escaped, mark].map(line => `${asItIs}${line}`), ']'];
};

/** A call of `join` with a list, which can take several lines. */
export const joined = (separator: string, values: readonly Expression[]): Expression => {
	const lines = list(values);
	return lines.map(
		(line, index) =>
			`${index === 0 ? `join(${hclString(separator)}, ` : ''}${line}${index === lines.length - 1 ? ')' : ''}`,
	);
};

export const attribute = (name: string, value: Expression): Attribute => ({ kind: 'attribute', name, value });

/** A block. @param header what stands before the brace: `source "amazon-ebs" "image"`. */
export const block = (header: string, body: readonly Item[]): Item => ({ kind: 'block', header, body });

export const comment = (...lines: string[]): Item => ({ kind: 'comment', lines });

export const emptyLine: Item = { kind: 'blank' };

const attributeLines = (run: readonly Attribute[]): string[] => {
	const width = Math.max(...run.map(({ name }) => [...name].length));
	return run.map(({ name, value }) => `${name}${' '.repeat(width - [...name].length)} = ${value.join('')}`);
};

const itemLines = (item: Item): string[] => {
	switch (item.kind) {
		case 'attribute':
			return [`${item.name} = ${item.value[0] ?? ''}`, ...item.value.slice(1)];
		case 'block':
			return [`${item.header} {`, ...indent(bodyLines(item.body)), '}'];
		case 'comment':
			return item.lines.map(line => `# ${line}`);
		case 'kept':
			return [...item.lines];
		case 'blank':
			return [''];
	}
};

/** Attributes of one line that follow each other have their `=` in one column, as `packer fmt` wants it. */
const bodyLines = (items: readonly Item[]): string[] => {
	const lines: string[] = [];
	let run: Attribute[] = [];
	const endRun = (): void => {
		lines.push(...attributeLines(run));
		run = [];
	};

	for (const item of items) {
		if (item.kind === 'attribute' && item.value.length === 1) {
			run.push(item);
		} else {
			endRun();
			lines.push(...itemLines(item));
		}
	}

	endRun();
	return lines;
};

/** A map whose keys stand as they are. */
export const entries = (items: readonly Attribute[]): Expression =>
	items.length === 0 ? ['{}'] : ['{', ...indent(bodyLines(items)), '}'];

/** A map with keys of any text. */
export const map = (values: Readonly<Record<string, Expression>>): Expression =>
	entries(Object.entries(values).map(([name, value]) => attribute(key(name), value)));

/** A call of a function; what takes several lines goes on where the one before ends. */
export const call = (name: string, ...values: readonly Expression[]): Expression => {
	const lines = values.reduce<readonly string[]>((before, value) => {
		const [first = '', ...rest] = value;
		return before.length === 0 ? value : [...before.slice(0, -1), `${before.at(-1)}, ${first}`, ...rest];
	}, []);
	const [first = '', ...rest] = lines;
	return rest.length === 0
		? [`${name}(${first})`]
		: [`${name}(${first}`, ...rest.slice(0, -1), `${rest.at(-1)})`];
};

/** A call of `merge`; the entries of the second count where both have one. */
export const merged = (first: Expression, second: Expression): Expression => call('merge', first, second);

/** The text of a file, as `packer fmt` leaves it. */
export const hclText = (items: readonly Item[]): string =>
	`${bodyLines(items)
		.map(line => (line.startsWith(asItIs) ? line.slice(asItIs.length) : line))
		.join('\n')}\n`;

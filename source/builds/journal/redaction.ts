import { parsedJson } from '../../base/json.ts';
import type { Environment } from '../../base/paths.ts';
import { hasUnprinted, unprinted } from '../../base/printable.ts';
import { holdsSecret, passwordsIn } from '../../base/secrets.ts';

/** What stands in the place of a secret, as Packer writes it. */
const redacted = '<sensitive>';

// Shorter values occur everywhere by chance, and removing them would leave no readable line.
const shortest = 4;
const shortestGuessed = 8;

const base64Widths = [64, 76] as const;

/** Words that a switch or an empty field holds: hiding them would hide what is said everywhere. */
const words = /^(true|false|null|none|yes|no|on|off|default|enabled|disabled|required|optional)$/i;

/**
 * The names of the environment variables whose values must never be shown: those that are known to be secret, what
 * calls itself a secret, and what has a password in it.
 * @param said what the build says openly, such as its region: a guess that would hide it is wrong.
 */
export const secretNames = (
	environment: Environment,
	known: readonly string[],
	said: readonly string[] = [],
): readonly string[] => [
	...new Set([
		...known,
		...Object.entries(environment).flatMap(([name, value = '']) =>
			// A function that bash exports is many lines of program, whatever stands in it.
			!name.startsWith('BASH_FUNC_') &&
			!said.includes(value) &&
			(holdsSecret(name, value) || passwordsIn(value).length > 0)
				? [name]
				: [],
		),
	]),
];

/** What must not be shown of the variables that are named: their values, and passwords inside them. */
export const secretValues = (environment: Environment, names: readonly string[]): readonly string[] =>
	names.flatMap(name => environment[name] ?? []).flatMap(value => [value, ...passwordsIn(value)]);

/** The inside of a quoted string, with the backslashes of most languages. */
const backslashed = (value: string): string => JSON.stringify(value).slice(1, -1);

/**
 * The characters of the Base64 form that do not depend on what stands before and behind the value, for each of the
 * three ways in which it can fall into groups of three bytes: `user:token` is often sent so.
 */
const base64Forms = (value: string): string[] =>
	[0, 1, 2].flatMap(shift => {
		const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
		const text = bytes
			.toString('base64')
			.slice(Math.ceil((shift * 8) / 6), Math.floor((bytes.length * 8) / 6));
		return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
	});

const encodedForms = (value: string): string[] => [
	value,
	// Packer has the strings of a template in this form.
	value.normalize('NFC'),
	// Packer's output cannot tell a backslash and an n from a line break.
	value.replaceAll('\\n', '\n').replaceAll('\\r', '\r'),
	backslashed(value),
	backslashed(backslashed(value)),
	value.replaceAll("'", `'\\''`),
	value.replaceAll("'", `'"'"'`),
	value.replaceAll(/[^\w@%+=:,./-]/g, '\\$&'),
	value.replaceAll(/["$`\\]/g, '\\$&'),
	value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
];

/**
 * Its lines, also of one that has them as `\\n`: output comes line by line. What is no more than brackets and commas, as
 * in JSON, stays.
 */
const linesOf = (value: string): string[] => {
	const lines = value.split(/\r?\n|\r|\\r|\\n/).map(line => line.trim());
	return lines.length === 1 ? [] : lines.filter(line => /(?:[\p{L}\p{N}].*){4}/u.test(line));
};

/** What calls itself secret in a secret that is JSON, such as a key of several lines: tools take it out and show it alone. */
const partsOf = (value: unknown): string[] =>
	typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([name, part]) =>
				typeof part === 'string' ? (holdsSecret(name, part) ? [part] : []) : partsOf(part),
			)
		: [];

/** The lines in which `base64` and `openssl` print a value that is longer than one of theirs. */
const base64Lines = (value: string): string[] => {
	const text = Buffer.from(value).toString('base64');
	return base64Widths.flatMap(width =>
		text.length > width ? (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []) : [],
	);
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** What stands in a URL for a character that is no letter and no digit: itself or its bytes, `%2f` or `%2F`, even `%252F`. */
const urlForms = (character: string): string => {
	const bytes = Array.from(Buffer.from(character), byte =>
		byte.toString(16).replaceAll(/[a-f]/g, digit => `[${digit}${digit.toUpperCase()}]`),
	);
	const coded = bytes.map(byte => `%(?:25)*${byte}`).join('');
	return `(?:${escaped(character)}|${coded}${character === ' ' ? '|\\+' : ''})`;
};

const urlPattern = (value: string): string =>
	value.toWellFormed().replaceAll(/[^a-zA-Z\d]/gu, character => urlForms(character));

/** The text as a screen shows it, and for each of its characters where it stands in the text. */
const shownCharacters = (text: string): { readonly shown: string; readonly places: readonly number[] } => {
	const places: number[] = [];
	let shown = '';
	let from = 0;
	const show = (to: number): void => {
		shown += text.slice(from, to);
		for (let place = from; place < to; place++) {
			places.push(place);
		}
	};
	for (const match of text.matchAll(unprinted)) {
		show(match.index);
		from = match.index + match[0].length;
	}

	show(text.length);
	return { shown, places };
};

/** What values look like; what bears no sign of them need not be searched, which takes its time. */
type Forms = { readonly pattern: RegExp; readonly sign: RegExp };

/** The longest first, so that none is left in halves by a shorter one inside it. */
const formsOf = (
	found: readonly { readonly length: number; readonly pattern: string }[],
	sign: RegExp,
): readonly Forms[] => {
	const patterns = [...found].sort((a, b) => b.length - a.length).map(({ pattern }) => pattern);
	return patterns.length === 0 ? [] : [{ pattern: new RegExp([...new Set(patterns)].join('|'), 'g'), sign }];
};

/** Removes what only comes together on a screen: a value with a change of colour in it. */
const redactShown = (text: string, { pattern, sign }: Forms): string => {
	const { shown, places } = shownCharacters(text);
	if (!sign.test(shown)) {
		return text;
	}

	let result = '';
	let from = 0;
	for (const match of shown.matchAll(pattern)) {
		const last = places[match.index + match[0].length - 1] ?? text.length;
		result += text.slice(from, places[match.index]) + redacted;
		from = last + 1;
	}

	return result + text.slice(from);
};

/** A text without the secrets. */
export type Redact = (text: string) => string;

/**
 * Many texts without the secrets. What is printed holds hardly ever one, which is seen of all at once; what a screen leaves
 * out could reach from one text into the next, so that each is looked at by itself then.
 */
export const redactAll = (texts: readonly string[], redact: Redact): readonly string[] => {
	const all = texts.join('\n');
	return !hasUnprinted(all) && redact(all) === all ? texts : texts.map(redact);
};

/** Characters that are kept of the end of a text that is too long. */
const longestEnd = 16 * 1024;
const attempts = 16;

/**
 * The end of a text that is too long, without the secrets; of one that was overwritten by carriage returns its last state.
 * Secrets are removed before it is cut, and nowhere is it cut through one: the text may begin in the midst of a secret, and
 * none is as long as the half of it that always goes.
 */
export const redactedEnd = (text: string, redact: Redact): string => {
	const whole = redact(text);
	for (let attempt = 0; attempt < attempts; attempt++) {
		const at = Math.max(
			text.length - longestEnd + attempt * (longestEnd / attempts),
			Math.ceil(text.length / 2),
		);
		const end = redact(text.slice(at));
		if (redact(text.slice(0, at)) + end === whole) {
			const states = end.split('\r').filter(state => state !== '');
			return states.length > 1 ? (states.at(-1) ?? '') : `… ${states.join('')}`;
		}
	}

	return '…';
};

/**
 * A function that removes values from text, plain and in the forms in which shells, JSON, URLs and Base64 show them.
 * Colours and the like in the midst of a value do not hide it. Values of less than 4 characters stay,
 * and so does a `true`. Each line of a longer value counts too, as output comes line by line.
 */
export const redactor = (values: readonly string[]): Redact => {
	const plain = values
		.flatMap(value => [value, ...partsOf(parsedJson(value))])
		.flatMap(value => [value, value.trim(), ...linesOf(value)])
		.filter(value => value.trim().length >= shortest && !words.test(value.trim()));
	const literal = plain.flatMap(value => [
		...encodedForms(value).filter(form => form.length >= shortest),
		...[...base64Forms(value), ...base64Lines(value), ...base64Lines(`${value}\n`)].filter(
			form => form.length >= shortestGuessed,
		),
	]);
	const inUrls = plain.filter(value => /[^a-zA-Z\d]/.test(value));
	const forms = [
		...formsOf(
			inUrls.map(value => ({ length: value.length, pattern: urlPattern(value) })),
			/%[\da-f]{2}|\+/i,
		),
		...formsOf(
			literal.map(form => ({ length: form.length, pattern: escaped(form) })),
			/^/,
		),
	];
	return text => {
		// Hardly any text has something that is not shown, and none gets it by what is removed.
		const isPlain = !hasUnprinted(text);
		return forms.reduce((left, form) => {
			const clean = form.sign.test(left) ? left.replace(form.pattern, redacted) : left;
			return isPlain ? clean : redactShown(clean, form);
		}, text);
	};
};

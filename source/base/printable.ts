// CSI and OSC sequences, other escapes of two characters, and the 8-bit forms of CSI and OSC.
const escapes =
	/(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[ -/]*[0-~]?/g;
// What has no width or moves the cursor, and what turns the direction of writing.
const controls = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** What `printable` takes out of a line, so that the characters on both sides of it come together. */
export const unprinted = new RegExp(`${escapes.source}|(?![\\t\\n\\r])${controls.source}`, 'g');
/** Whether `printable` would take something out of a text: quickly, for texts of which hardly any has it. */
export const hasUnprinted = (text: string): boolean =>
	/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/.test(
		text,
	);
const unprintedSign = new RegExp(`(?![\\t\\n\\r])${controls.source}`, 'g');

const tabStop = 8;

/** `U+001B`. */
const codePoint = (sign: string): string =>
	`U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

const expandTabs = (text: string): string => {
	const [first = '', ...rest] = text.split('\t');
	return rest.reduce((line, part) => line + ' '.repeat(tabStop - (line.length % tabStop)) + part, first);
};

/**
 * One line of foreign output as it can be shown without doing anything to the terminal: no escape sequences, no
 * control characters, tabs as spaces. Of a line that was overwritten by carriage returns the last state stays.
 */
export const printable = (text: string): string => {
	const plain = text.replaceAll(escapes, '');
	const states = plain.split('\r').filter(state => state !== '');
	return expandTabs(states.at(-1) ?? '').replaceAll(controls, '');
};

const hiding = new RegExp(`(?!\\t)${controls.source}`, 'g');

/**
 * A line of a file for somebody who reads what it does before it runs. Nothing in it hides another part of it: what a
 * terminal would act on is told (`<U+001B>`), but for the end of a line of Windows.
 */
export const readable = (text: string): string =>
	expandTabs(text.replace(/\r$/, '').replaceAll(hiding, sign => `<${codePoint(sign)}>`));

/**
 * Text of one line or several as a terminal can take it, for sentences of ours that quote what others wrote: as
 * `printable`, but line breaks and tabs stay, and nothing is overwritten.
 */
export const terminalText = (text: string): string =>
	text
		.split('\n')
		.map(line => line.replaceAll(unprinted, '').replaceAll('\r', ''))
		.join('\n');

/** The text of JSON as a terminal can take it: the same data, with an escape (`\u009b`) for what one would act on. */
export const terminalJson = (json: string): string =>
	hasUnprinted(json)
		? json.replaceAll(unprintedSign, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
		: json;

/** Writes a line of text, or several, for people: whatever is in it, a terminal only shows it. */
export const writeLine = (stream: { readonly write: (text: string) => unknown }, text: string): void => {
	stream.write(`${terminalText(text)}\n`);
};

/** The control character in a text that no answer may hold (`U+001B`); line breaks and tabs are none. */
export const controlCharacter = (text: string): string | undefined => {
	const sign = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.exec(text)?.[0];
	return sign === undefined ? undefined : codePoint(sign);
};

/** A name within a sentence: one of nothing is seen as such. */
export const nameText = (name: string): string => (name.trim() === '' ? JSON.stringify(name) : name);

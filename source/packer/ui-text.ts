/*
 * What Packer says to people: the second field of a `ui` record. In front of each line stands who says it:
 * `==> amazon-ebs.image: ` or, up to Packer 1.12, `    amazon-ebs.image: `. A post-processor has its type behind the name
 * of the build. What stands without a name is said by Packer itself: no script can say it, since Packer puts the name in
 * front of its lines whatever is in them (1.6.6 to 1.16).
 */

// Anything may stand in the name of a `build` block, in front of the type and the name of the source. Trailing white
// space is cut, so that the blank may be missing.
const speaker = /^(?:==>| {3}) ([^\\\n]+?\.[^\s:.\\]+(?: \([\w-]+\))?):(?=$| |\\n|\n)/;

/**
 * A text as it was before it was escaped. Packer writes line breaks as `\n`, but does not escape a backslash, so that
 * `C:\new` of a script looks like a line break. In a text with a name, Packer repeats the name on each line: a `\n`
 * without it was printed as it stands.
 */
export const unescapeText = (text: string): string => {
	const name = speaker.exec(text)?.[1];
	if (name === undefined) {
		return unescapeField(text);
	}

	return text
		.split('\\n')
		.map((part, index) => {
			const isLine = index === 0 || speaker.exec(part)?.[1] === name;
			return `${index === 0 ? '' : isLine ? '\n' : '\\n'}${part}`;
		})
		.join('');
};

/** What stands in front of a text: the name of who says it, with its sign and a blank; empty if there is none. */
export const frontOf = (text: string): string => {
	const front = speaker.exec(text)?.[0];
	return front === undefined ? '' : `${front} `;
};

/** Any other field as it was before it was escaped. */
export const unescapeField = (text: string): string => text.replaceAll('\\n', '\n').replaceAll('\\r', '\r');

/** Who says a text, and its lines without the name in front. */
export type SaidText = {
	/** `amazon-ebs.image`; undefined if Packer itself says it. */
	readonly build: string | undefined;
	/** The type of the post-processor that says it for the build, if one does: `shell-local`. */
	readonly postProcessor: string | undefined;
	readonly lines: readonly string[];
};

type Speaker = Pick<SaidText, 'build' | 'postProcessor'> & {
	/** What stands in front of its lines, but for the sign: ` amazon-ebs.image:`. */
	readonly front: string;
};

const signs = ['==>', '   '] as const;

const speakerOf = (text: string): Speaker | undefined => {
	const name = speaker.exec(text)?.[1];
	const [, build = name, postProcessor] = /^(.+) \(([\w-]+)\)$/.exec(name ?? '') ?? [];
	return name === undefined ? undefined : { build, postProcessor, front: ` ${name}:` };
};

// Hundreds of thousands of texts in a row are mostly said by the same.
let lastSpeaker: Speaker | undefined;

/** Whether a text is said by the one who said the last: what stands in front of it is found by itself alone. */
const isBy = ({ front }: Speaker, text: string): boolean =>
	text.startsWith(front, 3) &&
	signs.some(sign => text.startsWith(sign)) &&
	(text.length === front.length + 3 || [' ', '\n'].includes(text.charAt(front.length + 3)));

const withoutFront = (line: string, { front }: Speaker): string => {
	const begin = front.length + 3;
	return line.slice(line.startsWith(' ', begin) ? begin + 1 : begin);
};

/** Takes a text for people apart. */
export const saidText = (text: string): SaidText => {
	const said = lastSpeaker !== undefined && isBy(lastSpeaker, text) ? lastSpeaker : speakerOf(text);
	const lines = text.includes('\n') ? text.split('\n') : [text];
	if (said === undefined) {
		return { build: undefined, postProcessor: undefined, lines };
	}

	lastSpeaker = said;
	const { build, postProcessor } = said;
	return { build, postProcessor, lines: lines.map(line => withoutFront(line, said)) };
};

type UiRecord = { readonly type: string; readonly data: readonly string[] };

/** Whether a record is a text of Packer itself, of one kind, that begins so. */
const isOwnText = ({ type, data }: UiRecord, kind: string, beginning: string): boolean => {
	const [said, text = ''] = data;
	return (
		type === 'ui' &&
		said === kind &&
		// Nearly no text has it: so it is asked first.
		text.includes(beginning) &&
		text.trim().startsWith(beginning) &&
		saidText(text).build === undefined
	);
};

/** Whether Packer says that it was told to end, and by a signal: it cancels its builds then. */
export const tellsOfSignal = (record: UiRecord): boolean =>
	isOwnText(record, 'error', 'Cancelling build after receiving ');

/** Whether Packer says that it is through with all builds, those that failed included. */
export const tellsOfEnd = (record: UiRecord): boolean => isOwnText(record, 'say', '==> Builds finished');

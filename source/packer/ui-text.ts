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

/** Takes a text for people apart. */
export const saidText = (text: string): SaidText => {
	const name = speaker.exec(text)?.[1];
	const lines = text.split('\n');
	if (name === undefined) {
		return { build: undefined, postProcessor: undefined, lines };
	}

	const [, build = name, postProcessor] = /^(.+) \(([\w-]+)\)$/.exec(name) ?? [];
	const begin = `==> ${name}:`.length;
	return { build, postProcessor, lines: lines.map(line => line.slice(begin).replace(/^ /, '')) };
};

type UiRecord = { readonly type: string; readonly data: readonly string[] };

/** Whether a record is a text of Packer itself, of one kind, that begins so. */
const isOwnText = ({ type, data }: UiRecord, kind: string, beginning: string): boolean => {
	const [said, text = ''] = data;
	return (
		type === 'ui' && said === kind && saidText(text).build === undefined && text.trim().startsWith(beginning)
	);
};

/** Whether Packer says that it was told to end, and by a signal: it cancels its builds then. */
export const tellsOfSignal = (record: UiRecord): boolean =>
	isOwnText(record, 'error', 'Cancelling build after receiving ');

/** Whether Packer says that it is through with all builds, those that failed included. */
export const tellsOfEnd = (record: UiRecord): boolean => isOwnText(record, 'say', '==> Builds finished');

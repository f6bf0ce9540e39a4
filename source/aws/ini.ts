/** A setting and where it stands. Lines count from 1. */
export type Setting = { readonly value: string; readonly file: string; readonly line: number };

/** A section of a file: `[profile dev]` has the name `profile dev`. */
export type Section = {
	readonly name: string;
	readonly file: string;
	readonly line: number;
	readonly settings: ReadonlyMap<string, Setting>;
	/** Settings that are indented below another one, by its name. */
	readonly nested: ReadonlyMap<string, ReadonlyMap<string, string>>;
};

/** What keeps an SDK from reading a file at all. */
export type Defect = { readonly file: string; readonly line: number; readonly what: string };

/** A file as an SDK sees it. */
export type Ini = {
	readonly sections: ReadonlyMap<string, Section>;
	readonly defect?: Defect;
	/** Why the SDK sees an empty file, without an error. */
	readonly emptied?: Defect;
};

/** A section while it is read. */
export type SectionDraft = Omit<Section, 'settings' | 'nested'> & {
	readonly settings: Map<string, Setting>;
	readonly nested: Map<string, Map<string, string>>;
};

export const newSection = (name: string, file: string, line: number): SectionDraft => ({
	name,
	file,
	line,
	settings: new Map(),
	nested: new Map(),
});

const isComment = (line: string): boolean => /^[ \t]*(?:[#;]|$)/.test(line);

export const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/s, '$2');

/** `  profile   dev ` is the section `profile dev`, as in the header of the lenient reader. */
const collapsed = (name: string): string => name.trim().replace(/^(\S+)[ \t]+/, '$1 ');

/**
 * Reads a file as aws-sdk-go-v2 does (internal/ini 1.8): what is no setting is skipped, names may be in any case, sections
 * of the same name are one. An indented line belongs to the setting above, unless that has a value.
 * @param file its name for people.
 */
export const readLenient = (text: string, file: string): Ini => {
	const sections = new Map<string, SectionDraft>();
	let section: SectionDraft | undefined;
	let above: string | undefined;
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		if (isComment(line)) {
			continue;
		}

		// A byte-order mark before it hides a header; trim() would take it away.
		const header = /^[ \t]*\[(.*)\][ \t]*$/.exec(line.replace(/[#;].*$/, ''))?.[1];
		if (header !== undefined) {
			const name = collapsed(header);
			section = sections.get(name) ?? newSection(name, file, index + 1);
			sections.set(name, section);
			above = undefined;
			continue;
		}

		const setting = /^([^=:]*)[=:](.*)$/.exec(line.replace(/[ \t][#;].*$/, ''));
		if (!setting || !section) {
			continue;
		}

		const name = setting[1]?.trim().toLowerCase() ?? '';
		const value = unquoted(setting[2]?.trim() ?? '');
		if (/^[ \t]/.test(line) && above !== undefined && section.settings.get(above)?.value === '') {
			const nested = section.nested.get(above) ?? new Map<string, string>();
			section.nested.set(above, nested.set(name, value));
		} else {
			above = name;
			section.settings.set(name, { value, file, line: index + 1 });
		}
	}

	return { sections };
};

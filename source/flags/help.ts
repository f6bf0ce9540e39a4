import { cellWidth, padEnd, wrapWords } from '../base/cells.ts';
import { globalFlags } from './common.ts';
import type { Flag } from './parse.ts';

/** Flags under a heading. */
export type FlagGroup = {
	readonly title: string;
	/** The heading in the short help, where groups that share one stand together; the title if missing. */
	readonly short?: string;
	readonly flags: readonly Flag[];
};

/** How a command is used. */
export type Usage = {
	/** `packer-wizard run [<preset>] [flags]`, one a line. */
	readonly synopsis: readonly string[];
	/** What it does, paragraphs. */
	readonly text: readonly string[];
	readonly groups: readonly FlagGroup[];
	readonly examples?: readonly string[];
};

const head = ({ short, name, value }: Flag): string =>
	`  ${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;

const groupLines = ({ title, flags }: FlagGroup, width: number, column: number): readonly string[] =>
	flags.length === 0
		? []
		: [
				'',
				title,
				...flags.flatMap(flag => {
					const start = head(flag);
					const [first = '', ...rest] = wrapWords(flag.text, width - column);
					const indented = rest.map(line => ' '.repeat(column) + line);
					// A flag that reaches into the column of the texts has its text below.
					return cellWidth(start) + 2 > column
						? [start, ' '.repeat(column) + first, ...indented]
						: [padEnd(start, column) + first, ...indented];
				}),
			];

const firstSentence = (text: string): string => /^.*?[.?](?= |$)/.exec(text)?.[0] ?? text;

/** Groups with what most people need, a sentence each. */
const shortGroups = (groups: readonly FlagGroup[]): readonly FlagGroup[] => {
	const titles = [...new Set(groups.map(({ title, short = title }) => short))];
	return titles.map(title => ({
		title,
		flags: groups
			.filter(group => (group.short ?? group.title) === title)
			.flatMap(({ flags }) => flags)
			.filter(({ help }) => help === undefined)
			.map(flag => ({ ...flag, text: firstSentence(flag.text) })),
	}));
};

/** The flags that the short help has no room for, by name, and where they are explained. */
const restLines = (groups: readonly FlagGroup[], synopsis: string, width: number): readonly string[] => {
	const rare = groups.flatMap(({ flags }) => flags).filter(({ help }) => help === 'rare');
	const command = synopsis.replace(/ [[<].*$/, '');
	return rare.length === 0
		? []
		: [
				'',
				...wrapWords(
					`More, see ${command} --help-all: ${rare.map(({ name }) => `--${name}`).join(', ')}.`,
					width,
				),
			];
};

/**
 * The help of a command, no line longer than the width (in cells, at least 40).
 * @param isWhole whether every flag is explained; else those that most people need are, and the rest is named.
 */
export const helpText = (usage: Usage, terminalWidth: number, isWhole = false): string => {
	const width = Math.max(40, Math.min(terminalWidth, 100));
	const column = width < 70 ? 8 : 32;
	const all = [...usage.groups, { title: 'Everywhere', flags: globalFlags }];
	const explained = all.map(group => ({
		...group,
		flags: group.flags.filter(({ help }) => help !== 'none'),
	}));
	const groups = isWhole ? explained : shortGroups(explained);
	const [first = '', ...more] = usage.synopsis;
	return [
		`Usage: ${first}`,
		...more.map(line => `       ${line}`),
		...usage.text.flatMap(paragraph => ['', ...wrapWords(paragraph, width)]),
		...groups.flatMap(group => groupLines(group, width, column)),
		...(isWhole ? [] : restLines(explained, first, width)),
		...(usage.examples ? ['', 'Examples', ...usage.examples.map(example => `  ${example}`)] : []),
		'',
	].join('\n');
};

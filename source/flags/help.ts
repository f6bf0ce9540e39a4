import { cellWidth, padEnd, wrapWords } from '../base/cells.ts';
import { globalFlags } from './common.ts';
import type { Flag } from './parse.ts';

/** Flags under a heading. */
export type FlagGroup = { readonly title: string; readonly flags: readonly Flag[] };

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

const groupLines = ({ title, flags }: FlagGroup, width: number, column: number): readonly string[] => [
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

/** The help of a command, no line longer than the width (in cells, at least 40). */
export const helpText = (usage: Usage, terminalWidth: number): string => {
	const width = Math.max(40, Math.min(terminalWidth, 100));
	const column = width < 70 ? 8 : 32;
	const groups = [...usage.groups, { title: 'Everywhere', flags: globalFlags }];
	const [first = '', ...more] = usage.synopsis;
	return [
		`Usage: ${first}`,
		...more.map(line => `       ${line}`),
		...usage.text.flatMap(paragraph => ['', ...wrapWords(paragraph, width)]),
		...groups.flatMap(group => groupLines(group, width, column)),
		...(usage.examples ? ['', 'Examples', ...usage.examples.map(example => `  ${example}`)] : []),
		'',
	].join('\n');
};

import { padEnd, wrapWords } from '../base/cells.ts';
import { faultTable } from '../base/faults.ts';

/** The longest name, and a gap. */
const column = Math.max(...[...faultTable.keys()].map(name => name.length)) + 2;

/** The same as data. */
export const faultData = (): readonly { readonly name: string; readonly text: string }[] =>
	[...faultTable].map(([name, { text }]) => ({ name, text }));

/** Every fault with its sentence, no line longer than the width (in cells, at least 50). */
export const faultList = (terminalWidth: number): string => {
	const width = Math.max(50, Math.min(terminalWidth, 100));
	return [...faultTable]
		.flatMap(([name, { text }]) =>
			wrapWords(text, width - column).map((line, index) => padEnd(index === 0 ? name : '', column) + line),
		)
		.map(line => `${line}\n`)
		.join('');
};

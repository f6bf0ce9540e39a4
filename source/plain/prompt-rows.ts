import { distanceFrom, holdsWords } from '../base/search.ts';

/** A row of a list. */
export type PromptRow<Value> = {
	readonly value: Value;
	readonly name: string;
	/** What stands behind the question when the row was chosen; the name if missing. */
	readonly short?: string;
	/** Explains the marked row, below the list. */
	readonly description?: string;
	/** Why it cannot be chosen. */
	readonly disabled?: string;
	readonly checked?: boolean;
	/** What the search looks in; the name if missing. */
	readonly keywords?: string;
	/** The heading that it stands under, in a list that is long enough to be searched. */
	readonly group?: string;
	/** Only who searches for it finds it. */
	readonly isFoundOnly?: boolean;
	/** Who searches finds it behind the others, unless it is called so. */
	readonly isBehind?: boolean;
	/** Found behind all others: it cannot be chosen. */
	readonly isLast?: boolean;
};

/** The rows that hold what was typed; of those with headings the ones that are called so first. */
export const searchedRows = <Value>(
	rows: readonly PromptRow<Value>[],
	term: string,
): readonly PromptRow<Value>[] => {
	if (term.trim() === '') {
		return rows.filter(({ isFoundOnly }) => !isFoundOnly);
	}

	const isFound = holdsWords(term);
	const found = rows.filter(({ name, keywords = '' }) => isFound(`${name} ${keywords}`));
	const distance = ({ name, short = name, isBehind, isLast }: PromptRow<Value>): number =>
		distanceFrom(short, term, isBehind) + (isLast ? 10 : 0);
	return rows.some(({ group }) => group !== undefined)
		? found.toSorted((a, b) => distance(a) - distance(b))
		: found;
};

/** The rows with their headings, which a search has not. */
export const withHeadings = <Value, Heading>(
	rows: readonly PromptRow<Value>[],
	term: string,
	heading: (text: string) => Heading,
): readonly (PromptRow<Value> | Heading)[] =>
	rows.flatMap((row, index): readonly (PromptRow<Value> | Heading)[] =>
		term.trim() === '' && row.group !== undefined && row.group !== rows[index - 1]?.group
			? [heading(row.group), row]
			: [row],
	);

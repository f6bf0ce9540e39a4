import type { FilePlan, Leftover, PlannedFile } from './files.ts';

/** A line as it is shown: of the text itself, or one that goes (`-`) or comes (`+`). */
type ShownLine = { readonly sign: ' ' | '-' | '+'; readonly text: string };

/** A file for somebody who looks at it: its text, or how it differs from what stands there. */
export type ShownFile = {
	readonly path: string;
	/** `image.pkr.hcl, new`. */
	readonly title: string;
	readonly isDifference: boolean;
	readonly lines: readonly ShownLine[];
};

/** Lines that go and come; texts that differ in more would take seconds and could not be read. */
const mostChanges = 500;
/** Lines of what is the same that stand around a change. */
const around = 3;
/** Lines of each text where they differ in too much. */
const beginning = 100;

const leftOut: ShownLine = { sign: ' ', text: '...' };

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** What there is to read of a difference: the changes, and a few lines around them. */
const nearChanges = (lines: readonly ShownLine[]): readonly ShownLine[] => {
	const near = new Set(
		lines.flatMap(({ sign }, index) =>
			sign === ' ' ? [] : Array.from({ length: 2 * around + 1 }, (_, offset) => index - around + offset),
		),
	);
	return lines.flatMap((line, index) =>
		near.has(index) ? [line] : near.has(index - 1) || index === 0 ? [leftOut] : [],
	);
};

const beginningOf = (said: string, sign: '-' | '+', lines: readonly string[]): readonly ShownLine[] => [
	{ sign: ' ', text: said },
	...lines.slice(0, beginning).map(text => ({ sign, text })),
	...(lines.length > beginning ? [leftOut] : []),
];

const difference = async (current: string, content: string): Promise<readonly ShownLine[]> => {
	const old = linesOf(current);
	const fresh = linesOf(content);
	// Brought only by who looks at a difference.
	const { diffArrays } = await import('diff/lib/diff/array.js');
	const changes = diffArrays([...old], [...fresh], { maxEditLength: mostChanges });
	if (changes === undefined) {
		return [
			...beginningOf('They differ in too many lines to stand side by side. Yours begins:', '-', old),
			...beginningOf('The new one begins:', '+', fresh),
		];
	}

	return changes.every(({ added, removed }) => !added && !removed)
		? [{ sign: ' ', text: 'Only the line break at the end differs.' }]
		: nearChanges(
				changes.flatMap(({ added, removed, value }) =>
					value.map((text): ShownLine => ({ sign: added ? '+' : removed ? '-' : ' ', text })),
				),
			);
};

const states = { new: 'new', same: 'as it stands there', differs: 'differs: - goes, + comes' } as const;

const shown = async ({ path, title, state, content, current }: PlannedFile): Promise<ShownFile> => {
	const isDifference = state === 'differs' && current !== undefined;
	return {
		path,
		title: title ?? `${path}, ${states[state]}`,
		isDifference,
		lines: isDifference
			? await difference(current, content)
			: linesOf(content).map(text => ({ sign: ' ', text })),
	};
};

const shownLeftover = ({ path, content, isTheirs }: Leftover): ShownFile => ({
	path,
	title: `${path}, not needed any more: ${isTheirs ? 'stays, since it is yours' : 'goes'}`,
	isDifference: false,
	lines: linesOf(content).map(text => ({ sign: ' ', text })),
});

/**
 * The files of a plan to look at, with what nothing asks for any more, or only those that differ from what stands there.
 * They are compared here, once.
 */
export const shownFiles = async (
	{ files, leftovers = [] }: FilePlan,
	only?: 'differing',
): Promise<readonly ShownFile[]> => [
	...(await Promise.all(files.filter(({ state }) => only === undefined || state === 'differs').map(shown))),
	...(only === undefined ? leftovers.map(shownLeftover) : []),
];

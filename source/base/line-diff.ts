/** A line of the difference between two texts. */
export type DiffLine = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string };

const splitLines = (text: string): string[] => {
	const lines = text.split('\n');
	return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
};

/** The lengths of the longest common subsequences of what is left of both from each pair of lines on. */
const commonLengths = (before: readonly string[], after: readonly string[]): Uint32Array[] => {
	const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
	for (let i = before.length - 1; i >= 0; i--) {
		for (let j = after.length - 1; j >= 0; j--) {
			const row = lengths[i];
			const next = lengths[i + 1];
			if (row && next) {
				row[j] = before[i] === after[j] ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0);
			}
		}
	}

	return lengths;
};

/** What changes from one text to the other, line by line, removed lines before those that take their place. */
export const diffLines = (before: string, after: string): readonly DiffLine[] => {
	const old = splitLines(before);
	const fresh = splitLines(after);
	const lengths = commonLengths(old, fresh);
	const diff: DiffLine[] = [];
	let i = 0;
	let j = 0;
	while (i < old.length || j < fresh.length) {
		const left = old[i];
		const right = fresh[j];
		if (left !== undefined && left === right) {
			diff.push({ kind: 'same', text: left });
			i++;
			j++;
		} else if (
			left !== undefined &&
			(right === undefined || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))
		) {
			diff.push({ kind: 'removed', text: left });
			i++;
		} else if (right !== undefined) {
			diff.push({ kind: 'added', text: right });
			j++;
		}
	}

	return diff;
};

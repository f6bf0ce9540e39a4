import { diffLines } from '../../base/line-diff.ts';
import { diffRows, textRows } from '../../components/diff-view/diff-view.tsx';
import { type Line, line } from '../../components/row.tsx';
import type { FilePlan, PlannedFile } from '../../flow/files.ts';

export type FilesState = {
	readonly plan: FilePlan;
	/** The files that are shown: all, or those that differ from what stands there. */
	readonly files: readonly PlannedFile[];
	/** Index of the file in sight. */
	readonly index: number;
	/** First row in sight. */
	readonly top: number;
};

/** The rows of a file, so many cells wide: its text, or how it differs from what stands there. */
export const fileRows = (file: PlannedFile | undefined, width: number): readonly Line[] => {
	if (file === undefined) {
		return [line('There is nothing to write.')];
	}

	if (file.state === 'differs' && file.current !== undefined) {
		return diffRows(diffLines(file.current, file.content), width);
	}

	const lines = file.content.replace(/\n$/, '').split('\n');
	const digits = String(lines.length).length;
	return lines.flatMap((text, index) => textRows(`${String(index + 1).padStart(digits)}  `, text, width));
};

const states: Readonly<Record<PlannedFile['state'], string>> = {
	new: 'new',
	same: 'as it stands there',
	differs: 'differs',
};

/** `image.pkr.hcl, new`. */
export const fileTitle = ({ path, state }: PlannedFile): string =>
	state === 'differs' ? `${path}, differs: - goes, + comes` : `${path}, ${states[state]}`;

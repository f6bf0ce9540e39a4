import type { Point } from '../frame/layout.ts';
import type { Line } from '../line.ts';
import { linesFieldCaret, linesFieldLines } from '../lines-field/lines-field.ts';
import { multiSelectCaret, multiSelectLines } from '../multi-select/multi-select-lines.ts';
import type { Option } from '../select/options.ts';
import { selectCaret, selectLines } from '../select/select-lines.ts';
import { textFieldCaret, textFieldLine } from '../text-field/text-field-line.ts';
import type { FieldState } from './field-state.ts';

type FieldProps = {
	readonly state: FieldState;
	/** Of a list. */
	readonly options: readonly Option[];
	readonly width: number;
	readonly height: number;
	readonly isFocused?: boolean;
	/** How old the options are. */
	readonly source?: string;
	/** Who is being asked for more of them. */
	readonly awaited?: string;
};

/** A field as rows, and where the cursor stands in it, in cells from its top left. */
export const drawField = ({
	state,
	width,
	height,
	...list
}: FieldProps): { readonly lines: readonly Line[]; readonly caret: Point } => {
	switch (state.kind) {
		case 'choice': {
			const props = { ...list, width, height, state: state.list };
			return { lines: selectLines(props), caret: selectCaret(props) };
		}

		case 'many': {
			const props = { ...list, width, height, state: state.many };
			return { lines: multiSelectLines(props), caret: multiSelectCaret(props) };
		}

		case 'text': {
			const props = { state: state.text, width };
			return { lines: [textFieldLine(props)], caret: { x: textFieldCaret(props), y: 0 } };
		}

		case 'lines': {
			const props = { state: state.lines, width, height };
			return { lines: linesFieldLines(props), caret: linesFieldCaret(props) };
		}
	}
};

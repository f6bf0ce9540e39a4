import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Point } from '../frame/layout.ts';
import { LinesField, linesFieldCaret } from '../lines-field/lines-field.tsx';
import { MultiSelect, multiSelectCaret } from '../multi-select/multi-select.tsx';
import type { Option } from '../select/options.ts';
import { Select, selectCaret } from '../select/select.tsx';
import { TextField, textFieldCaret } from '../text-field/text-field.tsx';
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
};

/** A field, and where the cursor stands in it, in cells from its top left. */
export const drawField = ({
	state,
	width,
	height,
	...list
}: FieldProps): { readonly view: ReactNode; readonly caret: Point } => {
	switch (state.kind) {
		case 'choice': {
			const props = { ...list, width, height, state: state.list };
			return { view: <Select {...props} />, caret: selectCaret(props) };
		}

		case 'many': {
			const props = { ...list, width, height, state: state.many };
			return { view: <MultiSelect {...props} />, caret: multiSelectCaret(props) };
		}

		case 'text': {
			const props = { state: state.text, width };
			return {
				view: (
					<Box flexShrink={0} height={height}>
						<TextField {...props} />
					</Box>
				),
				caret: { x: textFieldCaret(props), y: 0 },
			};
		}

		case 'lines': {
			const props = { state: state.lines, width, height };
			return { view: <LinesField {...props} />, caret: linesFieldCaret(props) };
		}
	}
};

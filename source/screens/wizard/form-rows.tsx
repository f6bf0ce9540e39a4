import { Box } from 'ink';
import type { ReactNode } from 'react';
import { drawField } from '../../components/field/field.ts';
import type { FieldState } from '../../components/field/field-state.ts';
import type { Point } from '../../components/frame/layout.ts';
import { type Line, line } from '../../components/line.ts';
import { fieldLines } from '../../components/lines-field/lines-field-state.ts';
import { menuLabelWidth, menuLine } from '../../components/menu/menu.tsx';
import { Rows } from '../../components/row.tsx';
import { signedLines } from '../../components/signed-lines.ts';
import { textFieldCaret, textFieldLine } from '../../components/text-field/text-field-line.ts';
import type { FormRow } from '../../flow/form.ts';
import { several } from '../../questions/answers.ts';
import type { Size } from '../state.ts';
import { fieldChoices } from './fields.ts';
import { rowFieldHeight } from './question-layout.ts';
import { currentField } from './question-update.ts';
import type { WizardState } from './wizard-state.ts';

/** A part of a form from the left to the right: rows, or a field of so many. */
export type FormPart =
	| { readonly lines: readonly Line[] }
	| { readonly field: ReactNode; readonly height: number };

/** A row of a form with all that stands above and below it, and the cursor in it, from its upper left. */
export type DrawnRow = { readonly parts: readonly FormPart[]; readonly caret: Point };

/** How many rows of the screen a part takes. */
export const partHeight = (part: FormPart): number => ('lines' in part ? part.lines.length : part.height);

const markWidth = 2;
/** What a label takes of the width at most. */
const mostLabel = 0.55;

type Place = { readonly labelWidth: number; readonly width: number; readonly size: Size };

/** The row whose field is open: a text in the place of the value, a list or lines below it. */
const openRow = (
	state: WizardState,
	row: FormRow,
	field: FieldState,
	{ labelWidth, width, size }: Place,
): DrawnRow => {
	if (field.kind === 'text') {
		const before = markWidth + labelWidth + 2;
		const props = { state: field.text, width: width - before };
		const [mark, label] = menuLine({ ...row, hint: ' ' }, true, labelWidth, width);
		const spans = [mark, label, { text: '  ' }].filter(span => span !== undefined);
		return {
			parts: [{ lines: [[...spans, ...textFieldLine(props)]] }],
			caret: { x: before + textFieldCaret(props), y: 0 },
		};
	}

	const options = row.question ? fieldChoices(row.question, field, state.draft, state.facts) : [];
	const height = rowFieldHeight(size, field.kind === 'lines' ? field.lines.lines.length : options.length);
	const isFocused = state.answers === undefined;
	const cells = width - markWidth;
	const { lines, caret } = drawField({ state: field, options, width: cells, height, isFocused });
	return {
		parts: [
			{ lines: [menuLine(row, true, labelWidth, width)] },
			{
				field: (
					<Box paddingLeft={markWidth}>
						<Rows lines={lines} width={cells} height={height} />
					</Box>
				),
				height,
			},
		],
		caret: { x: markWidth + caret.x, y: 1 + caret.y },
	};
};

/** What was typed there and is no answer: it stays in the field, and counts for nothing. */
const notTaken = ({ fields, draft }: WizardState, { question }: FormRow): string | undefined => {
	const field = question && fields[question.id];
	const typed =
		field?.kind === 'text'
			? [field.text.value]
			: field?.kind === 'lines'
				? fieldLines(field.lines).filter(text => text.trim() !== '')
				: undefined;
	if (!question || !typed || JSON.stringify(typed) === JSON.stringify(several(question.read(draft)))) {
		return undefined;
	}

	return question.parameter?.isSecret ? 'what was typed' : typed.join(', ') || 'nothing';
};

const closedRow = (
	state: WizardState,
	row: FormRow,
	isMarked: boolean,
	{ labelWidth, width }: Place,
): DrawnRow => {
	const left = notTaken(state, row);
	const hint = left === undefined ? row.hint : `${row.hint} (not taken: ${left})`;
	const shown =
		row.isNeeded || left !== undefined ? { ...row, hint: `! ${hint}`, hintStyle: 'warning' as const } : row;
	return { parts: [{ lines: [menuLine(shown, isMarked, labelWidth, width)] }], caret: { x: 0, y: 0 } };
};

/** The rows of a form: what is wrong with the marked one stands below it. */
export const drawFormRows = (
	state: WizardState,
	rows: readonly FormRow[],
	marked: FormRow | undefined,
	width: number,
	size: Size,
): readonly DrawnRow[] => {
	const field = currentField(state);
	const labelWidth = Math.min(menuLabelWidth(rows, 16), Math.floor(width * mostLabel));
	const place = { labelWidth, width, size };
	return rows.map((row, index): DrawnRow => {
		const isMarked = row === marked;
		const isNew = row.group !== undefined && row.group !== rows[index - 1]?.group;
		const heading = isNew ? [line(`  ${row.group}`, 'heading')] : [];
		const { parts, caret } =
			isMarked && field ? openRow(state, row, field, place) : closedRow(state, row, isMarked, place);
		const wrong = isMarked && state.complaint !== undefined ? state.complaint : undefined;
		const complaint = wrong === undefined ? [] : signedLines('warning', wrong, width - markWidth);
		return {
			parts: [
				{ lines: heading },
				...parts,
				{ lines: complaint.map((spans): Line => [{ text: ' '.repeat(markWidth) }, ...spans]) },
			],
			caret: { x: caret.x, y: caret.y + heading.length },
		};
	});
};

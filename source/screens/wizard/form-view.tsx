import { Box } from 'ink';
import type { ReactNode } from 'react';
import { wrapInto } from '../../base/cells.ts';
import { headerLine } from '../../components/frame/layout.ts';
import { blank, line } from '../../components/line.ts';
import { Row, Rows } from '../../components/row.tsx';
import { selectView } from '../../components/select/select-state.ts';
import { type Window, windowAround } from '../../components/window.ts';
import { type FormRow, formRows, formText, formTitle, standingRow } from '../../flow/form.ts';
import type { Size } from '../state.ts';
import { fieldChoices } from './fields.ts';
import { type DrawnRow, drawFormRows, type FormPart, partHeight } from './form-rows.tsx';
import { formLayout } from './question-layout.ts';
import { currentField } from './question-update.ts';
import type { Pane, WizardState } from './wizard-state.ts';

const heightOf = (rows: readonly DrawnRow[]): number =>
	rows.flatMap(({ parts }) => parts).reduce((height, part) => height + partHeight(part), 0);

/** The part as far as it is in sight; a field is only drawn whole. */
const clipped = (part: FormPart, top: number, { start, end }: Window): FormPart => {
	const from = Math.max(0, start - top);
	const to = Math.min(partHeight(part), end - top);
	if ('lines' in part) {
		return { lines: part.lines.slice(from, Math.max(from, to)) };
	}

	return from === 0 && to === part.height
		? part
		: { lines: Array.from({ length: Math.max(0, to - from) }, () => blank) };
};

const drawnPart = (part: FormPart, width: number): ReactNode =>
	'lines' in part ? <Rows lines={part.lines} width={width} height={part.lines.length} /> : part.field;

/** What of the rows is in sight: the marked one with all that belongs to it, as far as there is room. */
const windowOf = (
	rows: readonly DrawnRow[],
	marked: number,
	height: number,
): Window & { readonly top: number } => {
	const all = heightOf(rows);
	const top = heightOf(rows.slice(0, marked));
	const bottom = top + heightOf(rows.slice(marked, marked + 1)) - 1;
	const whole = windowAround(windowAround(0, bottom, all, height).start, top, all, height);
	return { ...windowAround(whole.start, top + (rows[marked]?.caret.y ?? 0), all, height), top };
};

/** What the marked row is about; of an open list what the marked choice is. */
const aboutRow = (state: WizardState, row: FormRow | undefined): readonly string[] => {
	const field = currentField(state);
	const choices = field && row?.question ? fieldChoices(row.question, field, state.draft, state.facts) : [];
	const details = field?.kind === 'choice' ? selectView(field.list, choices, 1).option?.details : undefined;
	return details ?? row?.about ?? [];
};

/** The form of a bundle: all that can be said of it, the values as they are, the marked one changed in its place. */
export const formPane = (state: WizardState, bundle: string, size: Size): Pane => {
	const { pane, isRoomy, explanation, listTop, listHeight } = formLayout(size);
	const { width } = pane;
	const rows = formRows(state.draft, bundle);
	const marked = standingRow(state.draft, rows);
	const drawn = drawFormRows(state, rows, marked, width, size);
	const index = marked ? rows.indexOf(marked) : 0;
	const { start, end, top } = windowOf(drawn, index, listHeight);
	let at = 0;
	const shown = drawn.flatMap(({ parts }) =>
		parts.map(part => {
			const piece = clipped(part, at, { start, end });
			at += partHeight(part);
			return piece;
		}),
	);
	const all = heightOf(drawn);
	const inSight = all > listHeight ? `${start + 1}-${end} of ${all}` : '';
	const caret = drawn[index]?.caret ?? { x: 0, y: 0 };
	return {
		view: (
			<Box flexDirection="column" flexShrink={0} width={width} height={pane.height}>
				<Row
					spans={headerLine(line(formTitle(state.draft, bundle), 'heading'), inSight, width)}
					width={width}
				/>
				{isRoomy && <Row spans={line(formText(bundle))} width={width} />}
				{isRoomy && <Row spans={blank} width={width} />}
				<Box flexDirection="column" flexShrink={0} height={listHeight} overflow="hidden">
					{shown.map((part, index) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: a part is its place on the screen
						<Box key={index} flexShrink={0}>
							{drawnPart(part, width)}
						</Box>
					))}
				</Box>
				{isRoomy && <Row spans={blank} width={width} />}
				<Rows
					lines={wrapInto(aboutRow(state, marked).join('\n'), width, explanation).map(text => line(text))}
					width={width}
					height={explanation}
				/>
			</Box>
		),
		caret: { x: pane.x + caret.x, y: pane.y + listTop + top + caret.y - start },
	};
};

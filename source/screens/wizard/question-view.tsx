import { Box } from 'ink';
import type { ReactNode } from 'react';
import { cellWidth, cut, wrap, wrapInto } from '../../base/cells.ts';
import { headerLine, type Point } from '../../components/frame/frame.tsx';
import { LinesField, linesFieldCaret } from '../../components/lines-field/lines-field.tsx';
import { MultiSelect, multiSelectCaret } from '../../components/multi-select/multi-select.tsx';
import { blank, type Line, line, Row, Rows } from '../../components/row.tsx';
import { Select, selectCaret } from '../../components/select/select.tsx';
import { selectView } from '../../components/select/select-state.ts';
import { TextField, textFieldCaret } from '../../components/text-field/text-field.tsx';
import { signs } from '../../components/theme.ts';
import { sourceText } from '../../flow/wizard.ts';
import type { Choice, Question } from '../../questions/question.ts';
import type { Size } from '../state.ts';
import { type FieldState, fieldChoices, listOf } from './fields.ts';
import { type QuestionLayout, questionLayout } from './question-layout.ts';
import type { WizardState } from './wizard-state.ts';

type Parts = {
	readonly state: WizardState;
	readonly question: Question;
	readonly field: FieldState;
	readonly size: Size;
};

const layoutOf = ({ state, question, field, size }: Parts): QuestionLayout =>
	questionLayout(question, size, fieldChoices(question, field, state.draft, state.facts).length);

const fieldPlace = ({ pane, fieldHeight }: QuestionLayout) => ({ width: pane.width, height: fieldHeight });

const markedChoice = ({ state, question, field }: Parts): Choice | undefined => {
	const list = listOf(field);
	return list && selectView(list, fieldChoices(question, field, state.draft, state.facts), 1).option;
};

/** A sentence that goes on in the next line is one text: it is wrapped as wide as the screen is. */
const joinSentences = (lines: readonly string[]): readonly string[] => {
	const texts: string[] = [];
	for (const text of lines) {
		const last = texts.at(-1);
		if (last === undefined || /[.!?]$/.test(last)) {
			texts.push(text);
		} else {
			texts[texts.length - 1] = `${last} ${text}`;
		}
	}

	return texts;
};

const explanationOf = (parts: Parts, layout: QuestionLayout): readonly Line[] => {
	const { state, question } = parts;
	const { width } = layout.pane;
	const rows = layout.explanation;
	const complaint = state.complaint ?? state.draft.notes[question.id];
	if (complaint !== undefined) {
		return wrapInto(complaint, width - 2, rows).map(
			(text, index): Line => [{ text: index === 0 ? `${signs.warning} ` : '  ', style: 'warning' }, { text }],
		);
	}

	const choice = markedChoice(parts);
	const own =
		question.kind === 'text' || question.kind === 'lines' ? (question.details?.(state.draft) ?? []) : [];
	const sentences = [
		...(choice?.disabled === undefined ? [] : [choice.disabled]),
		// The whole name where the row had to cut it.
		...(choice && cellWidth(choice.label) > width / 2 ? [choice.label] : []),
		...(choice?.details ?? own),
	];
	const lines = joinSentences(sentences).flatMap(text => wrap(text, width));
	return lines.length <= rows
		? lines.map(text => line(text))
		: [...lines.slice(0, rows - 1), cut(lines.slice(rows - 1).join(' '), width)].map(text => line(text));
};

const chosenText = ({ field, question, state }: Parts): string => {
	if (field.kind !== 'many') {
		return '';
	}

	const added = fieldChoices(question, field, state.draft, state.facts).filter(
		choice => choice.added !== undefined && !field.many.ticked.includes(choice.value),
	).length;
	return `${field.many.ticked.length} chosen${added > 0 ? `, ${added} added` : ''}`;
};

const Field = (
	parts: Parts & { readonly layout: QuestionLayout; readonly isFocused: boolean },
): ReactNode => {
	const { state, question, field, layout, isFocused } = parts;
	const place = fieldPlace(layout);
	const options = fieldChoices(question, field, state.draft, state.facts);
	const source = sourceText(question);
	const list = { ...place, options, isFocused, ...(source !== undefined && { source }) };
	switch (field.kind) {
		case 'choice':
			return <Select {...list} state={field.list} />;
		case 'many':
			return <MultiSelect {...list} state={field.many} />;
		case 'text':
			return (
				<Box flexShrink={0} height={place.height}>
					<TextField state={field.text} width={place.width} />
				</Box>
			);
		case 'lines':
			return <LinesField state={field.lines} {...place} />;
	}
};

/** Where the cursor stands, on the screen. */
export const questionCaret = (parts: Parts): Point => {
	const { state, question, field } = parts;
	const layout = layoutOf(parts);
	const { pane, fieldTop } = layout;
	const place = fieldPlace(layout);
	const options = fieldChoices(question, field, state.draft, state.facts);
	const at = (x: number, y: number): Point => ({ x: pane.x + x, y: pane.y + fieldTop + y });
	switch (field.kind) {
		case 'choice': {
			const { x, y } = selectCaret({ ...place, options, state: field.list });
			return at(x, y);
		}

		case 'many': {
			const { x, y } = multiSelectCaret({ ...place, options, state: field.many });
			return at(x, y);
		}

		case 'text':
			return at(textFieldCaret({ state: field.text, width: place.width }), 0);
		case 'lines': {
			const { x, y } = linesFieldCaret({ state: field.lines, ...place });
			return at(x, y);
		}
	}
};

/** A question: heading, sentence, field, and an explanation that always has the same height. */
export const QuestionPane = (parts: Parts & { readonly isFocused: boolean }): ReactNode => {
	const { question } = parts;
	const layout = layoutOf(parts);
	const { width } = layout.pane;
	const heading = question.kind === 'many' ? question.text : question.title;
	return (
		<Box flexDirection="column" flexShrink={0} width={width} height={layout.pane.height}>
			<Row spans={headerLine(line(heading, 'heading'), chosenText(parts), width)} width={width} />
			{layout.text.map(text => (
				<Row key={text} spans={line(text)} width={width} />
			))}
			{layout.fieldTop > 1 + layout.text.length && <Row spans={blank} width={width} />}
			<Field {...parts} layout={layout} />
			{layout.isRoomy && <Row spans={blank} width={width} />}
			<Rows lines={explanationOf(parts, layout)} width={width} height={layout.explanation} />
		</Box>
	);
};

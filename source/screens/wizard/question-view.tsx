import { Box } from 'ink';
import { cellWidth, wrapInto } from '../../base/cells.ts';
import { drawField } from '../../components/field/field.tsx';
import { type FieldState, listOf } from '../../components/field/field-state.ts';
import { headerLine } from '../../components/frame/layout.ts';
import { blank, type Line, line } from '../../components/line.ts';
import { Row, Rows } from '../../components/row.tsx';
import { selectView } from '../../components/select/select-state.ts';
import { signedLines } from '../../components/signed-lines.ts';
import { explanation, sourceText } from '../../flow/wizard.ts';
import type { Choice, Question } from '../../questions/question.ts';
import type { Size } from '../state.ts';
import { fieldChoices } from './fields.ts';
import { questionLayout } from './question-layout.ts';
import type { Pane, WizardState } from './wizard-state.ts';

/** What is wrong with the answer, else what the marked choice or the question is about. */
const explanationLines = (
	{ complaint, draft }: WizardState,
	question: Question,
	choice: Choice | undefined,
	width: number,
	rows: number,
): readonly Line[] => {
	const doubt = complaint ?? draft.notes[question.id];
	if (doubt !== undefined) {
		return signedLines('warning', wrapInto(doubt, width - 2, rows).join('\n'), width);
	}

	// The whole name where the row had to cut it.
	const isCut = choice !== undefined && cellWidth(choice.label) > width / 2;
	return wrapInto(explanation(question, draft, choice, isCut).join('\n'), width, rows).map(text =>
		line(text),
	);
};

const chosenText = (field: FieldState, choices: readonly Choice[]): string => {
	if (field.kind !== 'many') {
		return '';
	}

	const { ticked } = field.many;
	const added = choices.filter(choice => choice.added !== undefined && !ticked.includes(choice.value)).length;
	return `${ticked.length} chosen${added > 0 ? `, ${added} added` : ''}`;
};

/** A question: heading, sentence, field, and an explanation that always has the same height. */
export const questionPane = (state: WizardState, question: Question, field: FieldState, size: Size): Pane => {
	const options = fieldChoices(question, field, state.draft, state.facts);
	const list = listOf(field);
	const choice = list && selectView(list, options, 1).option;
	const layout = questionLayout(question, size, options.length);
	const { pane, text, fieldTop, fieldHeight: height } = layout;
	const { width } = pane;
	const source = sourceText(question);
	const isFocused = state.answers === undefined;
	const { view, caret } = drawField({
		...{ state: field, options, width, height, isFocused },
		...(source !== undefined && { source }),
	});
	const heading = question.kind === 'many' ? question.text : question.title;
	return {
		view: (
			<Box flexDirection="column" flexShrink={0} width={width} height={pane.height}>
				<Row spans={headerLine(line(heading, 'heading'), chosenText(field, options), width)} width={width} />
				{text.map(sentence => (
					<Row key={sentence} spans={line(sentence)} width={width} />
				))}
				{fieldTop > 1 + text.length && <Row spans={blank} width={width} />}
				{view}
				{layout.isRoomy && <Row spans={blank} width={width} />}
				<Rows
					lines={explanationLines(state, question, choice, width, layout.explanation)}
					width={width}
					height={layout.explanation}
				/>
			</Box>
		),
		caret: { x: pane.x + caret.x, y: pane.y + fieldTop + caret.y },
	};
};

import { Box } from 'ink';
import type { ReactNode } from 'react';
import { cellWidth, cut } from '../../base/cells.ts';
import { Frame, frameBody, frameWidth, headerLine } from '../../components/frame/frame.tsx';
import { blank, type Line, Rows } from '../../components/row.tsx';
import { nothingKept } from '../../flow/drafts.ts';
import type { Route } from '../../flow/route.ts';
import { stepText } from '../../flow/wizard.ts';
import { currentQuestion, type Draft } from '../../questions/engine.ts';
import { sections } from '../../questions/question.ts';
import { askingCaret, askingLines } from '../asking.ts';
import { footerLine } from '../footer.ts';
import { newReview, planReview } from '../review/review-state.ts';
import { ReviewPane, reviewCaret, reviewStatus } from '../review/review-view.tsx';
import type { ScreenModule, ViewProps } from '../state.ts';
import { answerLines, foldedAnswers } from './answers-pane.tsx';
import { isFilled } from './fields.ts';
import { answersWidth, questionLayout } from './question-layout.ts';
import { currentField } from './question-update.ts';
import { QuestionPane, questionCaret } from './question-view.tsx';
import { SettingsPane, settingsCaret } from './settings.tsx';
import { type WizardEvent, type WizardState, type WizardUpdate, wizardContext } from './wizard-state.ts';
import { updateWizard } from './wizard-update.ts';

export const openWizard = ({
	draft,
	options,
	keeping = nothingKept,
}: Omit<Extract<Route, { at: 'wizard' }>, 'at'>): WizardUpdate => {
	const { review, effects } = planReview(newReview, draft);
	return {
		state: {
			draft,
			options,
			keeping,
			facts: undefined,
			fields: {},
			answers: undefined,
			setting: undefined,
			complaint: undefined,
			isWarned: false,
			asking: undefined,
			review,
		},
		effects: [
			{
				type: 'task',
				run: async ({ actions, emit }) => emit({ type: 'facts-read', facts: await actions.facts() }),
			},
			...(draft.at === 'review' ? effects : []),
		],
	};
};

const titleOf = ({ preset, mode, at }: Draft): string => {
	if (at === 'review') {
		return preset === undefined ? 'Review' : `Review of ${preset}`;
	}

	return preset === undefined ? (mode === 'rehearsal' ? 'Rehearsal' : 'New image') : `Preset ${preset}`;
};

const header = ({ state, size, whereabouts }: ViewProps<WizardState>): Line => {
	const width = frameWidth(size);
	const title = titleOf(state.draft);
	const { isSideBySide } = questionLayout(currentQuestion(state.draft), size);
	const isQuestion = currentQuestion(state.draft) !== undefined;
	const answers =
		state.draft.at === 'review' || (isQuestion && isSideBySide) ? '' : foldedAnswers(state.draft);
	const right = state.draft.at === 'review' ? reviewStatus(state, whereabouts) : stepText(state.draft);
	return headerLine(
		[
			{ text: title, style: 'heading' },
			{ text: answers === '' ? '' : `  ${cut(answers, width - cellWidth(title) - cellWidth(right) - 4)}` },
		],
		right,
		width,
	);
};

const Answers = ({
	state,
	width,
	height,
}: {
	state: WizardState;
	width: number;
	height: number;
}): ReactNode => (
	<Rows lines={answerLines(state.draft, state.answers, width)} width={width} height={height} />
);

const Body = ({ state, size, whereabouts }: ViewProps<WizardState>): ReactNode => {
	const body = frameBody(size);
	const question = currentQuestion(state.draft);
	const field = currentField(state);
	const { isSideBySide } = questionLayout(question, size);
	if (state.answers && !(question && isSideBySide)) {
		return <Answers state={state} width={body.width} height={body.height} />;
	}

	if (!question || !field) {
		return state.draft.at === 'settings' ? (
			<SettingsPane state={state} size={size} />
		) : (
			<ReviewPane state={state} size={size} whereabouts={whereabouts} />
		);
	}

	const pane = (
		<QuestionPane state={state} question={question} field={field} size={size} isFocused={!state.answers} />
	);
	return isSideBySide ? (
		<Box flexShrink={0} height={body.height}>
			<Answers state={state} width={answersWidth} height={body.height} />
			<Rows lines={[blank]} width={1} height={body.height} />
			{pane}
		</Box>
	) : (
		pane
	);
};

const caretOf = (props: ViewProps<WizardState>) => {
	const { state, size } = props;
	const body = frameBody(size);
	if (state.asking) {
		return askingCaret(state.asking, size);
	}

	if (state.answers) {
		return { x: body.x, y: body.y + sections.findIndex(({ id }) => id === state.answers) };
	}

	const question = currentQuestion(state.draft);
	const field = currentField(state);
	if (question && field) {
		return questionCaret({ state, question, field, size });
	}

	return state.draft.at === 'settings' ? settingsCaret(state, size) : reviewCaret(props);
};

const View = (props: ViewProps<WizardState>): ReactNode => {
	const { state, size } = props;
	const width = frameWidth(size);
	const { asking } = state;
	const context = wizardContext(state);
	return (
		<Frame
			size={size}
			header={[header(props)]}
			footer={[footerLine(context, width, { filled: isFilled(currentField(state)) })]}
			overlay={asking ? askingLines(asking, size) : []}
			caret={caretOf(props)}
		>
			<Body {...props} />
		</Frame>
	);
};

/** From the first question to Review. */
export const wizardScreen: ScreenModule<WizardState, WizardEvent> = {
	update: updateWizard,
	context: wizardContext,
	View,
};

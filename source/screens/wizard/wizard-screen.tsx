import type { ReactNode } from 'react';
import { isSearching } from '../../components/field/field-state.ts';
import { Frame } from '../../components/frame/frame.tsx';
import { frameBody, frameWidth } from '../../components/frame/layout.ts';
import type { Line } from '../../components/line.ts';
import { Rows } from '../../components/row.tsx';
import { foldedAnswers, stepText, wizardTitle } from '../../flow/wizard.ts';
import { currentQuestion } from '../../questions/draft.ts';
import { sections } from '../../questions/question.ts';
import { formAt } from '../../questions/walk.ts';
import { askingCaret, askingLines } from '../asking.ts';
import { footerLine } from '../footer.ts';
import { reviewPane, reviewStatus } from '../review/review-view.tsx';
import type { ScreenModule, ViewProps } from '../state.ts';
import { answerLines } from './answer-lines.ts';
import { formPane } from './form-view.tsx';
import { questionLayout } from './question-layout.ts';
import { questionLines, wizardHeader } from './question-lines.ts';
import { questionPage } from './question-page.ts';
import { currentField } from './question-update.ts';
import { settingsPane } from './settings.tsx';
import { type Pane, type WizardEvent, type WizardState, wizardContext } from './wizard-state.ts';
import { updateWizard } from './wizard-update.ts';

const header = ({ state, size, whereabouts }: ViewProps<WizardState>): Line => {
	const { draft } = state;
	const question = currentQuestion(draft);
	const isBeside = question !== undefined && questionLayout(question, size).isSideBySide;
	const isReview = draft.at === 'review';
	return wizardHeader(
		{
			title: wizardTitle(draft),
			folded: isReview || isBeside ? '' : foldedAnswers(draft),
			right: isReview ? reviewStatus(state, whereabouts) : stepText(draft),
		},
		frameWidth(size),
	);
};

/** In a form enter and esc lead to its rows. */
const rowWords = { activate: 'take it', back: 'back, text kept' } as const;

const paneOf = (props: ViewProps<WizardState>): Pane => {
	const { state, size } = props;
	const { draft, answers } = state;
	const { x, y, width, height } = frameBody(size);
	const question = currentQuestion(draft);
	const field = currentField(state);
	const form = formAt(draft.at);
	const marked = answers && { x, y: y + sections.findIndex(({ id }) => id === answers) };
	if (question && field && (!answers || questionLayout(question, size).isSideBySide)) {
		const { lines, caret } = questionLines(questionPage(state, question, field), size);
		return { view: <Rows lines={lines} width={width} height={height} />, caret: marked ?? caret };
	}

	if (marked) {
		const lines = answerLines(draft, answers, width, state.facts);
		return { view: <Rows lines={lines} width={width} height={height} />, caret: marked };
	}

	return form !== undefined
		? formPane(state, form, size)
		: draft.at === 'settings'
			? settingsPane(state, size)
			: reviewPane(props);
};

const View = (props: ViewProps<WizardState>): ReactNode => {
	const { state, size } = props;
	const width = frameWidth(size);
	const { asking } = state;
	const { view, caret } = paneOf(props);
	const filled = isSearching(currentField(state));
	const isRow = state.isEditing && !state.answers;
	return (
		<Frame
			size={size}
			header={[header(props)]}
			footer={[footerLine(wizardContext(state), width, { filled, ...(isRow && { words: rowWords }) })]}
			overlay={asking ? askingLines(asking, size) : []}
			caret={asking ? askingCaret(asking, size) : caret}
		>
			{view}
		</Frame>
	);
};

const accountTold = (facts: WizardState['facts']): string | undefined => facts?.aws?.identity?.value.account;

/** From the first question to Review. */
export const wizardScreen: ScreenModule<WizardState, WizardEvent> = {
	update: updateWizard,
	context: wizardContext,
	// A yes means the account that one sees; prices, times and choices that AWS tells meanwhile change nothing of it.
	isBackground: (event, before, after) =>
		event.type === 'times-found' ||
		event.type === 'account-over' ||
		(event.type === 'account-told' && accountTold(before.facts) === accountTold(after.facts)),
	View,
};

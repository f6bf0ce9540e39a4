import { Box } from 'ink';
import type { ReactNode } from 'react';
import { cellWidth, cut } from '../../base/cells.ts';
import { isSearching } from '../../components/field/field-state.ts';
import { Frame } from '../../components/frame/frame.tsx';
import { frameBody, frameWidth, headerLine } from '../../components/frame/layout.ts';
import { blank, type Line } from '../../components/line.ts';
import { Rows } from '../../components/row.tsx';
import { nothingKept } from '../../flow/drafts.ts';
import type { Route } from '../../flow/route.ts';
import { foldedAnswers, stepText, wizardTitle } from '../../flow/wizard.ts';
import { currentQuestion } from '../../questions/draft.ts';
import { sections } from '../../questions/question.ts';
import { formAt } from '../../questions/walk.ts';
import { askingCaret, askingLines } from '../asking.ts';
import { footerLine } from '../footer.ts';
import { newReview, planReview } from '../review/review-state.ts';
import { reviewPane, reviewStatus } from '../review/review-view.tsx';
import type { ScreenModule, ViewProps } from '../state.ts';
import { answerLines } from './answers-pane.tsx';
import { formPane } from './form-view.tsx';
import { answersWidth, questionLayout } from './question-layout.ts';
import { currentField } from './question-update.ts';
import { questionPane } from './question-view.tsx';
import { settingsPane } from './settings.tsx';
import {
	type Pane,
	type WizardEvent,
	type WizardState,
	type WizardUpdate,
	wizardContext,
} from './wizard-state.ts';
import { updateWizard } from './wizard-update.ts';

export const openWizard = ({
	draft,
	options = {},
	isForBuild = false,
	keeping = nothingKept,
}: Omit<Extract<Route, { at: 'wizard' }>, 'at'>): WizardUpdate => {
	const { review, effects } = planReview(newReview, draft);
	return {
		state: {
			draft,
			options,
			isForBuild,
			keeping,
			facts: undefined,
			fields: {},
			answers: undefined,
			setting: undefined,
			complaint: undefined,
			isEditing: false,
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

const header = ({ state, size, whereabouts }: ViewProps<WizardState>): Line => {
	const width = frameWidth(size);
	const title = wizardTitle(state.draft);
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

/** In a form enter and esc lead to its rows. */
const rowWords = { activate: 'take it', back: 'back, text kept' } as const;

const paneOf = (props: ViewProps<WizardState>): Pane => {
	const { state, size } = props;
	const { draft, answers } = state;
	const { x, y, width, height } = frameBody(size);
	const question = currentQuestion(draft);
	const field = currentField(state);
	const form = formAt(draft.at);
	const main =
		form !== undefined
			? formPane(state, form, size)
			: question && field
				? questionPane(state, question, field, size)
				: draft.at === 'settings'
					? settingsPane(state, size)
					: reviewPane(props);
	const isSideBySide = question !== undefined && questionLayout(question, size).isSideBySide;
	const cells = isSideBySide ? answersWidth : width;
	const list = <Rows lines={answerLines(draft, answers, cells)} width={cells} height={height} />;
	return {
		view: isSideBySide ? (
			<Box flexShrink={0} height={height}>
				{list}
				<Rows lines={[blank]} width={1} height={height} />
				{main.view}
			</Box>
		) : answers ? (
			list
		) : (
			main.view
		),
		caret: answers ? { x, y: y + sections.findIndex(({ id }) => id === answers) } : main.caret,
	};
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

/** From the first question to Review. */
export const wizardScreen: ScreenModule<WizardState, WizardEvent> = {
	update: updateWizard,
	context: wizardContext,
	View,
};

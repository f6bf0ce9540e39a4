import type { BuildMode } from '../../base/build-mode.ts';
import { frameWidth } from '../../components/frame/layout.ts';
import type { WholeFrame } from '../drawn-frame.ts';
import { footerLine } from '../footer.ts';
import type { KeyContext } from '../key-map.ts';
import type { Size } from '../state.ts';
import { questionLayout } from './question-layout.ts';
import { type QuestionPage, questionLines, type WizardHead, wizardHeader } from './question-lines.ts';

/** The first question of the wizard, which is the same for everybody: it is written down when the program is built. */
export type FirstQuestion = {
	readonly head: WizardHead;
	readonly context: KeyContext;
	readonly page: QuestionPage;
};

/** What a new image is begun for. */
export type FirstMode = Extract<BuildMode, 'aws' | 'rehearsal'>;

export type FirstQuestions = Readonly<Record<FirstMode, FirstQuestion>>;

/** Its frame, as the wizard draws it. */
export const questionFrame = ({ head, context, page }: FirstQuestion, size: Size): WholeFrame => {
	const width = frameWidth(size);
	const { lines, caret } = questionLines(page, size);
	const { isSideBySide } = questionLayout(page.question, size);
	return {
		header: [wizardHeader({ ...head, folded: isSideBySide ? '' : head.folded }, width)],
		footer: [footerLine(context, width)],
		rows: lines,
		caret,
	};
};

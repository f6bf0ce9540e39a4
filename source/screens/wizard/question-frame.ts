import type { BuildMode } from '../../base/build-mode.ts';
import type { Environment } from '../../base/paths.ts';
import { frameWidth } from '../../components/frame/layout.ts';
import { drawnFrame } from '../drawn-frame.ts';
import { footerLine } from '../footer.ts';
import type { KeyContext } from '../key-map.ts';
import type { Size } from '../state.ts';
import { questionLayout } from './question-layout.ts';
import { type QuestionPage, questionLines, type WizardHead, wizardHeader } from './question-lines.ts';

/** What a new image is begun for. */
export type FirstMode = Extract<BuildMode, 'aws' | 'rehearsal'>;

/** The first question of the wizard, which is the same for everybody: it is written down when the program is built. */
export type FirstQuestion = {
	readonly titles: Readonly<Record<FirstMode, string>>;
	readonly head: Omit<WizardHead, 'title'>;
	readonly context: KeyContext;
	readonly page: QuestionPage;
};

/** How a terminal shows it, as the wizard draws it. */
export const drawnQuestion = (
	{ titles, head, context, page }: FirstQuestion,
	mode: FirstMode,
	size: Size,
	environment: Environment,
	platform: NodeJS.Platform,
): string => {
	const width = frameWidth(size);
	const { lines, caret } = questionLines(page, size);
	const { isSideBySide } = questionLayout(page.question, size);
	const frame = {
		header: [wizardHeader({ ...head, title: titles[mode], folded: isSideBySide ? '' : head.folded }, width)],
		footer: [footerLine(context, width)],
		rows: lines,
		caret,
	};
	return drawnFrame(frame, size, environment, platform);
};

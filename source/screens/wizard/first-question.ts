import { foldedAnswers, stepText, wizardTitle } from '../../flow/wizard.ts';
import { currentQuestion, newDraft } from '../../questions/draft.ts';
import { atFirstOpen } from '../../questions/moves.ts';
import { answerField } from './fields.ts';
import { openWizard } from './open-wizard.ts';
import type { FirstQuestion } from './question-frame.ts';
import { questionPage } from './question-page.ts';
import { wizardContext } from './wizard-state.ts';

/** What the wizard shows first of a new image. */
export const firstQuestion = (): FirstQuestion => {
	const draft = atFirstOpen(newDraft());
	const { state } = openWizard({ draft });
	const question = currentQuestion(draft);
	if (!question) {
		throw new Error('The wizard begins with no question.');
	}

	return {
		titles: { aws: wizardTitle(draft), rehearsal: wizardTitle({ ...draft, mode: 'rehearsal' }) },
		head: { folded: foldedAnswers(draft), right: stepText(draft) },
		context: wizardContext(state),
		page: questionPage(state, question, answerField(draft, question)),
	};
};

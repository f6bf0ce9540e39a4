import type { DialogState } from '../../components/dialog/dialog-state.ts';
import type { BuildOptions } from '../../flow/request.ts';
import { currentQuestion, type Draft, sectionRows } from '../../questions/engine.ts';
import type { Facts, SectionId } from '../../questions/question.ts';
import type { KeyContext } from '../key-table.ts';
import type { ReviewEvent, ReviewState } from '../review/review-state.ts';
import type { Effect, Update } from '../state.ts';
import type { FieldState } from './fields.ts';

export type WizardState = {
	readonly draft: Draft;
	/** Of the build that it was opened for; undefined if it began with questions. */
	readonly options: BuildOptions | undefined;
	/** Whether answers given here were kept on the disk. */
	readonly isKept: boolean;
	/** Undefined until they were looked up. */
	readonly facts: Facts | undefined;
	/** What was typed, ticked or marked, by question: kept when one goes back. */
	readonly fields: Readonly<Record<string, FieldState>>;
	/** The marked row of the answers while keys go there. */
	readonly answers: SectionId | undefined;
	/** The marked row of the list of settings. */
	readonly setting: string | undefined;
	/** What is wrong with the answer, or what the last key could not do; one sentence. */
	readonly complaint: string | undefined;
	/** Whether it was said that nothing is ticked. */
	readonly isWarned: boolean;
	/** Asks whether to change the base image, and why. */
	readonly dialog: { readonly text: string; readonly dialog: DialogState } | undefined;
	readonly review: ReviewState;
};

export type WizardEvent = { readonly type: 'facts-read'; readonly facts: Facts } | ReviewEvent;

export type WizardUpdate = Update<WizardState, WizardEvent>;

/** Keeps the answers as they are now. */
export const keepDraft = (draft: Draft): Effect<WizardEvent> => ({
	type: 'task',
	keep: true,
	run: ({ actions }) => actions.saveDraft(draft),
});

/** The sections that can be opened again: what was answered, what is being answered, and what follows. */
export const openSections = (draft: Draft): readonly SectionId[] => {
	const rows = sectionRows(draft);
	const firstOpen = rows.find(({ status }) => status === 'open');
	return rows.filter(row => row.status !== 'open' || row.stale || row === firstOpen).map(({ id }) => id);
};

/** Which keys work now. */
export const wizardContext = (state: WizardState): KeyContext => {
	if (state.dialog) {
		return 'dialog';
	}

	if (state.answers) {
		return 'answers';
	}

	switch (currentQuestion(state.draft)?.kind) {
		case 'choice':
			return 'list';
		case 'many':
			return 'many';
		case 'text':
			return 'text';
		case 'lines':
			return 'lines';
		case undefined:
			return state.draft.at === 'settings' ? 'settings' : 'review';
	}
};

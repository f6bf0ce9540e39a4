import type { ReactNode } from 'react';
import type { FieldState } from '../../components/field/field-state.ts';
import type { Point } from '../../components/frame/layout.ts';
import type { Keeping } from '../../flow/drafts.ts';
import type { BuildOptions } from '../../flow/request.ts';
import type { Draft } from '../../questions/draft.ts';
import type { Facts, SectionId } from '../../questions/question.ts';
import { findQuestion } from '../../questions/table.ts';
import { formAt } from '../../questions/walk.ts';
import type { AwsFacts, SoughtImages } from '../../targets/aws/questions/facts.ts';
import type { Asking } from '../asking.ts';
import type { KeyContext } from '../key-map.ts';
import type { ReviewEvent, ReviewState } from '../review/review-state.ts';
import type { Task, Update } from '../state.ts';

/** What the account is asked; `key` says what, and of which account and region. */
type AskedAccount = {
	readonly key: string;
	/** Whether it may say more. */
	readonly isAsking: boolean;
	/** When it said something last, milliseconds since 1970. */
	readonly now: number;
};

export type AccountEvent =
	| { readonly type: 'account-told'; readonly key: string; readonly facts: AwsFacts; readonly now: number }
	| { readonly type: 'account-over'; readonly key: string };

export type WizardState = {
	readonly draft: Draft;
	/** Of a build that comes of it. */
	readonly options: BuildOptions;
	readonly isForBuild: boolean;
	readonly keeping: Keeping;
	/** Undefined until they were looked up. */
	readonly facts: Facts | undefined;
	/** What the account is asked meanwhile. */
	readonly account: AskedAccount;
	/** What was typed, ticked or marked, by question: kept when one goes back. */
	readonly fields: Readonly<Record<string, FieldState>>;
	/** The marked row of the answers while keys go there. */
	readonly answers: SectionId | undefined;
	/** The marked row of the list of settings. */
	readonly setting: string | undefined;
	/** What is wrong with the answer, or what the last key could not do; one sentence. */
	readonly complaint: string | undefined;
	/** Whether the field of the marked row of a form is open. */
	readonly isEditing: boolean;
	/** Whether it was said that nothing is ticked. */
	readonly isWarned: boolean;
	/** Asks whether to change the base image, and why; or before answers of another image are given up. */
	readonly asking: Asking<'base-image' | OthersKept> | undefined;
	readonly review: ReviewState;
};

/** Answers of another image are kept: what was answered here is not, and `before` is how the answers were before. */
export type OthersKept = { readonly others: Draft; readonly before: Draft };

export type WizardEvent =
	| { readonly type: 'facts-read'; readonly facts: Facts }
	| AccountEvent
	| { readonly type: 'images-sought'; readonly sought: SoughtImages }
	| { readonly type: 'files-missing'; readonly told: readonly string[] }
	| (OthersKept & { readonly type: 'others-kept'; readonly now: number })
	| ReviewEvent;

export type WizardUpdate = Update<WizardState, WizardEvent>;

/** Keeps the answers as they are now, unless those of another image would be lost. */
export const keepDraft = ({ draft, keeping }: WizardState, before: Draft): Task<WizardEvent> => ({
	type: 'task',
	keep: true,
	run: async ({ actions, now, emit }) => {
		const others = await actions.saveDraft(draft, keeping.known);
		if (others) {
			emit({ type: 'others-kept', others, before, now: now() });
		}
	},
});

/** Looks whether the files are there that an answer named. */
export const lookForFiles = ({ draft }: WizardState, before: Draft): Task<WizardEvent> => ({
	type: 'task',
	run: async ({ actions, emit }) => {
		const told = await actions.missingFiles(before, draft);
		if (told.length > 0) {
			emit({ type: 'files-missing', told });
		}
	},
});

const contexts = { choice: 'list', many: 'many', text: 'text', lines: 'lines' } as const;

/** Which keys work now. */
export const wizardContext = ({ asking, answers, draft, isEditing }: WizardState): KeyContext => {
	if (asking || answers) {
		return asking ? 'dialog' : 'answers';
	}

	const isForm = formAt(draft.at) !== undefined;
	const kind = isForm && !isEditing ? undefined : findQuestion(draft.at)?.kind;
	return kind ? contexts[kind] : isForm ? 'form' : draft.at === 'settings' ? 'settings' : 'review';
};

/** What is drawn below the header, and where the cursor stands on the screen. */
export type Pane = { readonly view: ReactNode; readonly caret: Point };

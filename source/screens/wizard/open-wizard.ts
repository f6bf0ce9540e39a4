import { nothingKept } from '../../flow/drafts.ts';
import type { Route } from '../../flow/route.ts';
import { newReview, planReview } from '../review/review-state.ts';
import { askAccount } from './account.ts';
import type { WizardUpdate } from './wizard-state.ts';

export const openWizard = ({
	draft,
	options = {},
	isForBuild = false,
	keeping = nothingKept,
}: Omit<Extract<Route, { at: 'wizard' }>, 'at'>): WizardUpdate => {
	const { review, effects } = planReview(newReview, draft);
	const { state, effects: asked = [] } = askAccount({
		draft,
		options,
		isForBuild,
		keeping,
		facts: undefined,
		account: { key: '', isAsking: false, now: 0 },
		fields: {},
		answers: undefined,
		setting: undefined,
		complaint: undefined,
		isEditing: false,
		isWarned: false,
		asking: undefined,
		review,
	});
	return {
		state,
		effects: [
			{
				type: 'task',
				run: async ({ actions, emit }) => emit({ type: 'facts-read', facts: await actions.facts() }),
			},
			...asked,
			...(draft.at === 'review' ? effects : []),
		],
	};
};

import { decisionsOf } from '../../questions/draft.ts';
import { withTold } from '../../questions/told.ts';
import { accountKey, questionAt, topicsAt } from '../../targets/aws/flow/account-choices.ts';
import type { SoughtImages } from '../../targets/aws/questions/facts.ts';
import type { AccountEvent, WizardState, WizardUpdate } from './wizard-state.ts';

/** Asks the account what can be shown where the answers stand, unless it was asked that already. */
export const askAccount = (state: WizardState): WizardUpdate => {
	const { draft, account } = state;
	const topics = topicsAt(draft);
	const key = accountKey(draft, topics);
	if (topics.length === 0 || key === account.key) {
		return { state };
	}

	return {
		state: { ...state, account: { ...account, key, isAsking: true } },
		effects: [
			{
				type: 'task',
				run: async ({ actions, emit, now, signal }) => {
					const about = { ...questionAt(draft, topics), isWaiting: true };
					await actions.askAws(
						about,
						facts => emit({ type: 'account-told', key, facts, now: now() }),
						signal,
					);
					emit({ type: 'account-over', key });
				},
			},
		],
	};
};

/** Seeks images by what was typed; what was sought before is sought no more. */
export const seekImages = (state: WizardState, query: string): WizardUpdate => ({
	state,
	effects: [
		{
			type: 'task',
			run: ({ actions, emit, signal }) =>
				actions.seekAmis(
					{ decisions: decisionsOf(state.draft), query },
					sought => emit({ type: 'images-sought', sought }),
					signal,
				),
		},
	],
});

/** Takes in images that were sought: those of before stay until the first of the new ones is there. */
export const updateSought = (state: WizardState, sought: SoughtImages): WizardState => {
	const { facts } = state;
	const before = facts?.sought?.region === sought.region ? facts.sought.images : [];
	const images = sought.isAsking && sought.images.length === 0 ? before : sought.images;
	return {
		...state,
		facts: { ...facts, profiles: facts?.profiles ?? [], sought: { ...sought, images } },
	};
};

/** Takes in what the account said; what was asked before and means another one counts no more. */
export const updateAccount = (state: WizardState, event: AccountEvent): WizardState => {
	const { account, facts } = state;
	if (event.key !== account.key) {
		return state;
	}

	return event.type === 'account-over'
		? { ...state, account: { ...account, isAsking: false } }
		: {
				...state,
				draft: withTold(state.draft, { aws: event.facts }),
				account: { ...account, now: event.now },
				facts: { ...facts, profiles: facts?.profiles ?? [], aws: event.facts },
			};
};

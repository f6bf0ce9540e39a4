import { decisionsOf } from '../../questions/draft.ts';
import { accountKey, topicsAt } from '../../targets/aws/flow/told.ts';
import type { AwsFacts } from '../../targets/aws/questions/facts.ts';
import type { WizardState, WizardUpdate } from './wizard-state.ts';

/** What the account is asked; `key` says what, and of which account and region. */
export type AskedAccount = {
	readonly key: string;
	/** Whether it may say more. */
	readonly isAsking: boolean;
	/** When it said something last, milliseconds since 1970. */
	readonly now: number;
};

export type AccountEvent =
	| { readonly type: 'account-told'; readonly key: string; readonly facts: AwsFacts; readonly now: number }
	| { readonly type: 'account-over'; readonly key: string };

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
					const about = { decisions: decisionsOf(draft), topics };
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
				account: { ...account, now: event.now },
				facts: { profiles: facts?.profiles ?? [], aws: event.facts },
			};
};

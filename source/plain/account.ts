import type { Draft } from '../questions/draft.ts';
import type { Facts } from '../questions/question.ts';
import { questionAt } from '../targets/aws/flow/account-choices.ts';
import type { AwsTopic } from '../targets/aws/questions/facts.ts';
import type { Tools } from './tools.ts';

/** So many milliseconds it is waited for what the account says. */
const patience = 2500;

/** What the account says of some topics, as far as it says that soon. */
export const toldSoon = async (
	{ actions, ended }: Pick<Tools, 'actions' | 'ended'>,
	draft: Draft,
	topics: readonly AwsTopic[],
): Promise<Facts['aws']> => {
	const late = AbortSignal.timeout(patience);
	let aws: Facts['aws'];
	try {
		await actions.askAws(
			questionAt(draft, topics),
			told => {
				aws = told;
			},
			AbortSignal.any([ended, late]),
		);
	} catch (error) {
		if (!late.aborted) {
			throw error;
		}
	}

	return aws;
};

import { type Draft, decisionsOf } from '../questions/draft.ts';
import type { Facts, Question } from '../questions/question.ts';
import type { Tools } from './tools.ts';

/** So many milliseconds a search of AWS is waited for; what came until then is offered. */
const patience = 8000;

/** The question within this one that an answer leads to; undefined if it is one. */
export const leadOf = (question: Question, answer: string, draft: Draft): string | undefined =>
	question.kind === 'choice'
		? (question.choices(draft).find(({ value }) => value === answer) ?? question.other?.(answer, draft))
				?.leadsTo
		: undefined;

/**
 * Searches AWS for what is typed, as a question wants it: gives what is known then.
 * @param found is told it, too: an answer may be about it.
 */
export const seekFor =
	({ actions }: Tools, draft: Draft, facts: Facts, found: (facts: Facts) => void) =>
	async (query: string, signal: AbortSignal): Promise<Facts> => {
		const late = AbortSignal.timeout(patience);
		let known = facts;
		try {
			await actions.seekAmis(
				{ decisions: decisionsOf(draft), query },
				sought => {
					known = { ...facts, sought };
					found(known);
				},
				AbortSignal.any([signal, late]),
			);
		} catch (error) {
			if (!late.aborted) {
				throw error;
			}
		}

		return known;
	};

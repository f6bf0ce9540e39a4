import { agoText } from '../base/durations.ts';
import type { Draft } from '../questions/engine.ts';
import { type Back, back } from './ask.ts';
import type { Prompts } from './prompts.ts';

/**
 * Asks what to do with answers that were left, before others take their place.
 * @param now milliseconds since 1970.
 * @returns the draft to go on with, undefined to begin anew.
 */
export const askLeftAnswers = async (
	prompts: Prompts,
	draft: Draft,
	now: number,
): Promise<Draft | undefined | Back> => {
	const wish = await prompts.choose(
		`You left answers for ${draft.recipe.name}, ${agoText(draft.savedAt ?? now, now)}`,
		[
			{ value: 'continue', name: 'Go on with them' },
			{ value: 'new', name: 'Begin anew, without them' },
		],
	);
	return wish === back ? back : wish === 'continue' ? draft : undefined;
};

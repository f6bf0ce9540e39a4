import type { Ask } from '../flow/ask.ts';
import { askForLeft, type Instead } from '../flow/drafts.ts';
import type { Draft } from '../questions/draft.ts';
import type { Back } from './ask.ts';
import type { Prompts } from './prompts.ts';

/** Asks before something is lost. */
export const askFirst = (
	prompts: Pick<Prompts, 'choose'>,
	{ text, safe, go, isSafeBack = false }: Ask,
): Promise<'safe' | 'go' | Back> =>
	prompts.choose<'safe' | 'go'>(
		text,
		[
			{ value: 'safe', name: safe },
			{ value: 'go', name: go },
		],
		{ noBack: isSafeBack },
	);

/** Asks before answers that were left are given up for others; goes on if there are none. */
export const askForAnswers = async (
	prompts: Pick<Prompts, 'choose'>,
	left: Draft | undefined,
	instead: Instead,
): Promise<'safe' | 'go' | Back> => {
	const ask = askForLeft(left, instead, Date.now());
	return ask ? askFirst(prompts, ask) : 'go';
};

/** Whether to go on; without a question nothing is lost. */
export const isGoing = async (prompts: Pick<Prompts, 'choose'>, ask: Ask | undefined): Promise<boolean> =>
	ask === undefined || (await askFirst(prompts, ask)) === 'go';

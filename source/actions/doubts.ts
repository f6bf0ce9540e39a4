import type { Whereabouts } from '../base/paths.ts';
import type { Decisions } from '../questions/question.ts';
import { openVariablesDoubt } from './open-variables.ts';
import { findScriptDoubts } from './script-doubts.ts';

/** What is doubtful beyond what the questions say, a sentence each: variables without a value, the person's own scripts. */
export const findDoubts = async (
	decisions: Decisions,
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<readonly string[]> => [
	...(await openVariablesDoubt(decisions, whereabouts)),
	...(await findScriptDoubts(decisions, whereabouts, signal)),
];

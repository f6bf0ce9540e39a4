import type { Deed } from '../flow/deed.ts';
import type { PromptRow } from './prompt-rows.ts';

/** What there is to do, as rows of a list: the marked one is explained below it. */
export const deedRows = <Id extends string>(deeds: readonly Deed<Id>[]): readonly PromptRow<Id>[] =>
	deeds.map(({ id, label, hint }) => ({
		value: id,
		name: label,
		...(hint !== '' && { description: `${hint.charAt(0).toUpperCase()}${hint.slice(1)}.` }),
	}));

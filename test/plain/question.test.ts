import { expect, test } from 'vitest';
import { Interrupted } from '../../source/base/problem.ts';
import type { PromptRow, Prompts } from '../../source/plain/prompts.ts';
import { askQuestion } from '../../source/plain/question.ts';
import { newDraft } from '../../source/questions/draft.ts';
import { install } from '../../source/questions/install.ts';
import { scriptedTools } from './scripted.ts';

test('what cannot be chosen has its reason in one column, and no row ends with blanks', async () => {
	let shown: readonly PromptRow<unknown>[] = [];
	const tick: Prompts['tick'] = async (_message, rows) => {
		shown = rows;
		throw new Interrupted('seen');
	};
	const { prompts } = scriptedTools([]);
	const asked = {
		prompts: { ...prompts, tick },
		question: install,
		draft: newDraft(),
		facts: { profiles: [] },
	};
	await expect(askQuestion(asked, () => undefined)).rejects.toThrow('seen');
	const unusable = shown.filter(({ disabled }) => disabled !== undefined);
	expect(unusable.length).toBeGreaterThan(1);
	expect(new Set(unusable.map(({ name }) => name.length)).size).toBe(1);
	const usable = shown.filter(({ disabled }) => disabled === undefined).map(({ name }) => name);
	expect(usable).toEqual(usable.map(name => name.trimEnd()));
});

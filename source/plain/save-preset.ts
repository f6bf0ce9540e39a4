import { type Kept, savingAs, wrongName } from '../flow/presets.ts';
import type { SavedPreset } from '../flow/rows.ts';
import { savedLines } from '../flow/words/presets.ts';
import type { Decisions } from '../questions/question.ts';
import { back } from './ask.ts';
import { isGoing } from './ask-first.ts';
import { attempt, type Tools } from './tools.ts';

/**
 * Asks for a name and keeps a Recipe under it; under that of another preset only after a yes, else it asks again.
 * @param offered the name if no other is typed.
 * @param madeOf the kept answers that it is made of.
 */
export const saveAsPreset = async (
	tools: Tools,
	kept: Kept,
	offered: string,
	madeOf?: Decisions,
): Promise<SavedPreset | undefined> => {
	const { actions, prompts, say } = tools;
	const typed = await prompts.type('Name of the preset', {
		offered,
		complaint: text => wrongName(text.trim()),
	});
	if (typed === back) {
		return undefined;
	}

	const name = typed.trim();
	const { overwrite, ask, saved } = savingAs(name, (await actions.home()).presets);
	if (!(await isGoing(prompts, ask))) {
		return saveAsPreset(tools, kept, offered, madeOf);
	}

	const file = await attempt(tools, () => actions.savePreset(name, kept, overwrite, madeOf));
	if (file === undefined) {
		return undefined;
	}

	savedLines(saved, file, tools).forEach(say);
	return saved;
};

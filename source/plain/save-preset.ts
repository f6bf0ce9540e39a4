import { shownPath } from '../base/paths.ts';
import { programCommand } from '../base/program.ts';
import { type Kept, savingAs } from '../flow/presets.ts';
import type { Decisions } from '../questions/question.ts';
import { namePattern, nameRule } from '../recipe/schema.ts';
import { back } from './ask.ts';
import { isGoing } from './ask-first.ts';
import { attempt, type Tools } from './tools.ts';

/**
 * Asks for a name and keeps a Recipe under it; where the name is that of another preset only after a yes.
 * @param madeOf the kept answers that it is made of.
 * @returns the name, undefined if nothing was saved.
 */
export const saveAsPreset = async (
	tools: Tools,
	kept: Kept,
	madeOf?: Decisions,
): Promise<string | undefined> => {
	const { actions, prompts, say } = tools;
	const name = await prompts.type('Name of the preset', {
		offered: kept.recipe.name,
		complaint: text => (namePattern.test(text) ? undefined : nameRule),
	});
	if (name === back) {
		return undefined;
	}

	const { overwrite, ask } = savingAs(name, (await actions.home()).presets);
	if (!(await isGoing(prompts, ask))) {
		return undefined;
	}

	const file = await attempt(tools, () => actions.savePreset(name, kept, overwrite, madeOf));
	if (file === undefined) {
		return undefined;
	}

	say(`Saved: ${shownPath(file, tools)}`);
	say(`Run it again: ${programCommand(tools.environment)} run ${name}`);
	return name;
};

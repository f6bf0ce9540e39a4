import { shownPath } from '../base/paths.ts';
import { programCommand } from '../base/program.ts';
import type { Kept } from '../flow/presets.ts';
import { namePattern, nameRule } from '../recipe/schema.ts';
import { back } from './ask.ts';
import { attempt, type Tools } from './tools.ts';

/** Asks for a name and keeps a Recipe under it, which it gives; over an existing preset only after a yes. */
export const saveAsPreset = async (tools: Tools, kept: Kept): Promise<string | undefined> => {
	const { actions, prompts, say } = tools;
	const name = await prompts.type('Name of the preset', {
		offered: kept.recipe.name,
		complaint: text => (namePattern.test(text) ? undefined : nameRule),
	});
	if (name === back) {
		return undefined;
	}

	const { presets } = await actions.home();
	const taken = presets.some(preset => preset.name === name && preset.origin === 'own');
	if (taken) {
		const replace = await prompts.choose(`You have a preset ${name} already`, [
			{ value: false, name: 'Keep it' },
			{ value: true, name: 'Replace it' },
		]);
		if (replace !== true) {
			return undefined;
		}
	}

	const file = await attempt(tools, () => actions.savePreset(name, kept, taken));
	if (file === undefined) {
		return undefined;
	}

	say(`Saved: ${shownPath(file, tools)}`);
	say(`Run it again: ${programCommand(tools.environment)} run ${name}`);
	return name;
};

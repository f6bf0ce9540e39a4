import { exitCodes, Problem } from '../base/problem.ts';
import { askForDelete, whyNot } from '../flow/presets.ts';
import { comesBackText } from '../flow/words/presets.ts';
import type { Command } from './shared/command.ts';
import { askForYes } from './shared/prompting.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard presets delete <name> [flags]'],
		text: ['Deletes one of your own presets. Files and images that were made from it stay.'],
		groups: [],
	},
	takes: 1,
	run: async session => {
		const [name] = session.parsed.positionals;
		if (name === undefined) {
			throw new Problem('packer-wizard presets delete needs a name.', {
				next: ['See yours: packer-wizard presets list'],
			});
		}

		const actions = await session.actions();
		const listed = (await actions.home()).presets.find(preset => preset.name === name);
		// What cannot be deleted is not asked about.
		const isAsked = listed && whyNot(listed, 'delete') === undefined;
		const wish = isAsked
			? await askForYes(session, askForDelete(listed), [
					`Nobody can be asked here whether to delete the preset ${name}.`,
					'Delete it: --yes',
				])
			: 'go';
		if (wish !== 'go') {
			return wish === 'left' ? exitCodes.cancelled : exitCodes.done;
		}

		await actions.deletePreset(name);
		const back = listed && comesBackText(listed);
		session.say(`Deleted: ${name}${back === undefined ? '' : `. ${back}`}`);
		return exitCodes.done;
	},
};

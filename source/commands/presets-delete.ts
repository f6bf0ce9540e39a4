import { exitCodes, Problem } from '../base/problem.ts';
import type { Command } from './shared/command.ts';
import { canAsk } from './shared/mode.ts';
import { askPerson } from './shared/prompting.ts';

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
		if (listed && listed.origin !== 'shipped' && !session.has('yes')) {
			if (!canAsk(session.mode)) {
				throw new Problem(`Nobody can be asked here whether to delete the preset ${name}.`, {
					next: ['Delete it: --yes'],
				});
			}

			const sure = await askPerson(session, prompts =>
				prompts.choose(
					`Delete the preset ${name}?`,
					[
						{ value: false, name: 'Keep it' },
						{ value: true, name: 'Delete it' },
					],
					{ noBack: true },
				),
			);
			if (sure === undefined) {
				return exitCodes.cancelled;
			}

			if (!sure) {
				return exitCodes.done;
			}
		}

		await actions.deletePreset(name);
		session.say(`Deleted: ${name}`);
		return exitCodes.done;
	},
};

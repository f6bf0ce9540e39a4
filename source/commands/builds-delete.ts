import { exitCodes, Problem } from '../base/problem.ts';
import { askForDeleteBuilds, deletedData, forgottenText, refuseDelete } from '../flow/history.ts';
import { jsonDocument } from '../json/document.ts';
import type { Command } from './shared/command.ts';
import { askForYes } from './shared/prompting.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard builds delete <id>… [flags]'],
		text: [
			'Deletes builds that are over, with their logs and the files that lie with them: by their ids or the beginnings of them, or the newest of a preset by its name. Images are never deleted; those that are forgotten are named. A build of which something may be left in AWS is kept, since its log is what knows the names.',
		],
		groups: [
			{
				title: 'How',
				flags: [{ name: 'force', text: 'Delete builds, too, of which something may be left in AWS.' }],
			},
		],
		examples: ['packer-wizard builds delete 7f3a c0de', 'packer-wizard builds delete last --yes'],
	},
	takes: Number.POSITIVE_INFINITY,
	run: async session => {
		const { positionals } = session.parsed;
		if (positionals.length === 0) {
			throw new Problem('packer-wizard builds delete needs the id of a build.', {
				next: ['See all builds: packer-wizard builds list'],
			});
		}

		const actions = await session.actions();
		const isForced = session.has('force');
		const ids = new Set<string>();
		for (const named of positionals) {
			ids.add(await actions.findBuild(named));
		}

		const timelines = await Promise.all([...ids].map(actions.look));
		// All or none, and what cannot be deleted is not asked about.
		for (const timeline of timelines) {
			refuseDelete(timeline, isForced);
		}

		const wish = await askForYes(session, askForDeleteBuilds(timelines), [
			`Nobody can be asked here whether to delete ${[...ids].join(', ')}.`,
			'Delete it: --yes',
		]);
		if (wish !== 'go') {
			return wish === 'left' ? exitCodes.cancelled : exitCodes.done;
		}

		for (const timeline of timelines) {
			const { id, recipe } = timeline.header;
			await actions.deleteBuild(id, isForced);
			const forgotten = forgottenText(timeline);
			session.say(`Deleted: ${id} of ${recipe.name}.${forgotten === undefined ? '' : ` ${forgotten}`}`);
		}

		if (session.mode.front === 'json') {
			session.print(jsonDocument({ deleted: timelines.map(deletedData) }));
		}

		return exitCodes.done;
	},
};

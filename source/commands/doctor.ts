import type { CheckId } from '../actions/actions.ts';
import { exitCodes } from '../base/problem.ts';
import { checkLines } from '../plain/check-lines.ts';
import { defaultRecipe } from '../recipe/defaults.ts';
import type { Command } from './command.ts';

/** What concerns the machine; the other checks are about one image. */
const ofTheMachine: readonly CheckId[] = ['packer', 'plugin', 'engine', 'space'];

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard doctor [flags]'],
		text: [
			'Looks whether this machine has what builds and rehearsals need: Packer, its amazon plugin, a container engine.',
		],
		groups: [],
	},
	takes: 0,
	run: async session => {
		const actions = await session.actions();
		const all = await actions.checks({
			decisions: { recipe: defaultRecipe(), folder: null },
			mode: 'rehearsal',
			secrets: {},
		});
		const checks = all.filter(check => ofTheMachine.includes(check.id));
		if (session.mode.front === 'json') {
			const { jsonDocument } = await import('../json/document.ts');
			session.print(jsonDocument(checks.map(({ remedies: _later, ...check }) => check)));
		} else {
			checkLines(checks).forEach(session.print);
			for (const remedy of checks.filter(check => check.status !== 'ok').flatMap(check => check.remedies)) {
				session.print(`  ${remedy.label}`);
				for (const line of remedy.details) {
					session.print(`    ${line}`);
				}
			}
		}

		return checks.some(check => check.status === 'missing') ? exitCodes.missing : exitCodes.done;
	},
};

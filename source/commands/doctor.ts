import { exitCodes } from '../base/problem.ts';
import { programCommand } from '../base/program.ts';
import { type CheckId, missingOf, remediesOf } from '../flow/checks.ts';
import { layersCheck } from '../flow/layers.ts';
import { remedyRules } from '../flow/remedies.ts';
import { checkLines } from '../plain/check-lines.ts';
import { defaultRecipe } from '../recipe/defaults.ts';
import type { Command } from './shared/command.ts';

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
		const layers = await actions.layers();
		const checks = [
			...all.filter(check => ofTheMachine.includes(check.id)),
			...(layers.count > 0 ? [layersCheck(layers)] : []),
		];
		if (session.mode.front === 'json') {
			const { jsonDocument } = await import('../json/document.ts');
			session.print(jsonDocument(checks.map(({ remedies: _later, advice: _too, ...check }) => check)));
		} else {
			checkLines(checks, Number.POSITIVE_INFINITY).forEach(session.print);
			const remedies = remediesOf(checks);
			for (const remedy of remedies) {
				const { needsOnlyYes, instead } = remedyRules[remedy.id];
				const isDone = needsOnlyYes || !instead;
				session.print(`  ${isDone ? remedy.label : instead(remedy)}`);
				for (const line of isDone ? remedy.details : []) {
					session.print(`    ${line}`);
				}
			}

			if (remedies.some(({ id }) => remedyRules[id].needsOnlyYes)) {
				session.print(
					`  What is missing is offered where it is needed: ${programCommand(session.environment)} run nodejs --rehearse`,
				);
			}
		}

		return missingOf(checks).length > 0 ? exitCodes.missing : exitCodes.done;
	},
};

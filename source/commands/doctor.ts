import type { Actions } from '../actions/contract.ts';
import { exitCodes } from '../base/problem.ts';
import { programCommand } from '../base/program.ts';
import { abortAfter } from '../base/timers.ts';
import { type Check, type CheckId, missingOf, remediesOf } from '../flow/checks.ts';
import { layersCheck } from '../flow/layers.ts';
import { remedyRules } from '../flow/remedies.ts';
import { jsonDocument } from '../json/document.ts';
import { checkLines } from '../plain/check-lines.ts';
import { defaultRecipe } from '../recipe/defaults.ts';
import { accountChecks } from '../targets/aws/flow/account.ts';
import type { AwsFacts } from '../targets/aws/questions/facts.ts';
import type { Command } from './shared/command.ts';

/** What concerns the machine; the other checks are about one image. */
const ofTheMachine: readonly CheckId[] = ['packer', 'plugin', 'engine', 'space'];

/** Milliseconds that AWS has to answer. */
const patience = 6000;

/** What AWS tells of the account, if somebody can sign in. */
const askAccount = async (actions: Actions): Promise<readonly Check[]> => {
	const { fresh: decisions } = await actions.drafts();
	const limit = abortAfter(patience);
	const began = Date.now();
	let known: AwsFacts | undefined;
	try {
		await actions.askAws(
			{ decisions, topics: ['identity', 'alias', 'regions'], isAnew: true },
			facts => {
				known = facts;
			},
			limit,
		);
	} catch (error) {
		if (!limit.aborted) {
			throw error;
		}
	}

	return known ? accountChecks(known, began) : [];
};

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard doctor [flags]'],
		text: [
			'Looks whether this machine has what builds and rehearsals need: Packer, its amazon plugin, a container engine. Where somebody signs in to AWS, it tells who.',
		],
		groups: [],
	},
	takes: 0,
	run: async session => {
		const actions = await session.actions();
		const [all, ofAccount, layers] = await Promise.all([
			actions.checks({
				decisions: { recipe: defaultRecipe(), folder: null },
				mode: 'rehearsal',
				secrets: {},
			}),
			askAccount(actions),
			actions.layers(),
		]);
		const checks = [
			...all.filter(check => ofTheMachine.includes(check.id)),
			...ofAccount,
			...(layers.count > 0 ? [layersCheck(layers)] : []),
		];
		if (session.mode.front === 'json') {
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

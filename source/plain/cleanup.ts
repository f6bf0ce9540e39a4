import type { FoundRemains, Removal } from '../targets/aws/builds/remains/places.ts';
import { cleaningDeeds } from '../targets/aws/flow/cleaning.ts';
import {
	allRemains,
	brokenOffText,
	foundText,
	notLookedTexts,
	remainText,
	removalText,
	removedText,
} from '../targets/aws/flow/words/remains.ts';
import { attempt, type Tools, tellBrokenOff } from './tools.ts';

/**
 * Shows what a build left in AWS, and deletes it after a yes.
 * @throws Interrupted by Ctrl-C, when what that ended is told.
 */
export const cleanUp = async (tools: Tools, id: string): Promise<void> => {
	const { actions, prompts, say } = tools;
	say(`Looking in AWS for what build ${id} left.`);
	let found: FoundRemains | undefined;
	let removals: Removal[] | undefined;
	const look = async (): Promise<void> => {
		found = await actions.findRemains({ id });
		const now = Date.now();
		say(foundText(found));
		[...allRemains(found).map(remain => `  ${remainText(remain, now)}`), ...notLookedTexts(found)].forEach(
			say,
		);
		const deeds = cleaningDeeds(found, undefined);
		if (!deeds.some(({ isGrave }) => isGrave)) {
			return;
		}

		const rows = deeds.map(({ id: value, label, hint }) => ({ value, name: `${label}: ${hint}` }));
		if ((await prompts.choose('What to do', rows, { noBack: true })) === 'delete') {
			const told: Removal[] = [];
			removals = told;
			const removed = await actions.removeRemains(found, removal => {
				told.push(removal);
				say(removalText(removal));
			});
			say(removedText(removed));
		}
	};
	const broken = (): string => brokenOffText(found, removals, `packer-wizard cleanup ${id}`);
	await attempt(tools, () => tellBrokenOff(tools, look, broken));
};

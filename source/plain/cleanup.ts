import { cleaningDeeds } from '../flow/cleaning.ts';
import {
	allRemains,
	foundText,
	notLookedTexts,
	remainText,
	removalText,
	removedText,
} from '../flow/words/remains.ts';
import { attempt, type Tools } from './tools.ts';

/** Shows what a build left in AWS, and deletes it after a yes. */
export const cleanUp = async (tools: Tools, id: string): Promise<void> => {
	const { actions, prompts, say } = tools;
	say(`Looking in AWS for what build ${id} left.`);
	await attempt(tools, async () => {
		const found = await actions.findRemains({ id });
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
			say(removedText(await actions.removeRemains(found, removal => say(removalText(removal)))));
		}
	});
};

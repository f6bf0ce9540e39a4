import type { Timeline } from '../builds/timeline/timeline.ts';
import { doImageDeed } from '../targets/aws/flow/do-image-deed.ts';
import { askForImageDeed, changeTexts, imageDeeds, imageWish } from '../targets/aws/flow/image-deeds.ts';
import { back } from './ask.ts';
import { isGoing } from './ask-first.ts';
import { deedRows } from './deed-rows.ts';
import { testFront } from './test-machine.ts';
import { attempt, type Tools, tellBrokenOff } from './tools.ts';

/** Does something with the image of a build that is over. @throws Interrupted by Ctrl-C, when what that ended is told. */
export const doWithImage = async (tools: Tools, timeline: Timeline): Promise<void> => {
	const { actions, prompts, say } = tools;
	const { id, recipe } = timeline.header;
	for (const [label, text] of changeTexts(timeline)) {
		say(`${label}: ${text}`);
	}

	const deeds = imageDeeds(timeline);
	const chosen = await prompts.choose(`The image of ${recipe.name}`, deedRows(deeds));
	const deed = deeds.find(each => each.id === chosen);
	if (!deed) {
		return;
	}

	const complaint = (text: string): string | undefined => {
		const wish = imageWish(deed.id, text, Date.now());
		return typeof wish === 'string' ? wish : undefined;
	};
	const typed = deed.asks === undefined ? '' : await prompts.type(deed.asks, { complaint });
	const wish = typed === back ? '' : imageWish(deed.id, typed, Date.now());
	if (typeof wish === 'string' || !(await isGoing(prompts, askForImageDeed(timeline, wish)))) {
		return;
	}

	if (wish.do === 'test') {
		await attempt(tools, () => actions.testImage({ id }, testFront(tools, id)));
		return;
	}

	const work = (): Promise<void> => doImageDeed(actions, id, wish, say);
	await attempt(tools, () =>
		tellBrokenOff(tools, work, () => `Broken off. What was done: packer-wizard builds show ${id}`),
	);
};

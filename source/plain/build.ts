import { exitCodes, Interrupted } from '../base/problem.ts';
import { endingExitCode } from '../builds/report/ending.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import type { Recipe } from '../recipe/schema.ts';
import { endLines } from './end.ts';
import { followByLines } from './follow.ts';
import type { PlainRoute } from './route.ts';
import { saveAsPreset } from './save-preset.ts';
import { attempt, type Tools } from './tools.ts';

type Wish = 'keep' | 'cancel' | 'leave';

/** Ctrl-C in a build: nothing happens before the person said what. Ctrl-C once more cancels. */
const askCancel = async ({ prompts }: Tools, signal: AbortSignal): Promise<Wish> => {
	try {
		const wish = await prompts.choose<Wish>(
			'Cancel the build? First it deletes its machine, key and firewall.',
			[
				{ value: 'keep', name: 'Keep building' },
				{ value: 'cancel', name: 'Cancel and clean up' },
				{ value: 'leave', name: 'Leave it running and quit' },
			],
			{ noBack: true, signal },
		);
		return typeof wish === 'string' ? wish : 'keep';
	} catch (error) {
		if (error instanceof Interrupted) {
			return signal.aborted ? 'keep' : 'cancel';
		}

		throw error;
	}
};

/** Watches a build by lines until it is over or left. */
const watch = async (tools: Tools, id: string): Promise<Timeline> => {
	const { actions, ended } = tools;
	const leave = new AbortController();
	const over = new AbortController();
	const follower = followByLines(tools, id, AbortSignal.any([leave.signal, ended]));
	let cancelling = false;
	let asking: Promise<void> | undefined;
	const ask = async (): Promise<void> => {
		follower.hold(true);
		const wish = await askCancel(tools, AbortSignal.any([over.signal, ended]));
		follower.hold(false);
		if (wish === 'leave') {
			leave.abort();
		} else if (wish === 'cancel') {
			cancelling = true;
			await attempt(tools, async () => {
				try {
					await actions.cancel(id);
				} catch (error) {
					cancelling = false;
					throw error;
				}
			});
		}
	};

	const stopListening = tools.onInterrupt(() => {
		if (cancelling) {
			// The clean-up goes on without us.
			leave.abort();
		} else {
			asking ??= ask().finally(() => {
				asking = undefined;
			});
		}
	});
	try {
		return await follower.ended;
	} finally {
		over.abort();
		await asking;
		stopListening();
	}
};

const sayEnd = (tools: Tools, timeline: Timeline): void => {
	tools.say('');
	endLines(timeline, tools).forEach(tools.say);
};

/** What to do with a new image; undefined to quit. */
const askWhatNow = async (tools: Tools, recipe: Recipe): Promise<PlainRoute | undefined> => {
	tools.say('');
	const wish = await tools.prompts.choose(
		'What now',
		[
			{ value: 'quit', name: 'Quit' },
			{ value: 'save', name: 'Save as a preset' },
			{ value: 'home', name: 'Home' },
		],
		{ noBack: true },
	);
	if (wish === 'save') {
		await saveAsPreset(tools, { recipe });
	}

	return wish === 'home' ? { at: 'home' } : undefined;
};

/** A build: told by lines, its end in words; a new image can be kept as a preset. */
export const build = async (tools: Tools, id: string, offers: boolean): Promise<PlainRoute> => {
	const timeline = await watch(tools, id);
	sayEnd(tools, timeline);
	if (timeline.result === undefined && tools.ended.aborted) {
		return { at: 'end', exitCode: exitCodes.left };
	}

	const end: PlainRoute = { at: 'end', exitCode: endingExitCode(timeline), timeline };
	const { header } = timeline;
	if (!offers || timeline.result !== 'done' || header.preset !== undefined) {
		return end;
	}

	try {
		return (await askWhatNow(tools, header.recipe)) ?? end;
	} catch (error) {
		if (error instanceof Interrupted) {
			return end;
		}

		throw error;
	}
};

import { exitCodes, Interrupted } from '../base/problem.ts';
import type { BuildResult } from '../builds/journal/journal.ts';
import { endingExitCode } from '../builds/report/ending.ts';
import { summaryLines } from '../builds/report/summary.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { afterDeed, endedDeeds } from '../flow/ended.ts';
import { askForDeleteBuilds } from '../flow/history.ts';
import type { Route } from '../flow/route.ts';
import { type CancelEffect, cancelEffect, type StopWish, stopDeeds, stopQuestion } from '../flow/stopping.ts';
import { wholeLog } from '../flow/whole-log.ts';
import { comparisonLines } from '../flow/words/compare.ts';
import { contentsLines } from '../flow/words/contents.ts';
import type { CopyNews } from '../targets/aws/builds/image-copies/make.ts';
import { missingCopies } from '../targets/aws/builds/report/copies.ts';
import { brokenOffCopiesText, copyText } from '../targets/aws/flow/words/copies.ts';
import { back } from './ask.ts';
import { isGoing } from './ask-first.ts';
import { cleanUp } from './cleanup.ts';
import { followByLines } from './follow.ts';
import { doWithImage } from './image.ts';
import type { PlainRoute } from './route.ts';
import { saveAsPreset } from './save-preset.ts';
import { attempt, type Tools, tellBrokenOff } from './tools.ts';

/** Ctrl-C in a build: nothing happens before the person said what. Ctrl-C once more cancels. */
const askStop = async ({ prompts }: Tools, effect: CancelEffect, signal: AbortSignal): Promise<StopWish> => {
	try {
		const rows = stopDeeds(effect).map(({ id, label }) => ({ value: id, name: label }));
		const wish = await prompts.choose(stopQuestion(effect, 'the build'), rows, { noBack: true, signal });
		return wish === back ? 'keep' : wish;
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
		const now = follower.told();
		const wish = await askStop(
			tools,
			now === undefined ? 'cleans' : cancelEffect(now),
			AbortSignal.any([over.signal, ended]),
		);
		follower.hold(false);
		if (wish === 'leave') {
			leave.abort();
		} else if (wish === 'cancel') {
			cancelling = true;
			// One that did not arrive can be asked for again.
			cancelling = (await attempt(tools, () => actions.cancel(id).then(() => true))) ?? false;
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

const sayLog = async ({ say, actions }: Tools, timeline: Timeline): Promise<void> => {
	say('');
	for await (const lines of wholeLog(timeline, actions.readLog)) {
		for (const { text } of lines) {
			say(text);
		}
	}
};

/** Copies the image to where it is missing. @throws Interrupted by Ctrl-C, when what that ended is told. */
const copyImages = async (tools: Tools, timeline: Timeline): Promise<void> => {
	const { id } = timeline.header;
	const regions = missingCopies(timeline);
	const told: CopyNews[] = [];
	const copy = (): Promise<void> =>
		tools.actions.copyImage(id, regions, news => {
			told.push(news);
			tools.say(copyText(news));
		});
	await attempt(tools, () => tellBrokenOff(tools, copy, () => brokenOffCopiesText(id, regions, told)));
};

/** What to do with a build that is over, until that leads elsewhere. */
const askWhatNow = async (tools: Tools, timeline: Timeline, end: PlainRoute): Promise<PlainRoute> => {
	const { recipe } = timeline.header;
	let savedAs: string | undefined;
	for (;;) {
		tools.say('');
		const rows = endedDeeds(timeline, savedAs).map(({ id, label, hint }) => ({
			value: id,
			name: hint === '' ? label : `${label}: ${hint}`,
		}));
		const chosen = await tools.prompts.choose('What now', rows, { noBack: true });
		const next = afterDeed(timeline, chosen === back ? 'home' : chosen);
		switch (next) {
			case 'finish':
				return end;
			case 'log':
				await sayLog(tools, timeline);
				break;
			case 'contents': {
				const contents = await attempt(tools, () => tools.actions.contents(timeline.header.id));
				['', ...(contents ? contentsLines(contents) : [])].forEach(tools.say);
				break;
			}
			case 'compare': {
				const comparison = await attempt(tools, () => tools.actions.compareBuilds(timeline.header.id));
				const lines = comparison ? comparisonLines(comparison, Date.now()) : [];
				['', ...lines].forEach(tools.say);
				break;
			}
			case 'delete':
				if (await isGoing(tools.prompts, askForDeleteBuilds([timeline]))) {
					const { id } = timeline.header;
					await attempt(tools, () => tools.actions.deleteBuild(id, true));
					return { at: 'home' };
				}
				break;
			case 'clean-up':
				await cleanUp(tools, timeline.header.id);
				return askWhatNow(tools, await tools.actions.look(timeline.header.id), end);
			case 'image':
				await doWithImage(tools, timeline);
				return askWhatNow(tools, await tools.actions.look(timeline.header.id), end);
			case 'copy':
				await copyImages(tools, timeline);
				return askWhatNow(tools, await tools.actions.look(timeline.header.id), end);
			case 'save':
				savedAs = (await saveAsPreset(tools, { recipe }, recipe.name))?.name ?? savedAs;
				break;
			default:
				return next;
		}
	}
};

/**
 * Whether it is asked what to do when a build is over. A command that only watches ends with its build, and one that only
 * builds if that went well or was cancelled; who came through the wizard may go on.
 */
const offersMore = (start: Route['at'], result: BuildResult): boolean =>
	start === 'home' ||
	start === 'wizard' ||
	(start === 'before' && result !== 'done' && result !== 'cancelled');

/** A build: told by lines, its end in words, and what can be done then, by where the program began. */
export const build = async (tools: Tools, id: string, start: Route['at']): Promise<PlainRoute> => {
	const timeline = await watch(tools, id);
	tools.say('');
	summaryLines(tools.actions.summary(timeline)).forEach(tools.say);
	const end: PlainRoute = { at: 'end', exitCode: endingExitCode(timeline) };
	if (timeline.result === undefined || !offersMore(start, timeline.result)) {
		return end;
	}

	try {
		return await askWhatNow(tools, timeline, end);
	} catch (error) {
		if (!(error instanceof Interrupted)) {
			throw error;
		}

		// A question that was left asked for nothing; what was begun then was cancelled.
		return tools.ended.aborted ? { at: 'end', exitCode: exitCodes.cancelled } : end;
	}
};

import { type ExitCode, exitCodes } from '../../base/problem.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { jsonDocument } from '../../json/document.ts';
import { findInEngine, removeFromEngine } from '../../targets/docker/builds/clean.ts';
import { askForEngineRemoval, engineFoundText, engineRemovalText } from '../../targets/docker/flow.ts';
import { askForYes } from './prompting.ts';
import type { Session } from './session.ts';

/** Finds what a build of a container image left in its engine, and removes it after a yes. */
export const cleanEngine = async (session: Session, timeline: Timeline): Promise<ExitCode> => {
	const found = await findInEngine(timeline, session);
	const isJson = session.mode.front === 'json';
	const ask = askForEngineRemoval(found);
	const finish = async (removals?: Awaited<ReturnType<typeof removeFromEngine>>): Promise<void> => {
		if (isJson) {
			session.print(jsonDocument({ ...found, ...(removals && { removals }) }));
		}
	};
	if (!isJson) {
		session.say(engineFoundText(found));
	}

	if (ask === undefined) {
		await finish();
		return exitCodes.done;
	}

	const unasked = ['Nobody can be asked here whether to remove what is left.', 'Remove it: --yes'] as const;
	if ((await askForYes(session, ask, unasked)) !== 'go') {
		session.note('Nothing was removed.');
		return exitCodes.cancelled;
	}

	const removals = await removeFromEngine(found, session);
	await finish(removals);
	const exitCode = removals.some(({ why }) => why !== undefined) ? exitCodes.buildFailed : exitCodes.done;
	session.sayEnd(removals.map(engineRemovalText), exitCode);
	return exitCode;
};

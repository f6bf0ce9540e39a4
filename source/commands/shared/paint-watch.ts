import type { Whereabouts } from '../../base/paths.ts';
import type { PaintedScreen } from './context.ts';
import { paint } from './paint.ts';

/**
 * Paints a build that runs before all that could be done with it is loaded.
 * @param meant its id or a name of it; the newest if missing.
 */
export const paintWatch = async (
	meant: string | undefined,
	stdout: NodeJS.WriteStream,
	stdin: NodeJS.ReadStream,
	whereabouts: Whereabouts,
	platform: NodeJS.Platform,
): Promise<PaintedScreen | undefined> => {
	const { findRunning, drawnFrame, newBuildState, runningFrame, runningLog, shownLog } = await import(
		'./first-build.ts'
	);
	// The command reads it again, and tells of what cannot be read.
	const timeline = await findRunning(meant, whereabouts).catch(() => undefined);
	if (timeline === undefined) {
		return undefined;
	}

	const { columns, rows } = stdout;
	const size = { columns, rows };
	const build = { timeline, now: Date.now() };
	const state = { ...newBuildState(timeline.header.id), ...build };
	const log = runningLog(shownLog(state, timeline), state.log.onlyProblems);
	const frame = runningFrame(state, timeline, log, size);
	const { release, takeBack } = paint(
		stdout,
		stdin,
		drawnFrame(frame, size, whereabouts.environment, platform),
	);
	import('../../screens/run-screens.tsx').catch(() => undefined);
	return {
		size,
		handOver: () => {
			release();
			return { at: 'build', build };
		},
		takeBack,
	};
};

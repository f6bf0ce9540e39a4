import type { Whereabouts } from '../../base/paths.ts';
import { Problem } from '../../base/problem.ts';
import type { PaintedHome } from './context.ts';

/**
 * Paints home before Ink and all that the screens need are loaded. From then on the terminal keeps what is typed: the
 * screens read it when they are there.
 */
export const paintHome = async (
	stdout: NodeJS.WriteStream,
	stdin: NodeJS.ReadStream,
	whereabouts: Whereabouts,
	platform: NodeJS.Platform,
): Promise<PaintedHome | undefined> => {
	const [{ readHomeLists }, { firstFrame, otherScreen }] = await Promise.all([
		import('../../actions/home-lists.ts'),
		import('../../screens/first-frame.ts'),
	]);
	const read = await readHomeLists(whereabouts).catch((error: unknown) => {
		// The screens tell of it.
		if (error instanceof Problem) {
			return undefined;
		}

		throw error;
	});
	if (!read) {
		return undefined;
	}

	const { columns, rows } = stdout;
	const size = { columns, rows };
	const first = { lists: read.lists, now: Date.now() };
	let isOurs = true;
	stdin.setRawMode(true);
	stdout.write(firstFrame(first, size, whereabouts.environment, platform));
	// They are next: reading them goes on while the actions are loaded. What fails fails again for whoever opens them.
	import('../../screens/run-screens.tsx').catch(() => undefined);
	return {
		...first,
		size,
		handOver: () => {
			isOurs = false;
		},
		takeBack: () => {
			if (isOurs) {
				isOurs = false;
				stdout.write(otherScreen.leave);
				stdin.setRawMode(false);
			}
		},
	};
};

import { setImmediate } from 'node:timers/promises';
import type { Whereabouts } from '../../base/paths.ts';
import { Problem } from '../../base/problem.ts';
import type { PaintedScreen } from './context.ts';
import { paint } from './paint.ts';

/**
 * Reads what is typed until there is something that it cannot be told.
 * @param type takes what was typed and gives back what it left.
 * @returns what ends that; what was left is read next then, by whoever reads on.
 */
const readTyped = (stdin: NodeJS.ReadStream, type: (typed: string) => string): (() => void) => {
	const onData = (chunk: Buffer): void => {
		const rest = type(chunk.toString('latin1'));
		if (rest !== '') {
			stop();
			stdin.unshift(Buffer.from(rest, 'latin1'));
		}
	};
	const stop = (): void => {
		stdin.off('data', onData);
		stdin.pause();
	};
	stdin.on('data', onData);
	return stop;
};

/**
 * Paints home before Ink and all that the screens need are loaded. Keys that move the mark are taken at once; from the
 * first other one on what is typed waits for the screens.
 */
export const paintHome = async (
	stdout: NodeJS.WriteStream,
	stdin: NodeJS.ReadStream,
	whereabouts: Whereabouts,
	platform: NodeJS.Platform,
): Promise<PaintedScreen | undefined> => {
	const { readHomeLists, firstFrame } = await import('./first-home.ts');
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
	const frame = firstFrame({ lists: read.lists, now: Date.now() }, size, whereabouts.environment, platform);
	const { release, takeBack } = paint(stdout, stdin, frame.text);
	const stopReading = readTyped(stdin, typed => {
		if (stdout.columns !== columns || stdout.rows !== rows) {
			return typed;
		}

		const { text, rest } = frame.type(typed);
		stdout.write(text);
		return rest;
	});
	// Keys that are there already come first, in the one turn between these two. Then the screens are read, while the actions
	// are loaded; what fails fails again for whoever opens them.
	await setImmediate();
	await setImmediate();
	import('../../screens/run-screens.tsx').catch(() => undefined);
	return {
		size,
		handOver: () => {
			stopReading();
			release();
			return { at: 'home', home: frame.home() };
		},
		takeBack: () => {
			stopReading();
			takeBack();
		},
	};
};

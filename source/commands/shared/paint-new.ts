import { readFile } from 'node:fs/promises';
import { exists } from '../../base/files.ts';
import type { Whereabouts } from '../../base/paths.ts';
import { answerVariables } from '../../base/variables.ts';
import type { FirstMode, FirstQuestion } from '../../screens/wizard/question-frame.ts';
import { draftFile } from '../../store/draft-file.ts';
import type { PaintedScreen } from './context.ts';
import { paint } from './paint.ts';

/** The first question, as `build.ts` wrote it down; undefined where that is not to be read. */
const readFirst = async (): Promise<FirstQuestion | undefined> => {
	try {
		const text = await readFile(new URL('./first-question.json', import.meta.url), 'utf8');
		const first: FirstQuestion = JSON.parse(text);
		return first;
	} catch {
		return undefined;
	}
};

/**
 * Paints the first question of a new image before anything that knows the questions is loaded; not where answers were left,
 * or the environment may hold some.
 */
export const paintNew = async (
	mode: FirstMode,
	stdout: NodeJS.WriteStream,
	stdin: NodeJS.ReadStream,
	{ environment }: Whereabouts,
	platform: NodeJS.Platform,
): Promise<PaintedScreen | undefined> => {
	if (answerVariables(environment).length > 0 || (await exists(draftFile(environment)))) {
		return undefined;
	}

	const [first, { drawnQuestion }] = await Promise.all([
		readFirst(),
		import('../../screens/wizard/question-frame.ts'),
	]);
	if (!first) {
		return undefined;
	}

	const { columns, rows } = stdout;
	const size = { columns, rows };
	const frame = drawnQuestion(first, mode, size, environment, platform);
	const { release, takeBack } = paint(stdout, stdin, frame);
	import('../../screens/run-screens.tsx').catch(() => undefined);
	return {
		size,
		handOver: () => {
			release();
			return { at: 'wizard' };
		},
		takeBack,
	};
};

import { parsedJson } from '../base/json.ts';
import type { Whereabouts } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';
import { runCommand } from '../base/run-command.ts';
import type { Decisions } from '../questions/question.ts';
import type { RecipeStep } from '../recipe/schema.ts';
import { scriptStart, unixText } from '../recipe/script-start.ts';
import { doubtText, stepDoubts } from '../recipe/step-doubts.ts';
import { readScript } from './own-script.ts';

/** ShellCheck reads a large script for seconds, and nothing depends on it. */
const mostTime = 5000;

type Finding = { readonly line: number; readonly message: string };

const isFinding = (value: unknown): value is Finding =>
	typeof value === 'object' &&
	value !== null &&
	'line' in value &&
	typeof value.line === 'number' &&
	'message' in value &&
	typeof value.message === 'string';

/** What ShellCheck calls an error; nothing where there is none, and of a script that it cannot read. */
const shellCheck = async (
	text: string,
	{ environment }: Whereabouts,
	signal: AbortSignal | undefined,
): Promise<readonly Finding[]> => {
	const { shell, hasInterpreter } = scriptStart(text);
	if (shell === undefined || shell === 'zsh') {
		return [];
	}

	const named = hasInterpreter ? [] : [`--shell=${shell}`];
	const { stdout } = await runCommand(
		'shellcheck',
		['--norc', '--severity=error', '--format=json', ...named, '-'],
		{
			environment: { PATH: environment['PATH'], LC_ALL: 'C.UTF-8' },
			input: unixText(text),
			limit: mostTime,
			signal,
		},
	);
	const found = parsedJson(stdout);
	return Array.isArray(found) ? found.filter(isFinding) : [];
};

const textOf = async (step: RecipeStep, whereabouts: Whereabouts): Promise<string> => {
	if ('inline' in step) {
		return step.inline.join('\n');
	}

	if (!('script' in step)) {
		return 'check' in step ? step.check : '';
	}

	try {
		return (await readScript(step.script, whereabouts)).text;
	} catch (error) {
		if (error instanceof Problem) {
			// It is told by the check of the files.
			return '';
		}

		throw error;
	}
};

/**
 * What is doubtful about the person's own steps beyond what their question says: their script files as one sees it at
 * once, and all of them by ShellCheck if that is there. A sentence each.
 */
export const findScriptDoubts = async (
	{ recipe }: Decisions,
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<readonly string[]> => {
	const told: string[] = [];
	for (const step of recipe.steps) {
		const text = await textOf(step, whereabouts);
		const errors = await shellCheck(text, whereabouts, signal);
		told.push(
			...[...('script' in step ? stepDoubts(recipe, step, text) : []), ...errors]
				.toSorted((one, other) => one.line - other.line)
				.map(doubt => doubtText(step, doubt)),
		);
	}

	return told;
};

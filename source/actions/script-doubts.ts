import { parsedJson } from '../base/json.ts';
import type { Environment, Whereabouts } from '../base/paths.ts';
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

/** What ShellCheck calls an error; undefined where there is none, and of a script that it cannot read. */
const askShellCheck = async (
	text: string,
	environment: Environment,
	signal: AbortSignal | undefined,
): Promise<readonly Finding[] | undefined> => {
	const { shell, hasInterpreter } = scriptStart(text);
	if (shell === undefined || shell === 'zsh') {
		return undefined;
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
	return Array.isArray(found) ? found.filter(isFinding) : undefined;
};

/** What it said of texts, by environment: the same scripts are looked at again until their build starts. */
const saidBefore = new WeakMap<Environment, ReadonlyMap<string, readonly Finding[]>>();

/** What ShellCheck calls errors in each of some texts. */
const shellCheck = async (
	texts: readonly string[],
	{ environment }: Whereabouts,
	signal: AbortSignal | undefined,
): Promise<readonly (readonly Finding[])[]> => {
	const before = saidBefore.get(environment);
	const said = new Map<string, readonly Finding[]>();
	await Promise.all(
		[...new Set(texts)].map(async text => {
			const found = before?.get(text) ?? (await askShellCheck(text, environment, signal));
			if (found) {
				said.set(text, found);
			}
		}),
	);
	saidBefore.set(environment, said);
	return texts.map(text => said.get(text) ?? []);
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
	const texts = await Promise.all(recipe.steps.map(step => textOf(step, whereabouts)));
	const errors = await shellCheck(texts, whereabouts, signal);
	return recipe.steps.flatMap((step, index) =>
		[...('script' in step ? stepDoubts(recipe, step, texts[index] ?? '') : []), ...(errors[index] ?? [])]
			.toSorted((one, other) => one.line - other.line)
			.map(doubt => doubtText(step, doubt)),
	);
};

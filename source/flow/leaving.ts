import type { Environment } from '../base/paths.ts';
import { type ExitCode, exitCodes, Problem, problemLines } from '../base/problem.ts';
import { type Check, missingOf } from './checks.ts';
import { remedyRules } from './remedies.ts';
import type { BuildRequest } from './request.ts';
import { checkText, keptText, missingText, stoppedText } from './words/start.ts';

/** The remedies of a check for a person who cannot be asked. Of several that need only a yes the first gets it. */
export const remedyLines = ({ remedies }: Check): readonly string[] => {
	const settled = remedies.find(({ id }) => remedyRules[id].needsOnlyYes);
	return remedies.flatMap(remedy => {
		const { needsOnlyYes, instead } = remedyRules[remedy.id];
		if (needsOnlyYes && remedy !== settled) {
			return remedy.details.map(command => `${remedy.label}: ${command}`);
		}

		return instead ? [instead(remedy)] : [];
	});
};

/** What a person who cannot be asked can do for a check. */
const insteadLines = (check: Check): readonly string[] => [
	...(check.advice?.lines ?? []).map(text => `${check.advice?.label}: ${text}`),
	...remedyLines(check),
];

/** The code of what is missing. */
export const missingExitCode = (missing: readonly Check[]): ExitCode =>
	missing.every(({ id }) => id === 'credentials') ? exitCodes.credentials : exitCodes.missing;

/**
 * Everything that is missing, where nobody can be asked.
 * @param failure why it could not be got, if that was tried.
 */
export const missingProblem = (
	{ decisions }: BuildRequest,
	checks: readonly Check[],
	failure?: Problem,
): Problem => {
	const missing = missingOf(checks);
	return new Problem(`${decisions.recipe.name} cannot start: ${missingText(missing.length)}.`, {
		reason: [
			...missing.map(checkText),
			...[failure?.message, failure?.reason].filter(text => text !== undefined),
		].join('\n'),
		next: failure?.next ?? [...new Set(missing.flatMap(insteadLines))],
		cause: failure,
		exitCode: missingExitCode(missing),
	});
};

/** How one leaves: by q, or broken off by Ctrl-C or a signal. */
export type Leaving = 'quit' | 'interrupted';

/** How it ends when one leaves before a build is watched. */
export type Left = { readonly exitCode: ExitCode; readonly lines: readonly string[] };

/**
 * Left on the way to a build: who quits where it cannot go on is told once more why.
 * @param known what was found so far, and why the start was refused.
 * @param id the build that had begun by then, and is cancelled.
 */
export const leftBefore = (
	{ decisions, madeOf }: BuildRequest,
	how: Leaving,
	environment: Environment,
	known: { readonly checks?: readonly Check[] | undefined; readonly refused?: Problem | undefined } = {},
	id?: string,
): Left => {
	const { name } = decisions.recipe;
	const { checks = [], refused } = known;
	const missing = missingOf(checks);
	const kept = madeOf ? [keptText(environment)] : [];
	if (how === 'interrupted' || (missing.length === 0 && !refused)) {
		return { exitCode: exitCodes.cancelled, lines: [stoppedText(name, id, environment), ...kept] };
	}

	const why = refused ? problemLines(refused, environment) : missing.map(checkText);
	return {
		exitCode: refused?.exitCode ?? missingExitCode(missing),
		lines: [`${name} was not built.`, ...why.map(text => `  ${text}`), ...kept],
	};
};

import type { Environment } from '../base/paths.ts';
import { type ExitCode, exitCodes, Problem, problemLines } from '../base/problem.ts';
import type { Check } from './checks.ts';
import { type Remedy, remedyRules } from './remedies.ts';
import type { BuildRequest } from './request.ts';
import { checkText, keptText, missingText, stoppedText } from './words/start.ts';

/** What a build cannot start without. */
export const missingOf = (checks: readonly Check[]): readonly Check[] =>
	checks.filter(({ status }) => status === 'missing');

/** The ways out of what is missing, in order. Two checks may offer the same one: it stands once, with the first. */
export const remediesOf = (checks: readonly Check[]): readonly Remedy[] =>
	missingOf(checks)
		.flatMap(check => check.remedies)
		.filter(({ id }, index, all) => all.findIndex(remedy => remedy.id === id) === index);

/** The remedy to carry out after a yes in advance, each once; undefined if there is none. */
export const settledByYes = (
	checks: readonly Check[],
	tried: ReadonlySet<Remedy['id']>,
): Remedy | undefined => remediesOf(checks).find(({ id }) => remedyRules[id].needsOnlyYes && !tried.has(id));

/** What a person who cannot be asked can do for a check. Of several that need only a yes the first gets it. */
const insteadLines = ({ advice, remedies }: Check): readonly string[] => {
	const settled = remedies.find(({ id }) => remedyRules[id].needsOnlyYes);
	return [
		...(advice?.lines ?? []).map(text => `${advice?.label}: ${text}`),
		...remedies.flatMap(remedy => {
			const { needsOnlyYes, instead } = remedyRules[remedy.id];
			if (needsOnlyYes && remedy !== settled) {
				return remedy.details.map(command => `${remedy.label}: ${command}`);
			}

			return instead ? [instead(remedy)] : [];
		}),
	];
};

const missingExitCode = (missing: readonly Check[]): ExitCode =>
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

/** How it ends when one leaves before the build is watched. */
export type Left = { readonly exitCode: ExitCode; readonly lines: readonly string[] };

const left = (
	exitCode: ExitCode,
	lines: readonly string[],
	{ madeOf }: BuildRequest,
	environment: Environment,
): Left => ({ exitCode, lines: [...lines, ...(madeOf ? [keptText(environment)] : [])] });

/**
 * Left by Ctrl-C, by a signal, or while it looked or began.
 * @param id the build that had begun by then, and is cancelled.
 */
export const leftStart = (request: BuildRequest, environment: Environment, id?: string): Left =>
	left(
		exitCodes.cancelled,
		[stoppedText(request.decisions.recipe.name, id, environment)],
		request,
		environment,
	);

/**
 * Left where it cannot go on: something is missing, or the start was refused. It is told once more, and why.
 * @param checks undefined while that is looked at.
 */
export const leftChecklist = (
	request: BuildRequest,
	checks: readonly Check[] | undefined,
	refused: Problem | undefined,
	environment: Environment,
): Left => {
	const missing = missingOf(checks ?? []);
	if (missing.length === 0 && !refused) {
		return leftStart(request, environment);
	}

	const why = refused ? problemLines(refused, environment) : missing.map(checkText);
	return left(
		refused?.exitCode ?? missingExitCode(missing),
		[`${request.decisions.recipe.name} was not built.`, ...why.map(text => `  ${text}`)],
		request,
		environment,
	);
};

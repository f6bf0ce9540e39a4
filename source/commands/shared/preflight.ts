import { type ExitCode, exitCodes, Problem } from '../../base/problem.ts';
import { buildOptionsIn } from '../../flags/build.ts';
import { type Check, isUntold, missingOf, withAccount } from '../../flow/checks.ts';
import { missingExitCode, remedyLines } from '../../flow/leaving.ts';
import { jsonDocument } from '../../json/document.ts';
import { checkLines } from '../../plain/check-lines.ts';
import { type Draft, decisionsOf } from '../../questions/draft.ts';
import { buildModeOf } from '../../recipe/targets.ts';
import type { Session } from './session.ts';

/** A check whose advice is all that can be done. */
const withNext = (check: Check): Check => {
	const lines = [...(check.advice?.lines ?? []), ...remedyLines(check)];
	return lines.length === 0
		? check
		: { ...check, advice: { label: check.advice?.label ?? 'What to do', lines } };
};

/**
 * Tells what can be known of a build in AWS before it costs money.
 * @throws Problem (exit 2) where it is not in AWS.
 */
export const preflight = async (session: Session, draft: Draft): Promise<ExitCode> => {
	const mode = buildModeOf(draft.recipe, session.has('rehearse') ? 'rehearsal' : 'aws');
	if (mode !== 'aws') {
		throw new Problem('--preflight asks AWS, and this is not built there.', {
			next: ['Leave out --preflight, or what says that it is built elsewhere.'],
			exitCode: exitCodes.usage,
		});
	}

	const options = buildOptionsIn(session.parsed, mode, 'never');
	const actions = await session.actions();
	const request = { ...options, decisions: decisionsOf(draft), mode, secrets: {} };
	const [here, account] = await Promise.all([
		actions.checks(request),
		actions.preflight(request, () => undefined),
	]);
	const checks = withAccount(here, account).map(withNext);
	if (session.mode.front === 'json') {
		session.print(
			jsonDocument(
				checks.map(({ remedies: _later, notice: _too, advice, ...check }) => ({
					...check,
					next: advice?.lines ?? [],
				})),
			),
		);
	} else {
		checkLines(checks, Number.POSITIVE_INFINITY).forEach(session.print);
	}

	const missing = missingOf(checks);
	if (missing.length > 0) {
		return missingExitCode(missing);
	}

	// Whom this stops has to have had an answer: silence is no yes.
	return isUntold(account) ? exitCodes.missing : exitCodes.done;
};

import { type ExitCode, exitCodes, Problem } from '../../base/problem.ts';
import { buildOptionsIn } from '../../flags/build.ts';
import type { BuildOptions, BuildRequest } from '../../flow/request.ts';
import { buildRoute } from '../../flow/route.ts';
import { type Draft, decisionsOf } from '../../questions/draft.ts';
import type { Decisions } from '../../questions/question.ts';
import { buildModeOf } from '../../recipe/targets.ts';
import { canAsk } from './mode.ts';
import { open } from './open.ts';
import type { Session } from './session.ts';
import { buildUnattended } from './unattended.ts';
import { sayWarnings } from './warnings.ts';

/**
 * Builds what was decided. A person sees the checklist at once if the flags say all, else the review first; where nobody
 * can be asked it builds or says what is missing.
 * @param madeOf the kept answers that it is made of.
 * @param options how it is run where no flag says it.
 */
export const buildDecided = async (
	session: Session,
	draft: Draft,
	{ madeOf, options = {} }: { readonly madeOf?: Decisions | undefined; readonly options?: BuildOptions } = {},
): Promise<ExitCode> => {
	const mode = buildModeOf(draft.recipe, session.has('rehearse') ? 'rehearsal' : draft.mode);
	const request: BuildRequest = {
		...options,
		...buildOptionsIn(session.parsed, mode),
		decisions: decisionsOf(draft),
		mode,
		secrets: {},
		...(session.has('yes') && { confirmed: { account: undefined } }),
		...(madeOf && { madeOf: decisionsOf(madeOf) }),
	};
	const route = buildRoute(request);
	const isAsked = canAsk(session.mode);
	const isReviewed = isAsked && route.at === 'wizard';
	if (isReviewed && session.has('detach')) {
		throw new Problem('--detach shows nothing that could be confirmed.', {
			next: ['Add --yes, or --rehearse.'],
			exitCode: exitCodes.usage,
		});
	}

	if (!isReviewed) {
		await sayWarnings(session, draft);
	}

	return isAsked && !session.has('detach') ? open(session, route) : buildUnattended(session, request);
};

import { Problem } from '../../base/problem.ts';
import { missingOf, missingProblem, settledByYes } from '../../flow/checklist.ts';
import type { RemedyId } from '../../flow/remedies.ts';
import type { BuildRequest } from '../../flow/request.ts';
import type { Session } from './session.ts';

/**
 * Gets what is missing as far as a yes is all that it needs; each remedy is tried once.
 * @throws Problem (exit 3, or 4 if it is only the sign-in) that lists everything that is missing; or the reason of the
 * signal.
 */
export const settle = async (
	session: Session,
	start: BuildRequest,
	signal: AbortSignal,
): Promise<BuildRequest> => {
	const actions = await session.actions();
	const tried = new Set<RemedyId>();
	let request = start;
	for (;;) {
		const checks = await actions.checks(request, signal);
		if (missingOf(checks).length === 0) {
			return request;
		}

		const remedy = session.has('yes') ? settledByYes(checks, tried) : undefined;
		if (!remedy) {
			throw missingProblem(request, checks);
		}

		tried.add(remedy.id);
		try {
			request = await actions.remedy(request, remedy, undefined, session.say, signal);
		} catch (error) {
			throw error instanceof Problem ? missingProblem(request, checks, error) : error;
		}
	}
};

import { offeredFaults } from '../../base/build-mode.ts';
import { nameText } from '../../base/printable.ts';
import { type ExitCode, exitCodes, Problem } from '../../base/problem.ts';
import { lastValue } from '../../flags/parse.ts';
import type { BuildRequest } from '../../flow/request.ts';
import { buildRoute } from '../../flow/route.ts';
import { type Draft, decisionsOf } from '../../questions/engine.ts';
import type { Decisions } from '../../questions/question.ts';
import { differencesOf } from './differences.ts';
import { canAsk } from './mode.ts';
import { open } from './open.ts';
import type { Session } from './session.ts';
import { buildUnattended } from './unattended.ts';
import { sayWarnings } from './warnings.ts';

/** The value of a flag in smaller units. */
const positive = (session: Session, name: string, unit = 1): number | undefined => {
	const text = lastValue(session.parsed, name);
	const value = Number(text) * unit;
	if (text !== undefined && !(value > 0 && Number.isFinite(value))) {
		throw new Problem(`--${name} takes a number above 0, not ${JSON.stringify(text)}.`);
	}

	return text === undefined ? undefined : value;
};

const faultsOf = (session: Session): readonly string[] => {
	const faults = session.parsed.values.get('fault') ?? [];
	const unknown = faults.find(fault => !offeredFaults.some(offered => offered === fault));
	if (unknown !== undefined) {
		throw new Problem(`There is no fault ${nameText(unknown)}.`, {
			reason: `There are: ${offeredFaults.join(', ')}.`,
		});
	}

	return faults;
};

const minute = 60_000;

/**
 * The build that the flags of a command line ask for.
 * @param madeOf the kept answers that it is made of.
 */
export const requestOf = (session: Session, draft: Draft, madeOf?: Decisions): BuildRequest => {
	const rehearse = session.has('rehearse') || draft.mode === 'rehearsal';
	const faults = faultsOf(session);
	const speed = positive(session, 'speed');
	const timeout = positive(session, 'timeout', minute);
	if (!rehearse && (faults.length > 0 || speed !== undefined)) {
		throw new Problem('--fault and --speed are for rehearsals.', { next: ['Add --rehearse.'] });
	}

	const differences = differencesOf(session);
	return {
		decisions: decisionsOf(draft),
		mode: rehearse ? 'rehearsal' : 'aws',
		secrets: {},
		...(session.has('yes') && { confirmed: { account: undefined } }),
		...(madeOf && { madeOf: decisionsOf(madeOf) }),
		...(speed !== undefined && { speed }),
		...(faults.length > 0 && { faults }),
		...(timeout !== undefined && { timeout }),
		...(differences !== undefined && { differences }),
		...(session.has('trust') && { trust: true }),
	};
};

/**
 * Builds what was decided. A person sees the checklist at once if the flags say all, else the review first; where nobody
 * can be asked it builds or says what is missing.
 */
export const buildDecided = async (session: Session, draft: Draft, madeOf?: Decisions): Promise<ExitCode> => {
	const request = requestOf(session, draft, madeOf);
	const route = buildRoute(request);
	const isReviewed = canAsk(session.mode) && route.at === 'wizard';
	if (!isReviewed) {
		sayWarnings(session, draft);
	}

	if (!canAsk(session.mode)) {
		return buildUnattended(session, request);
	}

	if (session.has('detach')) {
		if (isReviewed) {
			throw new Problem('--detach shows nothing that could be confirmed.', {
				next: ['Add --yes, or --rehearse.'],
				exitCode: exitCodes.usage,
			});
		}

		return buildUnattended(session, request);
	}

	return open(session, route);
};

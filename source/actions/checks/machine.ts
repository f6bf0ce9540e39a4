import { tmpdir } from 'node:os';
import type { Whereabouts } from '../../base/paths.ts';
import { Problem } from '../../base/problem.ts';
import { checkSpace } from '../../builds/space.ts';
import type { Architecture } from '../../catalog/base-images.ts';
import { type Engine, engineTitle, type FoundEngine, findEngine } from '../../engine/engine.ts';
import type { Check } from '../../flow/checks.ts';
import { advice, ok, sentence } from './check.ts';

/** How long an engine has to answer, in milliseconds: somebody waits for the whole list. */
const patience = 6_000;

/** What answers, and whether it is for the processors that are needed. */
const answering = (engine: Engine, needed: Architecture | undefined): Check => {
	const title = 'Container engine';
	const { architecture } = engine;
	const detail = `${engineTitle(engine)} runs ${architecture}: the container image is for that, not for ${needed}`;
	return needed === undefined || architecture === undefined || architecture === needed
		? ok('engine', title, engineTitle(engine))
		: { id: 'engine', status: 'warning', title, detail, notice: `${detail}.`, remedies: [] };
};

/** The container engine that answers in time. @throws the reason of the signal. */
export const lookForEngine = ({ environment }: Whereabouts, signal?: AbortSignal): Promise<FoundEngine> =>
	findEngine(environment, tmpdir(), { milliseconds: patience, signal });

/**
 * Whether a container engine answers: without one a rehearsal only checks the scripts, and there is no container image.
 * @param needed for which processors a container image is made; undefined if none is.
 */
export const checkEngine = (found: FoundEngine, needed: Architecture | undefined): Check => {
	if (found.engine) {
		return answering(found.engine, needed);
	}

	const base = { id: 'engine', title: 'Container engine', remedies: [] } as const;
	return needed !== undefined
		? { ...base, status: 'missing', detail: found.reason, ...advice(found.next) }
		: {
				...base,
				status: 'warning',
				detail: found.isSilent
					? `${found.reason} A rehearsal waits longer.`
					: 'none: a rehearsal checks the scripts, it runs none',
			};
};

/** The Problem that the work throws, if it throws one. */
const problemOf = async (work: () => Promise<unknown>): Promise<Problem | undefined> => {
	try {
		await work();
		return undefined;
	} catch (error) {
		if (error instanceof Problem) {
			return error;
		}

		throw error;
	}
};

/** Whether there is room for what Packer prints; undefined if there is. */
export const checkFreeSpace = async (whereabouts: Whereabouts): Promise<Check | undefined> => {
	const problem = await problemOf(() => checkSpace(whereabouts));
	return problem
		? {
				id: 'space',
				status: 'missing',
				title: 'Free space',
				detail: sentence(problem),
				...advice(problem.next),
				remedies: [],
			}
		: undefined;
};

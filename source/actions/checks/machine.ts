import { tmpdir } from 'node:os';
import type { Whereabouts } from '../../base/paths.ts';
import { Problem } from '../../base/problem.ts';
import { checkSpace } from '../../builds/space.ts';
import { engineTitle, findEngine } from '../../engine/engine.ts';
import type { Check } from '../../flow/checks.ts';
import { advice, ok, sentence } from './check.ts';

/** How long an engine has to answer, in milliseconds: somebody waits for the whole list. */
const patience = 6_000;

/**
 * Whether a container engine answers: without one a rehearsal only checks the scripts, and there is no container image.
 * @param isNeeded whether a container image is made.
 */
export const checkEngine = async (
	isNeeded: boolean,
	{ environment }: Whereabouts,
	signal?: AbortSignal,
): Promise<Check> => {
	const found = await findEngine(environment, tmpdir(), { milliseconds: patience, signal });
	return found.engine
		? ok('engine', 'Container engine', engineTitle(found.engine))
		: isNeeded
			? {
					id: 'engine',
					status: 'missing',
					title: 'Container engine',
					detail: found.reason,
					...advice(found.next),
					remedies: [],
				}
			: {
					id: 'engine',
					status: 'warning',
					title: 'Container engine',
					detail: found.isSilent
						? `${found.reason} A rehearsal waits longer.`
						: 'none: a rehearsal checks the scripts, it runs none',
					remedies: [],
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

import { readdir } from 'node:fs/promises';
import { whyUnreadable } from '../base/files.ts';
import type { Environment } from '../base/paths.ts';
import { exitCodes, Problem, systemErrorCode } from '../base/problem.ts';
import { buildsFolder } from './folders.ts';

/** The form of an id. */
export const idPattern = /^[0-9a-f]{4,16}$/;

/**
 * The ids of all builds, in no order.
 * @throws Problem (exit 3) if the folder of all builds cannot be read.
 */
export const buildIds = async (environment: Environment): Promise<string[]> => {
	try {
		return (await readdir(buildsFolder(environment))).filter(name => idPattern.test(name));
	} catch (error) {
		if (systemErrorCode(error) === 'ENOENT') {
			return [];
		}

		throw new Problem(`${buildsFolder(environment)} cannot be read.`, {
			reason: whyUnreadable(error),
			next: ['Set it right, or set XDG_STATE_HOME to another folder.'],
			exitCode: exitCodes.missing,
			cause: error,
		});
	}
};

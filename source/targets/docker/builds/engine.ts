import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Changes } from '../../../aws/choice.ts';
import { exists } from '../../../base/files.ts';
import type { Whereabouts } from '../../../base/paths.ts';
import { exitCodes, Problem } from '../../../base/problem.ts';
import { programsName } from '../../../builds/folders.ts';
import { dockerProgram } from '../../../engine/docker-program.ts';
import { findEngine } from '../../../engine/engine.ts';

/** How long an engine has to answer when a build needs it, in milliseconds. */
const patience = 60_000;

/** What Packer finds as Docker. */
export type FoundDocker = {
	/** The name by which the person calls it: `docker`, `podman`. */
	readonly program: string;
	/** How Packer's environment has to be changed for that. */
	readonly changes: Changes;
};

/**
 * What Packer finds as Docker: where only Podman answers, a program of that name in the build's folder calls it.
 * @param folder the build's.
 * @throws Problem (exit 3) if no engine answers; the reason of the signal.
 */
export const provideDocker = async (
	folder: string,
	{ environment }: Whereabouts,
	signal?: AbortSignal,
): Promise<FoundDocker> => {
	const { engine, reason, next } = await findEngine(environment, folder, { milliseconds: patience, signal });
	if (!engine) {
		throw new Problem('A container image needs Docker or Podman on this computer.', {
			reason,
			next,
			exitCode: exitCodes.missing,
		});
	}

	const program = dockerProgram(engine);
	if (program === undefined) {
		// Newer plugins push with settings of their own, which hold no log-in, unless these are named.
		const settings = path.join(environment['HOME'] ?? '/', '.docker');
		const named = environment['DOCKER_CONFIG'] ?? ((await exists(settings)) ? settings : undefined);
		return { program: engine.program, changes: { DOCKER_CONFIG: named } };
	}

	const programs = path.join(folder, programsName);
	const file = path.join(programs, 'docker');
	await mkdir(programs);
	await writeFile(file, program);
	await chmod(file, 0o755);
	return {
		program: 'podman',
		changes: { PATH: [programs, environment['PATH']].filter(Boolean).join(path.delimiter) },
	};
};

import { mkdir, rm, statfs } from 'node:fs/promises';
import { unwritable } from '../base/files.ts';
import { type Environment, shownPath } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { atLeast } from '../base/versions.ts';
import type { PackerProgram } from '../packer/find.ts';
import type { Recipe } from '../recipe/schema.ts';
import { tokenVariable } from '../template/bundle-script.ts';
import { provisioningSteps } from '../template/steps.ts';
import { variableNames } from '../template/variables.ts';
import { buildFolder, buildsFolder, claimBuildId } from './builds.ts';
import type { BuildMode } from './journal.ts';
import { launchSupervisor } from './supervisor/launch.ts';

export type StartRequest = {
	readonly recipe: Recipe;
	/** The person's folder with the template, absolute. */
	readonly folder: string;
	readonly mode: BuildMode;
	/** The preset's name, if one was run by name. */
	readonly preset?: string | undefined;
	readonly packer: PackerProgram;
	/** Environment variables that hold secrets, by name. */
	readonly secrets: Readonly<Record<string, string>>;
	/** For a rehearsal: how fast time passes there, 1 as in EC2. */
	readonly speed?: number | undefined;
	/** For a rehearsal: what shall go wrong. */
	readonly faults?: readonly string[] | undefined;
	/** Milliseconds after which the build is cancelled. */
	readonly timeout?: number | undefined;
	readonly environment?: Environment;
};

/** What must be free where builds write, in bytes: a Packer whose output is refused hangs and cannot be cancelled. */
export const neededSpace = 256 * 1024 * 1024;

const mebibytes = (bytes: number): string => `${Math.floor(bytes / (1024 * 1024))} MB`;

/** @throws Problem (exit 3) if less than the needed space is free where builds write, or nothing can be written there. */
export const checkSpace = async (environment: Environment = process.env): Promise<void> => {
	const folder = buildsFolder(environment);
	let free: number;
	try {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		const { bavail, bsize } = await statfs(folder);
		free = bavail * bsize;
	} catch (error) {
		throw unwritable(folder, error);
	}

	if (free < neededSpace) {
		throw new Problem(`Only ${mebibytes(free)} are free for ${shownPath(folder, environment)}.`, {
			reason: `A build needs ${mebibytes(neededSpace)} there: if its output cannot be written, Packer hangs and cannot clean up.`,
			next: ['Free some space, or set XDG_STATE_HOME to a folder on another disk.'],
			exitCode: exitCodes.missing,
		});
	}
};

/**
 * Starts a build in a process of its own, which outlives this one and its terminal, and returns when the build has a
 * journal.
 * @throws Problem (exit 3) if it cannot be started; nothing is left of it then.
 */
export const startBuild = async (request: StartRequest): Promise<{ readonly id: string }> => {
	const { recipe, environment = process.env } = request;
	await checkSpace(environment);
	const id = await claimBuildId(environment);
	const folder = buildFolder(id, environment);
	const token = environment[tokenVariable];
	try {
		await launchSupervisor(
			{
				kind: 'build',
				id,
				buildFolder: folder,
				recipe,
				folder: request.folder,
				mode: request.mode,
				preset: request.preset,
				packer: request.packer,
				steps: provisioningSteps(recipe).map(({ script, name }) => ({ script, name })),
				secrets: { ...(token ? { [tokenVariable]: token } : {}), ...request.secrets },
				variables: { [`PKR_VAR_${variableNames.build}`]: id },
				readsEndpoint: atLeast(request.packer.version, '1.10.0'),
				timeout: request.timeout,
			},
			environment,
		);
	} catch (error) {
		await rm(folder, { recursive: true, force: true });
		throw error;
	}

	return { id };
};

import { mkdir, rm, statfs } from 'node:fs/promises';
import { unwritable } from '../base/files.ts';
import { type Environment, shownPath } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { atLeast } from '../base/versions.ts';
import type { PackerProgram } from '../packer/find.ts';
import { findPlugin, needsPlugin, type PackerPlugin } from '../packer/plugin.ts';
import { baseLookup, resolveBase } from '../recipe/base.ts';
import type { Recipe } from '../recipe/schema.ts';
import { readFaults } from '../rehearsal/faults.ts';
import { tokenVariable } from '../template/bundle-script.ts';
import { packerProfile, profileFeatures } from '../template/profile.ts';
import { provisioningSteps } from '../template/steps.ts';
import { variableNames } from '../template/variables.ts';
import { buildFolder, buildsFolder, claimBuildId } from './builds.ts';
import type { BuildMode } from './journal.ts';
import { launchSupervisor } from './supervisor/launch.ts';
import type { RehearsalOrder } from './supervisor/order.ts';

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
		throw unwritable(folder, error, 'Set XDG_STATE_HOME to a folder that you may write.');
	}

	if (free < neededSpace) {
		throw new Problem(`Only ${mebibytes(free)} are free for ${shownPath(folder, environment)}.`, {
			reason: `A build needs ${mebibytes(neededSpace)} there: if its output cannot be written, Packer hangs and cannot clean up.`,
			next: ['Free some space, or set XDG_STATE_HOME to a folder on another disk.'],
			exitCode: exitCodes.missing,
		});
	}
};

/** How much faster than EC2 a rehearsal is if nobody asks for another speed: it takes seconds, and the eye can follow. */
const usualSpeed = 30;

/** @throws Problem (exit 2) for an unknown fault. */
const rehearsalOrder = ({ recipe, speed, faults }: StartRequest): RehearsalOrder => {
	const { username, rootDevice, volumeGib } = resolveBase(recipe);
	readFaults(faults ?? []);
	return {
		region: recipe.region,
		copyTo: recipe.copyTo,
		architecture: recipe.base.architecture,
		baseImage: { ...baseLookup(recipe), username, rootDevice, volumeGib },
		subnets: recipe.network.subnet === undefined ? [] : [recipe.network.subnet],
		instanceProfiles: recipe.instanceProfile === undefined ? [] : [recipe.instanceProfile],
		speed: speed ?? usualSpeed,
		faults: faults ?? [],
	};
};

/** The first amazon plugin that reads AWS_ENDPOINT_URL by itself. */
const readingPlugin = '1.8.0';

/** The amazon plugin that Packer will use, undefined if it brings its own. */
const usedPlugin = async (
	packer: PackerProgram,
	environment: Environment,
): Promise<PackerPlugin | undefined> =>
	needsPlugin(packer)
		? findPlugin(packer, environment, profileFeatures(packerProfile(packer.version)).plugin?.amazon)
		: undefined;

/**
 * Starts a build in a process of its own, which outlives this one and its terminal, and returns when the build has a
 * journal.
 * @throws Problem (exit 2 for an unknown fault, else 3) if it cannot be started; nothing is left of it then.
 */
export const startBuild = async (request: StartRequest): Promise<{ readonly id: string }> => {
	const { recipe, environment = process.env } = request;
	const rehearsal = request.mode === 'rehearsal' ? rehearsalOrder(request) : undefined;
	await checkSpace(environment);
	const plugin = await usedPlugin(request.packer, environment);
	const id = await claimBuildId(environment);
	const folder = buildFolder(id, environment);
	const token = request.secrets[tokenVariable] || environment[tokenVariable];
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
				secrets: { ...request.secrets, ...(token ? { [tokenVariable]: token } : {}) },
				variables: {
					[`PKR_VAR_${variableNames.build}`]: id,
					// A rehearsal has no profiles, and Packer refuses one that it does not find.
					...(rehearsal ? { [`PKR_VAR_${variableNames.profile}`]: '' } : {}),
				},
				missingVariables: token ? [] : [tokenVariable],
				plugin: plugin?.versionText,
				readsEndpoint: plugin !== undefined && atLeast(plugin.version, readingPlugin),
				timeout: request.timeout,
				rehearsal,
			},
			environment,
		);
	} catch (error) {
		await rm(folder, { recursive: true, force: true });
		throw error;
	}

	return { id };
};

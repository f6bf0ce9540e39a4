import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sdkFeatures } from '../aws/sdk.ts';
import type { SandboxKind } from '../base/build-mode.ts';
import { usualMinutes } from '../base/build-mode.ts';
import { isCi } from '../base/ci.ts';
import { exists } from '../base/files.ts';
import type { Whereabouts } from '../base/paths.ts';
import { systemErrorCode } from '../base/problem.ts';
import { makeFolder, unwritable } from '../base/write-file.ts';
import type { PackerProgram } from '../packer/find.ts';
import { baseLookup, resolveBase } from '../recipe/base.ts';
import { boundFaults, lastingFaults } from '../recipe/faults.ts';
import { ownAddress, type Recipe } from '../recipe/schema.ts';
import { tokenVariable } from '../template/bundle-script.ts';
import { fileMode, type TemplateFile } from '../template/files.ts';
import { provisioningSteps } from '../template/steps.ts';
import { variableNames } from '../template/variables.ts';
import { claimBuildId } from './builds.ts';
import { copyFolder, copyPersonsFolder, copyRendered } from './copy/mirror.ts';
import { type NamedThings, namedThings } from './copy/rehearsable.ts';
import { type LockedFolder, whileLocked } from './folder-lock.ts';
import { buildFolder, filesName } from './folders.ts';
import type { BuildMode, JournalHeader, PresetFrom } from './journal/journal.ts';
import { buildSigning, signingSdk, usedPlugin } from './signing.ts';
import { checkSpace } from './space.ts';
import { launchSupervisor } from './supervisor/launch.ts';
import type { RehearsalOrder } from './supervisor/order.ts';
import { takeOwnership } from './supervisor/owner.ts';
import { ancestryOf } from './supervisor/process.ts';

/** What is built: a folder of the person's as it stands, or files that are rendered for this build alone. */
type BuildTemplate =
	| {
			/** Absolute. */
			readonly folder: string;
			/** Writes what is missing there, before it is copied. */
			readonly write?: (locked: LockedFolder) => Promise<void>;
			/** Looks at the copy before anything of it runs, and throws what speaks against it. */
			readonly inspect?: (copy: string) => Promise<void>;
	  }
	| { readonly files: readonly TemplateFile[] };

export type StartRequest = {
	readonly recipe: Recipe;
	readonly template: BuildTemplate;
	readonly mode: BuildMode;
	/** The preset's name, if one was run by name. */
	readonly preset?: string | undefined;
	/** Where that preset is kept. */
	readonly presetFrom?: PresetFrom | undefined;
	/** Whether answers of the preset were changed for this build. */
	readonly isChanged?: boolean | undefined;
	readonly packer: PackerProgram;
	/** Environment variables that hold secrets, by name. */
	readonly secrets: Readonly<Record<string, string>>;
	/** For a rehearsal: how fast time passes there, 1 as in EC2. */
	readonly speed?: number | undefined;
	/** For a rehearsal: how its scripts are run. */
	readonly sandbox?: SandboxKind | undefined;
	/** For a rehearsal: what shall go wrong. */
	readonly faults?: readonly string[] | undefined;
	/** Milliseconds after which the build is cancelled, and its machine ends itself; a usual time in AWS if missing. */
	readonly timeout?: number | 'off' | undefined;
	/** What becomes of what Packer made if no image comes of it: deleted if missing. */
	readonly onError?: 'keep' | undefined;
	/** Whether the build ends with the job if it is one of CI. */
	readonly isAwaited?: boolean | undefined;
	/** The account that a person said yes to, in the words of the review. */
	readonly account?: string | undefined;
	/** What is doubtful about the answers, a sentence each. */
	readonly warnings?: readonly string[] | undefined;
	readonly whereabouts: Whereabouts;
	/** Aborts when it shall not be started any more. */
	readonly signal?: AbortSignal | undefined;
};

/** How much faster than EC2 a rehearsal is if nobody asks for another speed: it takes seconds, and the eye can follow. */
const usualSpeed = 30;

/** What a lost computer may cost at most, in milliseconds; a rehearsal costs nothing. */
const usualTimeout = (mode: BuildMode): number | undefined =>
	mode === 'aws' ? usualMinutes * 60_000 : undefined;

/** @throws Problem (exit 2) for an unknown fault. */
const rehearsalOrder = ({ recipe, speed, faults, sandbox }: StartRequest): RehearsalOrder => {
	const { username, rootDevice, volumeGib } = resolveBase(recipe);
	return {
		region: recipe.region,
		copyTo: recipe.copyTo,
		architecture: recipe.base.architecture,
		baseImage: { ...baseLookup(recipe), username, rootDevice, volumeGib },
		instanceTypes: [recipe.instanceType],
		subnets: recipe.network.subnet === undefined ? [] : [recipe.network.subnet],
		zones: recipe.network.zone === undefined ? [] : [recipe.network.zone],
		keys: recipe.volume.kmsKey === undefined ? [] : [recipe.volume.kmsKey],
		instanceProfiles: recipe.instanceProfile === undefined ? [] : [recipe.instanceProfile],
		speed: speed ?? usualSpeed,
		faults: boundFaults(faults ?? [], recipe),
		sandbox: sandbox ?? 'auto',
	};
};

/** How the same rehearsal is played again, as far as it was said: what passes by itself is over then. */
const playedAgain = ({ recipe, speed, faults = [], sandbox }: StartRequest): JournalHeader['rehearsal'] => {
	const lasting = lastingFaults(boundFaults(faults, recipe));
	return speed === undefined && sandbox === undefined && lasting.length === 0
		? undefined
		: {
				// A journal is JSON, which knows no infinity.
				...(speed !== undefined && { speed: Math.min(speed, Number.MAX_VALUE) }),
				...(lasting.length > 0 && { faults: lasting }),
				...(sandbox !== undefined && { sandbox }),
			};
};

/** What is named by hand is taken to exist, as what the Recipe names. */
const withNamed = (order: RehearsalOrder, { subnets, instanceProfiles }: NamedThings): RehearsalOrder => ({
	...order,
	subnets: [...new Set([...(order.subnets ?? []), ...subnets])],
	instanceProfiles: [...new Set([...(order.instanceProfiles ?? []), ...instanceProfiles])],
});

const writeTemplate = async (folder: string, files: readonly TemplateFile[]): Promise<void> => {
	for (const template of files) {
		const file = path.join(folder, ...template.path.split('/'));
		await makeFolder(path.dirname(file));
		await writeFile(file, template.content, { mode: fileMode(template) });
	}
};

/** Makes the private copy that a build runs in, of a template that nobody is just writing. */
const copyTemplate = async (
	template: BuildTemplate,
	build: string,
	whereabouts: Whereabouts,
): Promise<void> => {
	if ('files' in template) {
		const rendered = path.join(build, filesName);
		await writeTemplate(rendered, template.files);
		await copyRendered(rendered, build);
		return;
	}

	const { folder, write, inspect } = template;
	if (!write && !(await exists(folder))) {
		// Nobody can have it; the copy tells what is wrong.
		return copyPersonsFolder(folder, build);
	}

	await whileLocked(
		folder,
		'build',
		async locked => {
			await write?.(locked);
			await copyPersonsFolder(folder, build);
		},
		whereabouts,
	);
	await inspect?.(copyFolder(build));
};

/**
 * Starts a build in a process of its own, which outlives this one and its terminal, and returns when the build has a
 * journal.
 * @throws Problem (exit 2 for an unknown fault, else 3) if it cannot be started, or the reason of the signal if that
 * aborts in time; nothing is left of it then.
 */
export const startBuild = async (request: StartRequest): Promise<{ readonly id: string }> => {
	const { recipe, whereabouts, signal } = request;
	const { environment } = whereabouts;
	const rehearsal = request.mode === 'rehearsal' ? rehearsalOrder(request) : undefined;
	await checkSpace(whereabouts);
	const plugin = await usedPlugin(request.packer, environment, signal);
	const sdk = signingSdk(request.packer, plugin);
	const profileVariable = `PKR_VAR_${variableNames.profile}`;
	const id = await claimBuildId(environment);
	const folder = buildFolder(id, environment);
	const token = request.secrets[tokenVariable] || environment[tokenVariable];
	try {
		// If this process is killed now, the next start of the program takes the build for abandoned.
		takeOwnership(folder, 0);
		await copyTemplate(request.template, folder, whereabouts);
		const named = rehearsal && (await namedThings(copyFolder(folder)));
		const signing = rehearsal
			? undefined
			: await buildSigning({ folder: copyFolder(folder), profile: recipe.profile, whereabouts, sdk });
		signal?.throwIfAborted();
		await launchSupervisor(
			{
				kind: 'build',
				id,
				buildFolder: folder,
				recipe,
				folder: 'folder' in request.template ? request.template.folder : undefined,
				mode: request.mode,
				preset: request.preset,
				presetFrom: request.presetFrom,
				isChanged: request.isChanged,
				packer: request.packer,
				steps: provisioningSteps(recipe).map(({ script, name }) => ({ script, name })),
				secrets: { ...request.secrets, ...(token ? { [tokenVariable]: token } : {}) },
				variables: {
					[`PKR_VAR_${variableNames.build}`]: id,
					// A rehearsal has no profiles, and Packer refuses one that it does not find.
					...(rehearsal ? { [profileVariable]: '' } : {}),
					// Nor has it an address that anybody could find out.
					...(rehearsal && recipe.network.sshFrom === ownAddress
						? { [`PKR_VAR_${variableNames.sshFrom}`]: '["127.0.0.1/32"]' }
						: {}),
				},
				missingVariables: token ? [] : [tokenVariable],
				plugin: plugin?.versionText,
				// The profile is the one that the files name, as was said before the build.
				changes: { ...signing?.changes, [profileVariable]: undefined },
				endpoint: signing?.endpoint,
				readsEndpoint: sdkFeatures[sdk].readsEndpoints,
				timeout: request.timeout ?? usualTimeout(request.mode),
				// Nothing of a rehearsal is left.
				onError: rehearsal ? undefined : request.onError,
				warnings: request.warnings ?? [],
				job: request.isAwaited && isCi(environment) ? ancestryOf(process.pid) : undefined,
				account: request.account,
				played: rehearsal && playedAgain(request),
				rehearsal: rehearsal && named && withNamed(rehearsal, named),
			},
			environment,
			signal,
		);
	} catch (error) {
		await rm(folder, { recursive: true, force: true });
		signal?.throwIfAborted();
		throw systemErrorCode(error) === undefined ? error : unwritable(folder, error);
	}

	return { id };
};

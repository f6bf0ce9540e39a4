import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { handedChanges } from '../aws/choice.ts';
import { sdkFeatures } from '../aws/sdk.ts';
import type { Signing } from '../aws/sign-in.ts';
import { usualMinutes } from '../base/build-mode.ts';
import { isCi } from '../base/ci.ts';
import { exists } from '../base/files.ts';
import type { Environment, Whereabouts } from '../base/paths.ts';
import { exitCodes, Problem, systemErrorCode } from '../base/problem.ts';
import { unwritable } from '../base/unwritable.ts';
import { makeFolder } from '../base/write-file.ts';
import { ownAddress, type Recipe } from '../recipe/schema.ts';
import { secretVariables } from '../recipe/step-kinds.ts';
import { makes } from '../recipe/targets.ts';
import { namedThings } from '../targets/aws/builds/copy/rehearsable.ts';
import { templateTagsTrouble } from '../targets/aws/builds/copy/template-tags.ts';
import { buildSigning, signedBy, signingSdk, usedPlugin } from '../targets/aws/builds/signing.ts';
import { provideDocker } from '../targets/docker/builds/engine.ts';
import { fileMode, type TemplateFile } from '../template/files.ts';
import { variableNames } from '../template/variables.ts';
import { tokenVariable } from '../template/ways/way.ts';
import { claimBuildId } from './builds.ts';
import { buildSteps, inlineSteps } from './copy/inline-steps.ts';
import { copyFolder, copyPersonsFolder, copyRendered } from './copy/mirror.ts';
import { readTemplateTexts } from './copy/template-texts.ts';
import { whileLocked } from './folder-lock.ts';
import { buildFolder, filesName } from './folders.ts';
import type { BuildMode, BuildStep } from './journal/journal.ts';
import { playedAgain, rehearsalOrder, withNamed } from './played.ts';
import { checkSpace } from './space.ts';
import type { BuildTemplate, StartRequest } from './start-request.ts';
import { startSupervisor } from './supervisor/launch.ts';
import { takeOwnership } from './supervisor/owner.ts';
import { ancestryOf } from './supervisor/process.ts';

/** What a lost computer may cost at most, in milliseconds; a rehearsal costs nothing. */
const usualTimeout = (mode: BuildMode): number | undefined =>
	mode === 'rehearsal' ? undefined : usualMinutes * 60_000;

const writeTemplate = async (folder: string, files: readonly TemplateFile[]): Promise<void> => {
	for (const template of files) {
		const file = path.join(folder, ...template.path.split('/'));
		await makeFolder(path.dirname(file));
		await writeFile(file, template.content, { mode: fileMode(template) });
	}
};

/** The steps of a build. Scripts inside of a template have no names for Packer, so their order counts. */
const stepsOf = async (recipe: Recipe, copy: string): Promise<readonly BuildStep[]> => {
	const steps = buildSteps(recipe);
	return recipe.aws.style === 'gruntwork'
		? inlineSteps(await readTemplateTexts(copy), steps).map(({ sent: _text, ...step }) => step)
		: steps;
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

/** What steps of the person's get and nobody may see, as far as it is there. */
const secretsOf = (recipe: Recipe, environment: Environment): Readonly<Record<string, string>> =>
	Object.fromEntries(
		secretVariables(recipe).flatMap(name => {
			const value = environment[name];
			return value === undefined || value === '' ? [] : [[name, value]];
		}),
	);

/**
 * The keys that Packer is handed, as it gets them.
 * @throws Problem (exit 4) if there are none for who signs.
 */
const handedTo = ({ signIn }: Signing, { handed }: StartRequest) => {
	const keys = 'signer' in signIn ? handed?.(signIn.signer) : undefined;
	if (!keys) {
		throw new Problem('The temporary keys that Packer is handed are not there any more.', {
			next: ['Start the build again.'],
			exitCode: exitCodes.credentials,
		});
	}

	const { accessKeyId, secretAccessKey, sessionToken } = keys;
	return {
		keys,
		secrets: {
			AWS_SECRET_ACCESS_KEY: secretAccessKey,
			...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
		},
		variables: { AWS_ACCESS_KEY_ID: accessKeyId },
	};
};

/** @throws Problem (exit 3) if EC2 would refuse the tags of the template when the machine runs, or the image is made. */
const refuseTooManyTags = async (copy: string, name: string): Promise<void> => {
	const trouble = templateTagsTrouble(await readTemplateTexts(copy));
	if (trouble !== undefined) {
		throw new Problem(`${name} cannot be built.`, {
			reason: trouble,
			next: ['Take some away there.'],
			exitCode: exitCodes.missing,
		});
	}
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
	const plugin = makes(recipe, 'aws') ? await usedPlugin(request.packer, environment, signal) : undefined;
	const sdk = signingSdk(request.packer, plugin);
	const profileVariable = `PKR_VAR_${variableNames.profile}`;
	const id = await claimBuildId(environment);
	const folder = buildFolder(id, environment);
	const token = request.secrets[tokenVariable] || environment[tokenVariable];
	const supervisor = request.supervisor ?? startSupervisor(environment, rehearsal !== undefined);
	try {
		// If this process is killed now, the next start of the program takes the build for abandoned.
		takeOwnership(folder, 0);
		await copyTemplate(request.template, folder, whereabouts);
		await refuseTooManyTags(copyFolder(folder), recipe.name);
		const named = rehearsal && (await namedThings(copyFolder(folder)));
		const signing =
			request.mode === 'aws'
				? await buildSigning({ folder: copyFolder(folder), profile: recipe.aws.profile, whereabouts, sdk })
				: undefined;
		const handed = signing?.isHanded ? handedTo(signing, request) : undefined;
		const docker = makes(recipe, 'docker') ? await provideDocker(folder, whereabouts, signal) : undefined;
		signal?.throwIfAborted();
		await supervisor.obey(
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
				steps: await stepsOf(recipe, copyFolder(folder)),
				secrets: {
					...secretsOf(recipe, environment),
					...request.secrets,
					...(token ? { [tokenVariable]: token } : {}),
					...handed?.secrets,
				},
				variables: {
					[`PKR_VAR_${variableNames.build}`]: id,
					...handed?.variables,
					// A rehearsal has no profiles, and Packer refuses one that it does not find.
					...(rehearsal ? { [profileVariable]: '' } : {}),
					// Nor has it an address that anybody could find out.
					...(rehearsal && recipe.aws.network.sshFrom === ownAddress
						? { [`PKR_VAR_${variableNames.sshFrom}`]: '["127.0.0.1/32"]' }
						: {}),
				},
				missingVariables: token ? [] : [tokenVariable],
				plugin: plugin?.versionText,
				// The profile is the one that the files name, as was said before the build.
				changes: {
					...(handed ? handedChanges(environment) : signing?.changes),
					...docker?.changes,
					[profileVariable]: undefined,
				},
				endpoint: signing?.endpoint,
				readsEndpoint: !handed && sdkFeatures[sdk].readsEndpoints,
				timeout: request.timeout ?? usualTimeout(request.mode),
				// Nothing of a rehearsal is left.
				onError: rehearsal ? undefined : request.onError,
				estimate: request.estimate,
				warnings: request.warnings ?? [],
				job: request.isAwaited && isCi(environment) ? ancestryOf(process.pid) : undefined,
				account: request.account,
				signedBy: signing && signedBy(signing, handed?.keys),
				engine: docker?.program,
				played: rehearsal && playedAgain(request),
				rehearsal: rehearsal && named && withNamed(rehearsal, named),
			},
			signal,
		);
	} catch (error) {
		await supervisor.dismiss();
		await rm(folder, { recursive: true, force: true });
		signal?.throwIfAborted();
		throw systemErrorCode(error) === undefined ? error : unwritable(folder, error);
	}

	return { id };
};

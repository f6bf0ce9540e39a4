import path from 'node:path';
import { listProfiles } from '../aws/credentials.ts';
import type { Environment } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';
import { sweepBuilds } from '../build/adopt.ts';
import { findBuild } from '../build/builds.ts';
import { cancelBuild } from '../build/cancel.ts';
import { startBuild } from '../build/start.ts';
import type { Decisions } from '../questions/question.ts';
import { recipeComplaints } from '../recipe/check.ts';
import { createDrafts } from '../store/drafts.ts';
import { rememberPreferences } from '../store/preferences.ts';
import { deletePreset, projectWarning, readPreset, savePreset } from '../store/presets.ts';
import { currentProfile, type PackerProfile, packerProfile } from '../template/profile.ts';
import type { Actions, BuildRequest } from './actions.ts';
import { runChecks } from './checks/index.ts';
import { copyToClipboard } from './clipboard.ts';
import { readDrafts } from './drafts.ts';
import { planFiles, presetFilesFolder, writeFiles } from './files.ts';
import { followTimeline } from './following.ts';
import { lookAround, readHome } from './home.ts';
import { carryOut } from './remedies.ts';
import { findUsedPacker, searchUsedPacker } from './used-packer.ts';

/** The profile of the Packer that would be used; the current one if there is none yet. */
const profileInUse = async (environment: Environment): Promise<PackerProfile> => {
	const search = await searchUsedPacker(environment);
	return search.kind === 'found' ? packerProfile(search.program.version) : currentProfile;
};

const readDecisions = async (
	nameOrPath: string,
	environment: Environment,
	cwd: string,
): Promise<Decisions & { readonly preset?: string }> => {
	const { recipe, file, name } = await readPreset(nameOrPath, { environment, cwd });
	if (name !== undefined) {
		return { recipe, folder: presetFilesFolder(name, environment), preset: name };
	}

	// The files of a recipe.json are the ones around it; those of another file get a folder beside it.
	const beside = path.dirname(file);
	return { recipe, folder: path.basename(file) === 'recipe.json' ? beside : path.join(beside, recipe.name) };
};

const start = async (request: BuildRequest, environment: Environment, cwd: string): Promise<string> => {
	const { recipe } = request.decisions;
	const [complaint] = recipeComplaints(recipe);
	if (complaint) {
		throw new Problem(`${recipe.name} cannot be built.`, { reason: complaint.message });
	}

	const packer = await findUsedPacker(environment);
	const plan = await planFiles(request.decisions, packerProfile(packer.version), { cwd, environment });
	await writeFiles(plan, request.differences ?? 'keep');
	const { id } = await startBuild({
		recipe,
		folder: plan.folder,
		mode: request.mode,
		preset: request.preset,
		packer,
		secrets: request.secrets,
		speed: request.speed,
		faults: request.faults,
		timeout: request.timeout,
		environment,
	});
	await rememberPreferences(environment, {
		region: recipe.region,
		...(recipe.profile !== undefined && { profile: recipe.profile }),
	});
	return id;
};

/**
 * The effects for one run of the program. Adopts builds whose supervisor was killed before it tells of builds.
 * @param cwd the person's current folder.
 */
export const createActions = (environment: Environment, cwd: string): Actions => {
	const drafts = createDrafts(environment);
	const place = { environment, cwd };
	return {
		home: async () => {
			await sweepBuilds(environment);
			return readHome(environment, cwd);
		},
		surroundings: () => lookAround(environment),
		facts: async () => ({ profiles: await listProfiles(environment) }),
		drafts: () => readDrafts(environment),
		saveDraft: draft => drafts.save(draft),
		discardDraft: () => drafts.discard(),
		projectWarning: () => projectWarning(place),
		readPreset: nameOrPath => readDecisions(nameOrPath, environment, cwd),
		savePreset: (name, recipe, overwrite) => savePreset(name, recipe, { ...place, overwrite }),
		deletePreset: name => deletePreset(name, place),
		planFiles: async (decisions, profile) =>
			planFiles(decisions, profile ?? (await profileInUse(environment)), place),
		writeFiles,
		checks: request => runChecks(request, environment, cwd),
		remedy: (request, remedy, answer, say) => carryOut(request, remedy, answer, { environment, cwd, say }),
		start: request => start(request, environment, cwd),
		follow: (id, onChange, signal) => followTimeline(id, onChange, environment, signal),
		cancel: id => cancelBuild(id, environment),
		findBuild: async idOrName => {
			await sweepBuilds(environment);
			return (await findBuild(idOrName, environment)).id;
		},
		copyToClipboard: text => copyToClipboard(text, process.stdout),
	};
};

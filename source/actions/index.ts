import { listProfiles } from '../aws/sign-in.ts';
import type { Environment } from '../base/paths.ts';
import { sweepBuilds } from '../builds/adopt.ts';
import { cancelBuild } from '../builds/cancel.ts';
import { findBuild } from '../builds/find-build.ts';
import { createDrafts } from '../store/drafts.ts';
import { deletePreset, projectWarning, savePreset } from '../store/presets.ts';
import { currentProfile, type PackerProfile, packerProfile } from '../template/profile.ts';
import { findAccounts } from './account.ts';
import { runChecks } from './checks/index.ts';
import { copyToClipboard } from './clipboard.ts';
import type { Actions } from './contract.ts';
import { readDrafts } from './drafts.ts';
import { planFiles } from './files.ts';
import { followTimeline, presentTimeline } from './following.ts';
import { planForeign } from './foreign.ts';
import { foreignScripts, refuseForeignScripts } from './foreign-scripts.ts';
import { lookAround, readHome } from './home.ts';
import { readDecisions } from './presets.ts';
import { carryOut } from './remedies.ts';
import { start } from './start.ts';
import { searchUsedPacker } from './used-packer.ts';
import { writeFiles } from './write-files.ts';

/** The profile of the Packer that would be used; the current one if there is none yet. */
const profileInUse = async (environment: Environment, signal?: AbortSignal): Promise<PackerProfile> => {
	const search = await searchUsedPacker(environment, signal);
	return search.kind === 'found' ? packerProfile(search.program.version) : currentProfile;
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
		surroundings: signal => lookAround(environment, signal),
		facts: async () => ({ profiles: await listProfiles(environment) }),
		drafts: () => readDrafts(environment),
		saveDraft: draft => drafts.save(draft),
		discardDraft: () => drafts.discard(),
		projectWarning: () => projectWarning(place),
		readPreset: nameOrPath => readDecisions(nameOrPath, place),
		savePreset: async (name, kept, overwrite) => {
			await refuseForeignScripts(await foreignScripts(kept, place), place);
			return savePreset(name, kept.recipe, { ...place, overwrite });
		},
		deletePreset: name => deletePreset(name, place),
		planFiles: async (decisions, profile, signal) =>
			planFiles(decisions, profile ?? (await profileInUse(environment, signal)), place),
		planForeign: request => planForeign(request, place),
		writeFiles: (plan, differences) => writeFiles(plan, differences, place),
		accounts: (decisions, signal) => findAccounts(decisions, place, signal),
		checks: (request, signal) => runChecks(request, environment, cwd, signal),
		remedy: (request, remedy, answer, say, signal) =>
			carryOut(request, remedy, answer, { environment, cwd, say, signal }),
		start: (request, signal) => start(request, place, signal),
		follow: (id, onProgress, signal) => followTimeline(id, onProgress, environment, signal),
		look: id => presentTimeline(id, environment),
		cancel: id => cancelBuild(id, environment),
		findBuild: async idOrName => {
			await sweepBuilds(environment);
			return (await findBuild(idOrName, environment)).id;
		},
		copyToClipboard: text => copyToClipboard(text, process.stdout),
	};
};

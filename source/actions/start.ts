import { Problem } from '../base/problem.ts';
import { startBuild } from '../build/start.ts';
import { warningsOf } from '../questions/warnings.ts';
import { recipeComplaints } from '../recipe/check.ts';
import { rememberPreferences } from '../store/preferences.ts';
import { packerProfile } from '../template/profile.ts';
import type { BuildRequest } from './actions.ts';
import { absoluteFolder, type FilePlace, renderFiles } from './files.ts';
import { refuseForeignFiles } from './foreign.ts';
import { foreignScripts, refuseForeignScripts } from './foreign-scripts.ts';
import { isPresetUnchanged } from './presets.ts';
import { findUsedPacker } from './used-packer.ts';
import { writeInto } from './write-files.ts';

/**
 * Starts a build: of files that are rendered for it alone, or of a folder as it stands with what is missing there
 * written.
 * @returns its id.
 * @throws Problem if it cannot be started; nothing is left of it then.
 */
export const start = async (request: BuildRequest, place: FilePlace): Promise<string> => {
	const { decisions, differences, trust } = request;
	const { recipe, preset } = decisions;
	const [complaint] = recipeComplaints(recipe);
	if (complaint) {
		throw new Problem(`${recipe.name} cannot be built.`, { reason: complaint.message });
	}

	if (!trust) {
		await refuseForeignScripts(await foreignScripts(decisions, place), place);
	}

	const { environment } = place;
	const packer = await findUsedPacker(environment);
	const files = await renderFiles(decisions, packerProfile(packer.version), place);
	const folder = absoluteFolder(decisions, place);
	const { id } = await startBuild({
		recipe,
		template:
			folder === undefined
				? { files }
				: {
						folder,
						write: locked => writeInto(locked, files, differences, place),
						inspect: copy => refuseForeignFiles(copy, folder, request, place),
					},
		mode: request.mode,
		preset,
		isChanged: preset !== undefined && !(await isPresetUnchanged(decisions, place)),
		packer,
		secrets: request.secrets,
		speed: request.speed,
		faults: request.faults,
		timeout: request.timeout,
		warnings: warningsOf(decisions).map(({ message }) => message),
		environment,
	});
	await rememberPreferences(environment, {
		region: recipe.region,
		...(recipe.profile !== undefined && { profile: recipe.profile }),
	});
	return id;
};

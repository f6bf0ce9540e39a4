import path from 'node:path';
import type { Whereabouts } from '../base/paths.ts';
import { typedPath } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';
import { type FilePlan, noLeftovers, type PlannedFile } from '../flow/files.ts';
import { type Decisions, filesFolder } from '../questions/question.ts';
import type { PackerProfile } from '../template/profile.ts';
import { compareFiles, isAsWritten } from './compared-files.ts';
import { foreignScripts } from './foreign-scripts.ts';
import { filesBefore, findLeftovers } from './leftover-files.ts';
import { refuseOtherTemplate } from './other-template.ts';
import { isPresetUnchanged } from './presets.ts';
import { earlierFiles, renderFiles } from './rendered-files.ts';

/** The folder for the files, absolute; undefined if they are rendered for each build. */
export const absoluteFolder = (
	decisions: Decisions,
	{ cwd, environment }: Whereabouts,
): string | undefined => {
	const folder = filesFolder(decisions);
	return folder === undefined ? undefined : typedPath(folder, { environment, cwd });
};

/** The same files, those marked that differ and are as they were written for the recipe there. */
const withEarlier = async (
	files: readonly PlannedFile[],
	folder: string,
	whereabouts: Whereabouts,
): Promise<readonly PlannedFile[]> => {
	const before = files.some(({ state }) => state === 'differs') ? await filesBefore(folder, whereabouts) : [];
	return before instanceof Problem
		? files
		: files.map(file =>
				before.some(other => other.path === file.path && isAsWritten(other, file.current))
					? { ...file, isEarlier: true }
					: file,
			);
};

/**
 * What would be written for the decisions, compared with what is there.
 * @throws Problem: exit 2 for a script that cannot be read, exit 3 if something is in the way.
 */
export const planFiles = async (
	decisions: Decisions,
	profile: PackerProfile,
	whereabouts: Whereabouts,
): Promise<FilePlan> => {
	const folder = absoluteFolder(decisions, whereabouts);
	if (folder !== undefined) {
		await refuseOtherTemplate(folder, decisions.recipe, whereabouts);
	}

	const files = await renderFiles(decisions, profile, whereabouts);
	const foreign = await foreignScripts(decisions, whereabouts);
	const { leftovers, ...told } =
		folder === undefined ? noLeftovers : await findLeftovers(folder, decisions, whereabouts);
	if (folder === undefined) {
		return {
			folder,
			files: files.map(file => ({ ...file, state: 'new' })),
			run: (await isPresetUnchanged(decisions, whereabouts)) ? decisions.preset : undefined,
			foreign,
		};
	}

	const compared = await compareFiles(folder, files, await earlierFiles(decisions, whereabouts));
	return {
		folder,
		files: await withEarlier(compared, folder, whereabouts),
		...(leftovers.length > 0 && { leftovers }),
		...told,
		run: path.join(folder, 'recipe.json'),
		foreign,
		of: decisions,
	};
};

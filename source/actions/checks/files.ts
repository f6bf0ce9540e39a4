import { wordFor } from '../../base/count.ts';
import type { Whereabouts } from '../../base/paths.ts';
import { shownPath } from '../../base/paths.ts';
import { exitCodes, Problem } from '../../base/problem.ts';
import { programCommand } from '../../base/program.ts';
import { shellPath } from '../../base/shell.ts';
import type { Check } from '../../flow/checks.ts';
import { differenceLabels, differing, goingFiles } from '../../flow/files.ts';
import type { BuildRequest } from '../../flow/request.ts';
import { goingText, planPlace } from '../../flow/words/plan.ts';
import type { PackerSearch } from '../../packer/find.ts';
import { currentProfile, packerProfile } from '../../template/profile.ts';
import { editedEarlier } from '../earlier-files.ts';
import { planFiles } from '../files.ts';
import { advice, anotherFolder, ok, sentence } from './check.ts';

/** Files that a person edited where earlier versions kept them for all runs by name; undefined if there are none. */
const checkEarlier = async (preset: string, whereabouts: Whereabouts): Promise<Check | undefined> => {
	const folder = await editedEarlier(preset, whereabouts.environment);
	if (folder === undefined) {
		return undefined;
	}

	const shown = shownPath(folder, whereabouts);
	return {
		id: 'files',
		status: 'missing',
		title: 'Files',
		detail: `you edited those in ${shown}, which a run by name does not take any more`,
		...advice([
			`Build yours: ${programCommand(whereabouts.environment)} run ${shellPath(shown)}`,
			'Or move that folder away: the files are made for each build then.',
		]),
		remedies: [],
	};
};

/** Whether the files can be written without losing an edit by hand. */
export const checkFiles = async (
	request: BuildRequest,
	search: PackerSearch,
	whereabouts: Whereabouts,
): Promise<Check> => {
	const title = 'Files';
	const profile = search.kind === 'found' ? packerProfile(search.program.version) : currentProfile;
	try {
		const plan = await planFiles(request.decisions, profile, whereabouts);
		const shown = planPlace(plan, whereabouts);
		const { preset } = request.decisions;
		const earlier =
			preset !== undefined && plan.folder === undefined && (await checkEarlier(preset, whereabouts));
		if (earlier) {
			return earlier;
		}

		const names = differing(plan).map(file => file.path);
		if (names.length === 0 || request.differences !== undefined) {
			const going = goingFiles(plan);
			return going.length === 0
				? ok('files', title, shown)
				: {
						...ok('files', title, `${shown}; ${goingText(going)}`),
						notice: `${shown}: ${goingText(going)}.`,
					};
		}

		return {
			id: 'files',
			status: 'missing',
			title,
			detail: `${shown}: ${names.length > 2 ? `${names.length} files differ` : `${names.join(' and ')} ${wordFor(names.length, 'differs', 'differ')}`}`,
			remedies: [
				{ id: 'show-difference', label: differenceLabels.show, details: [] },
				{ id: 'keep-files', label: differenceLabels.keep, details: ['build what is there'] },
				{
					id: 'overwrite-files',
					label: differenceLabels.overwrite,
					details: ['what stands there is replaced'],
				},
				anotherFolder,
			],
		};
	} catch (error) {
		if (!(error instanceof Problem)) {
			throw error;
		}

		return {
			id: 'files',
			status: 'missing',
			title,
			detail: sentence(error),
			// Another folder does not bring a script that is not there.
			...(error.exitCode === exitCodes.usage
				? { ...advice(error.next), remedies: [] }
				: { remedies: [anotherFolder] }),
		};
	}
};

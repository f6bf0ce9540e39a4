import { shownPath } from '../../base/paths.ts';
import { exitCodes, Problem } from '../../base/problem.ts';
import type { PackerSearch } from '../../packer/find.ts';
import { currentProfile, packerProfile } from '../../template/profile.ts';
import type { BuildRequest, Check, Remedy } from '../actions.ts';
import { planFiles } from '../files.ts';
import { ok, type Place, sentence, whatToDo } from './check.ts';

const anotherFolder: Remedy = {
	id: 'another-folder',
	label: 'Another folder',
	details: ['give its path'],
	asks: { text: 'Folder for the files', secret: false },
};

/** Whether the files can be written without losing an edit by hand. */
export const checkFiles = async (
	request: BuildRequest,
	search: PackerSearch,
	place: Place,
): Promise<Check> => {
	const title = 'Files';
	const profile = search.kind === 'found' ? packerProfile(search.program.version) : currentProfile;
	try {
		const plan = await planFiles(request.decisions, profile, place);
		const shown = shownPath(plan.folder, place.environment, place.cwd);
		const differing = plan.files.filter(file => file.state === 'differs');
		if (differing.length === 0 || request.differences !== undefined) {
			return ok('files', title, shown);
		}

		const names = differing.map(file => file.path);
		return {
			id: 'files',
			status: 'missing',
			title,
			detail: `${shown}: ${names.length > 2 ? `${names.length} files differ` : `${names.join(' and ')} differ${names.length === 1 ? 's' : ''}`}`,
			remedies: [
				{ id: 'show-difference', label: 'Show the difference', details: [] },
				{ id: 'keep-files', label: 'Keep yours', details: ['build what is there'] },
				{ id: 'overwrite-files', label: 'Take the new ones', details: ['yours are gone then'] },
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
			remedies: error.exitCode === exitCodes.usage ? whatToDo(error) : [anotherFolder],
		};
	}
};

import { shownPath } from '../../base/paths.ts';
import { printable } from '../../base/printable.ts';
import { Problem } from '../../base/problem.ts';
import { isTrusted } from '../../store/trust.ts';
import type { BuildRequest, Check } from '../actions.ts';
import { absoluteFolder } from '../files.ts';
import { type Foreign, foreignOf, foreignText } from '../foreign.ts';
import { ok, type Place } from './check.ts';

const title = 'Foreign files';

/** A script that is not there is told by the check of the files. */
const foreignIfAny = async (request: BuildRequest, place: Place): Promise<Foreign | undefined> => {
	try {
		return await foreignOf(request, place);
	} catch (error) {
		if (error instanceof Problem) {
			return undefined;
		}

		throw error;
	}
};

/**
 * Whether the folder holds what packer-wizard did not write and Packer would read or start, and nobody said yes to it;
 * undefined if it holds nothing of that kind.
 */
export const checkForeign = async (request: BuildRequest, place: Place): Promise<Check | undefined> => {
	const foreign = await foreignIfAny(request, place);
	if (!foreign) {
		return undefined;
	}

	const folder = absoluteFolder(request.decisions, place) ?? '';
	const shown = shownPath(folder, place.environment, place.cwd);
	const names = foreign.files.map(file => printable(file.path));
	const rehearsed = request.mode === 'rehearsal' && foreign.files.some(({ isHere }) => isHere);
	if (request.trust || (await isTrusted(foreign.sum, place.environment))) {
		return ok('foreign', title, `${names.join(', ')}: with your yes`);
	}

	return {
		id: 'foreign',
		status: 'missing',
		title,
		detail: `packer-wizard did not write all in ${shown}: ${foreign.files.map(foreignText).join('; ')}${rehearsed ? '; a rehearsal does that, too' : ''}`,
		remedies: [
			{ id: 'show-foreign', label: 'Look at them', details: names },
			{
				id: 'trust',
				label: 'Build with them',
				details: ['asked again when they change'],
				content: { sum: foreign.sum, files: names },
			},
			{
				id: 'another-folder',
				label: 'Another folder',
				details: ['give its path'],
				asks: { text: 'Folder for the files', secret: false },
			},
		],
	};
};

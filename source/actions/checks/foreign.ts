import type { Whereabouts } from '../../base/paths.ts';
import { shownPath } from '../../base/paths.ts';
import { printable } from '../../base/printable.ts';
import { Problem } from '../../base/problem.ts';
import type { Check } from '../../flow/checks.ts';
import type { Foreign } from '../../flow/files.ts';
import type { BuildRequest } from '../../flow/request.ts';
import { absoluteFolder } from '../files.ts';
import { type FoundForeign, foreignOf } from '../foreign.ts';
import { foreignText } from '../trust.ts';
import { anotherFolder, ok } from './check.ts';

const title = 'Foreign files';

/** A script that is not there is told by the check of the files. */
const foreignIfAny = async (request: BuildRequest, whereabouts: Whereabouts): Promise<FoundForeign> => {
	try {
		return await foreignOf(request, whereabouts);
	} catch (error) {
		if (error instanceof Problem) {
			return { all: [], open: [] };
		}

		throw error;
	}
};

const filesOf = (foreign: readonly Foreign[]): Foreign['files'] => foreign.flatMap(({ files }) => files);

const detailOf = (request: BuildRequest, open: readonly Foreign[], whereabouts: Whereabouts): string => {
	const folder = absoluteFolder(request.decisions, whereabouts);
	const files = filesOf(open);
	const told = files.map(foreignText).join('; ');
	const isInFolder = folder !== undefined && files.some(({ isScript }) => !isScript);
	const where = isInFolder ? `in ${shownPath(folder, whereabouts)}, not written by packer-wizard: ` : '';
	const isRehearsed = request.mode === 'rehearsal' && files.some(({ isHere }) => isHere);
	return `${where}${told}${isRehearsed ? '; a rehearsal does that, too' : ''}`;
};

/**
 * Whether there is a yes to what packer-wizard did not write and Packer would read or start, and to scripts that a
 * recipe takes from outside of its folder; undefined if there is nothing of that kind.
 */
export const checkForeign = async (
	request: BuildRequest,
	whereabouts: Whereabouts,
): Promise<Check | undefined> => {
	const { all, open } = await foreignIfAny(request, whereabouts);
	if (all.length === 0) {
		return undefined;
	}

	const names = filesOf(open).map(file => printable(file.path));
	if (open.length === 0) {
		const seen = filesOf(all).map(file => printable(file.path));
		return ok('foreign', title, `${seen.join(', ')}: with your yes`);
	}

	return {
		id: 'foreign',
		status: 'missing',
		title,
		detail: detailOf(request, open, whereabouts),
		remedies: [
			{ id: 'show-foreign', label: 'Look at them', details: names },
			{
				id: 'trust',
				label: 'Build with them',
				details: ['asked again when they change'],
				contents: open.map(({ sum, files }) => ({ sum, files: files.map(file => file.path) })),
			},
			anotherFolder,
		],
	};
};

import { shownPath, type Whereabouts } from '../../base/paths.ts';
import { programCommand } from '../../base/program.ts';
import { shellPath, shellWord } from '../../base/shell.ts';
import type { BuildMode } from '../../builds/journal/journal.ts';
import type { FilePlan } from '../files.ts';

/** Where the files of a plan go, as a person would type it, or that no folder gets them. */
export const planPlace = ({ folder }: Pick<FilePlan, 'folder'>, whereabouts: Whereabouts): string =>
	folder === undefined ? 'made for each build' : shownPath(folder, whereabouts);

/** The command that does the same without questions, once the files are written; undefined if there is none. */
export const laterCommand = (
	{ folder, run }: FilePlan,
	mode: BuildMode,
	whereabouts: Whereabouts,
): string | undefined => {
	if (run === undefined) {
		return undefined;
	}

	const what = folder === undefined ? shellWord(run) : shellPath(shownPath(run, whereabouts));
	return `${programCommand(whereabouts.environment)} run ${what} ${mode === 'rehearsal' ? '--rehearse' : '--yes'}`;
};

/** The same, or what has to be done before there is such a command. */
export const laterText = (...given: Parameters<typeof laterCommand>): string =>
	laterCommand(...given) ?? 'save it as a preset first, or write the files';

import { shownPath } from '../base/paths.ts';
import type { FilePlan, Foreign } from '../flow/files.ts';
import type { BuildRequest } from '../flow/request.ts';
import { absoluteFolder, ourFiles } from './files.ts';
import { foreignIn } from './foreign-files.ts';
import { foreignScripts } from './foreign-scripts.ts';
import type { Place } from './place.ts';
import { refuseUntrusted, untrusted } from './trust.ts';

/** What is foreign for a request, with and without a yes. */
export type FoundForeign = { readonly all: readonly Foreign[]; readonly open: readonly Foreign[] };

/**
 * What is foreign in the folder of a request, and in its recipe.
 * @throws Problem (exit 2) for a script that cannot be read.
 */
export const foreignOf = async (
	{ decisions, differences, trust }: BuildRequest,
	place: Place,
): Promise<FoundForeign> => {
	const folder = absoluteFolder(decisions, place);
	const inFolder =
		folder === undefined
			? undefined
			: await foreignIn(folder, await ourFiles(decisions, place), differences === 'keep');
	const all = [...(inFolder ? [inFolder] : []), ...(await foreignScripts(decisions, place))];
	return { all, open: trust ? [] : await untrusted(all, place) };
};

/** The same as files to look at. */
export const planForeign = async (request: BuildRequest, place: Place): Promise<FilePlan> => ({
	folder: absoluteFolder(request.decisions, place),
	files: (await foreignOf(request, place)).open.flatMap(({ files }) =>
		files.map(({ path, content }) => ({ path, content, executable: false, state: 'same' as const })),
	),
	run: undefined,
});

/**
 * @param copy what is built: a copy of the folder as it is now.
 * @throws Problem (exit 3) that names what packer-wizard did not write there and nobody said yes to.
 */
export const refuseForeignFiles = async (
	copy: string,
	folder: string,
	{ decisions, trust }: BuildRequest,
	place: Place,
): Promise<void> => {
	const foreign = trust ? undefined : await foreignIn(copy, await ourFiles(decisions, place), true, folder);
	const shown = shownPath(folder, place.environment, place.cwd);
	await refuseUntrusted(
		`${shown} holds files that packer-wizard did not write.`,
		foreign ? [foreign] : [],
		place,
	);
};

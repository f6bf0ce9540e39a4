import type { Whereabouts } from '../base/paths.ts';
import { shownPath } from '../base/paths.ts';
import type { FilePlan, Foreign } from '../flow/files.ts';
import type { BuildRequest } from '../flow/request.ts';
import { absoluteFolder } from './files.ts';
import { foreignIn } from './foreign-files.ts';
import { foreignScripts } from './foreign-scripts.ts';
import { ourFiles } from './rendered-files.ts';
import { refuseUntrusted, untrusted } from './trust.ts';

/** What is foreign for a request, with and without a yes. */
export type FoundForeign = { readonly all: readonly Foreign[]; readonly open: readonly Foreign[] };

/**
 * What is foreign in the folder of a request, and in its recipe.
 * @throws Problem (exit 2) for a script that cannot be read.
 */
export const foreignOf = async (
	{ decisions, differences, trust }: BuildRequest,
	whereabouts: Whereabouts,
): Promise<FoundForeign> => {
	const folder = absoluteFolder(decisions, whereabouts);
	const inFolder =
		folder === undefined
			? undefined
			: await foreignIn(folder, await ourFiles(decisions, whereabouts), differences === 'keep');
	const all = [...(inFolder ? [inFolder] : []), ...(await foreignScripts(decisions, whereabouts))];
	return { all, open: trust ? [] : await untrusted(all, whereabouts) };
};

/** The same as files to look at. */
export const planForeign = async (request: BuildRequest, whereabouts: Whereabouts): Promise<FilePlan> => ({
	folder: absoluteFolder(request.decisions, whereabouts),
	files: (await foreignOf(request, whereabouts)).open.flatMap(({ files }) =>
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
	whereabouts: Whereabouts,
): Promise<void> => {
	const foreign = trust
		? undefined
		: await foreignIn(copy, await ourFiles(decisions, whereabouts), true, folder);
	const shown = shownPath(folder, whereabouts);
	await refuseUntrusted(
		`${shown} holds files that packer-wizard did not write.`,
		foreign ? [foreign] : [],
		whereabouts,
	);
};

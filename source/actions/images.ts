import type { Environment } from '../base/paths.ts';
import { type BuildSummary, readBuilds } from '../builds/builds.ts';
import { journalFile } from '../builds/folders.ts';
import { imageTexts } from '../builds/journal/artifacts.ts';
import { buildName, type EndEntry } from '../builds/journal/journal.ts';
import { readSourceAmi } from '../builds/read-timeline.ts';
import type { OwnImage } from '../flow/images.ts';
import { resolveBase } from '../recipe/base.ts';

/** The images of one build, with the build that they are of. */
export type BuildImages = { readonly build: BuildSummary; readonly images: readonly OwnImage[] };

const imagesOf = async (
	{ id, header, last }: BuildSummary,
	{ time: made, artifacts }: EndEntry,
	environment: Environment,
): Promise<readonly OwnImage[]> => {
	const amis = artifacts.filter(({ region }) => region !== '');
	const containers = artifacts.filter(({ region }) => region === '');
	const from = amis.length === 0 ? undefined : await readSourceAmi(journalFile(id, environment));
	const { recipe, preset, engine } = header;
	const { accounts, organizations } = recipe.aws.share;
	const about = { build: id, name: buildName(header), ...(preset !== undefined && { preset }), made };
	const changes = last.filter(entry => entry.kind === 'image');
	return [
		...amis.map(({ region, ami }) => ({
			...about,
			region,
			id: ami,
			base: resolveBase(recipe).title,
			...(from !== undefined && { from }),
			sharedWith: [
				...new Set([
					...[...accounts, ...organizations],
					...changes.filter(change => change.ami === ami).flatMap(change => change.with ?? []),
				]),
			],
		})),
		...(containers.length === 0
			? []
			: [
					{
						...about,
						region: '',
						id: imageTexts(containers).join(', '),
						base: recipe.docker?.image ?? resolveBase(recipe).title,
						...(engine !== undefined && { engine }),
						sharedWith: [],
					},
				]),
	];
};

/** The images that builds of this computer made, the newest first, as their journals tell of them. */
export const knownImages = async (environment: Environment): Promise<readonly BuildImages[]> => {
	const known: BuildImages[] = [];
	for (const build of (await readBuilds(environment)).builds) {
		const { header, end } = build;
		if (end && header.mode !== 'rehearsal' && end.artifacts.length > 0) {
			known.push({ build, images: await imagesOf(build, end, environment) });
		}
	}

	return known;
};

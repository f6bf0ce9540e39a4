import type { Environment } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { readBuilds } from '../builds/builds.ts';
import { readContents } from '../builds/contents/files.ts';
import { buildFolder } from '../builds/folders.ts';
import { type Comparison, compareBuilds } from '../flow/compare.ts';
import { type BuildContents, buildContents } from '../flow/contents.ts';
import { type ContentsDifference, contentsDifference } from '../flow/contents-difference.ts';
import { noContentsReason } from '../flow/words/contents.ts';
import { presentTimeline } from './following.ts';

/** The build of the same name before it. @throws Problem (exit 2) if there is none. */
const buildBefore = async (id: string, environment: Environment, command: string): Promise<string> => {
	const { builds } = await readBuilds(environment);
	const build = builds.find(one => one.id === id);
	const before = builds.find(
		({ header }) =>
			build !== undefined &&
			header.recipe.name === build.header.recipe.name &&
			header.time < build.header.time,
	);
	if (!before) {
		throw new Problem(`There is no build of ${build?.header.recipe.name ?? id} before ${id}.`, {
			next: [`Name the other one: packer-wizard builds ${command} ${id} <id>`],
			exitCode: exitCodes.usage,
		});
	}

	return before.id;
};

/** A build beside another one, or beside the one of its name before it. */
export const compareTwo = async (
	id: string,
	other: string | undefined,
	environment: Environment,
): Promise<Comparison> => {
	const beside = other ?? (await buildBefore(id, environment, 'compare'));
	const kept = new Map(
		await Promise.all(
			[beside, id].map(async one => [one, await readContents(buildFolder(one, environment))] as const),
		),
	);
	return compareBuilds(
		await presentTimeline(beside, environment),
		await presentTimeline(id, environment),
		kept,
	);
};

/**
 * What is in the images of a build.
 * @throws Problem (exit 3) if nothing was kept of them.
 */
export const contentsOf = async (id: string, environment: Environment): Promise<BuildContents> => {
	const timeline = await presentTimeline(id, environment);
	const kept = await readContents(buildFolder(id, environment));
	if (kept.length === 0) {
		throw new Problem(`It is not known what is in the image of build ${id}.`, {
			reason: noContentsReason(timeline),
			// Where its steps are the reason, the next one would tell no more.
			next:
				timeline.unasked === undefined || timeline.unasked === 'off'
					? [`Build it once more: packer-wizard builds rerun ${id}`]
					: [],
			exitCode: exitCodes.missing,
		});
	}

	return buildContents(timeline, kept);
};

/** What is in the images of a build that is not in those of another one; of the one of its name before it if none is named. */
export const differenceOf = async (
	one: string,
	other: string | undefined,
	environment: Environment,
): Promise<ContentsDifference> => {
	const [before, after] =
		other === undefined ? [await buildBefore(one, environment, 'diff'), one] : [one, other];
	return contentsDifference(await contentsOf(before, environment), await contentsOf(after, environment));
};

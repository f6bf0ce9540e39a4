import type { Environment } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { readBuilds } from '../builds/builds.ts';
import { type Comparison, compareBuilds } from '../flow/compare.ts';
import { presentTimeline } from './following.ts';

/** The build of the same name before it. @throws Problem (exit 2) if there is none. */
const buildBefore = async (id: string, environment: Environment): Promise<string> => {
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
			next: [`Name the other one: packer-wizard builds compare ${id} <id>`],
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
	const beside = other ?? (await buildBefore(id, environment));
	return compareBuilds(await presentTimeline(beside, environment), await presentTimeline(id, environment));
};

import { nearest } from '../base/nearest.ts';
import { shownPath, type Whereabouts } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { type BrokenBuild, type BuildSummary, readBuild, readBuilds } from './builds.ts';
import { buildFolder } from './folders.ts';
import { idPattern } from './ids.ts';
import { buildName } from './journal/journal.ts';
import { livingOwner } from './supervisor/owner.ts';

const brokenProblem = ({ id, broken }: BrokenBuild, whereabouts: Whereabouts): Problem => {
	const folder = buildFolder(id, whereabouts.environment);
	const owner = livingOwner(folder);
	return new Problem(`Build ${id} cannot be read.`, {
		reason: broken,
		next: [
			...(owner ? [`It runs all the same. Cancel it: kill ${owner.process.pid}`] : []),
			`Its files: ${shownPath(folder, whereabouts)}`,
		],
		exitCode: exitCodes.missing,
	});
};

/** @throws Problem (exit 3) if it is not. */
const readable = (build: BuildSummary | BrokenBuild, whereabouts: Whereabouts): BuildSummary => {
	if ('broken' in build) {
		throw brokenProblem(build, whereabouts);
	}

	return build;
};

/** What people type for the newest, if no preset and no image is called so. */
const newestWords = ['last', 'latest', 'newest'];

/**
 * The build that is meant by an id, the beginning of one, the name of a preset (its newest build), else that of an image
 * (its newest build), the id of an AMI that it made, or nothing, `last` or `latest` (the newest of all).
 * @throws Problem: exit 2 that names the nearest, exit 3 if the build that is meant cannot be read.
 */
export const findBuild = async (
	idOrName: string | undefined,
	whereabouts: Whereabouts,
): Promise<BuildSummary> => {
	const { environment } = whereabouts;
	// An exact id needs no other journal to be read.
	if (idOrName !== undefined && idPattern.test(idOrName)) {
		const exact = await readBuild(idOrName, environment);
		if (exact) {
			return readable(exact, whereabouts);
		}
	}

	const { builds, broken } = await readBuilds(environment);
	const [newest] = [...builds, ...broken];
	if (newest === undefined) {
		throw new Problem('There is no build yet.', {
			next: ['Make an image: packer-wizard new'],
			exitCode: exitCodes.usage,
		});
	}

	if (idOrName === undefined) {
		return readable(newest, whereabouts);
	}

	const named =
		builds.find(({ header }) => header.preset === idOrName) ??
		builds.find(({ header }) => header.recipe.name === idOrName) ??
		builds.find(({ end }) => end?.artifacts.some(({ ami }) => ami === idOrName));
	if (named) {
		return named;
	}

	if (newestWords.includes(idOrName.toLowerCase())) {
		return readable(newest, whereabouts);
	}

	const begun = [...builds, ...broken].filter(
		({ id }) => idOrName !== '' && id.startsWith(idOrName.toLowerCase()),
	);
	const [only] = begun;
	if (only && begun.length === 1) {
		return readable(only, whereabouts);
	}

	if (only) {
		throw new Problem(`${begun.length} builds begin with ${idOrName}.`, {
			reason: `They are ${begun.map(({ id }) => id).join(', ')}.`,
			next: [`Name one of them: packer-wizard builds watch ${only.id}`],
			exitCode: exitCodes.usage,
		});
	}

	const near = nearest(idOrName, [...new Set(builds.flatMap(({ id, header }) => [buildName(header), id]))]);
	throw new Problem(`There is no build ${idOrName}.`, {
		...(near === undefined ? {} : { reason: `The nearest is ${near}.` }),
		next: ['See all builds: packer-wizard builds list'],
		exitCode: exitCodes.usage,
	});
};

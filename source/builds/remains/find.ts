import { AwsRefusal } from '../../aws/client/refused.ts';
import type { Traces } from '../../aws/client/remains/remain.ts';
import type { Sdk } from '../../aws/sdk.ts';
import type { Environment, Whereabouts } from '../../base/paths.ts';
import { exitCodes, Problem } from '../../base/problem.ts';
import type { Recipe } from '../../recipe/schema.ts';
import { buildTag } from '../../recipe/tags.ts';
import { type BuildSummary, idPattern, readBuilds } from '../builds.ts';
import { findBuild } from '../find-build.ts';
import { journalFile } from '../folders.ts';
import { followJournal } from '../follow-journal.ts';
import { readTimeline } from '../read-timeline.ts';
import { tracesOf } from '../report/traces.ts';
import { isAlive } from '../supervisor/process.ts';
import { callerOfBuild, callerOfProfile, type TitledCaller } from './callers.ts';
import { type FoundRemains, type RemainsPlace, type RemainsRequest, withoutTwins } from './places.ts';
import { refusalText, refusedAt } from './refusals.ts';
import { regionsOf } from './regions.ts';

type Means = {
	readonly whereabouts: Whereabouts;
	/** The SDK of the Packer that would be used, for builds whose journal is elsewhere. */
	readonly sdk: () => Promise<Sdk>;
	/** The Recipe that sentences on an unknown build go by. */
	readonly recipe: Recipe;
	readonly signal: AbortSignal;
};

/** One build, as it is looked for. */
type Sought = {
	readonly traces: readonly Traces[];
	readonly regions: readonly string[];
	readonly recipe: Recipe;
	readonly caller: () => Promise<TitledCaller>;
};

/** The id of one build that is meant: of one here, or of one whose journal is elsewhere. */
const meantId = async (id: string, whereabouts: Whereabouts): Promise<string> => {
	try {
		return (await findBuild(id, whereabouts)).id;
	} catch (error) {
		if (error instanceof Problem && error.exitCode === exitCodes.usage && idPattern.test(id)) {
			return id;
		}

		throw error;
	}
};

const stillRuns = (id: string): Problem =>
	new Problem(`Build ${id} still runs.`, {
		reason: 'What it has made is in use.',
		next: [`Cancel it, which cleans up: packer-wizard builds cancel ${id}`],
	});

/** Whether a build is being cancelled, or will be at once, since the job that waited for it is gone. */
const isEnding = async ({ id, header, end }: BuildSummary, environment: Environment): Promise<boolean> => {
	if (end) {
		return false;
	}

	return (
		header.job?.every(isAlive) === false ||
		(await readTimeline(journalFile(id, environment)))?.cancelling === true
	);
};

/** Waits for builds that are being cancelled: Packer deletes what it can, and only then is anything left. */
const untilCancelled = async (
	builds: readonly BuildSummary[],
	{ whereabouts, signal }: Means,
): Promise<void> => {
	const { environment } = whereabouts;
	for (const build of builds) {
		if (await isEnding(build, environment)) {
			await followJournal(build.id, () => undefined, { environment, signal });
		}
	}

	signal.throwIfAborted();
};

/** The regions for builds of which nothing is known; none if nobody named one. */
const otherRegions = (
	{ regions = [] }: RemainsRequest,
	known: readonly string[],
	{ environment }: Whereabouts,
): readonly string[] => {
	const named = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'];
	return [...new Set(regions.length > 0 ? regions : [...known, ...(named ? [named] : [])])];
};

/** The trace of a build whose journal is elsewhere: its tag alone. */
const tagOnly = (build: string): Traces => ({
	build,
	named: {},
	imageNames: [],
	outcome: 'unsure',
	spot: false,
});

type Group = TitledCaller & { readonly sought: Sought[] };

/** Builds by who signs for them: each account is asked once. */
const grouped = async (all: readonly Sought[], unseen: string[]): Promise<readonly Group[]> => {
	const groups = new Map<string, Group>();
	let first: unknown;
	for (const sought of all) {
		try {
			const titled = await sought.caller();
			const { signer, endpoint, sdk } = titled.caller;
			const key = JSON.stringify([signer, endpoint, sdk]);
			const group = groups.get(key) ?? { ...titled, sought: [] };
			group.sought.push(sought);
			groups.set(key, group);
		} catch (error) {
			if (!(error instanceof Problem)) {
				throw error;
			}

			first ??= error;
			unseen.push(`Build ${sought.traces[0]?.build}: ${error.reason ?? error.message}`);
		}
	}

	if (groups.size === 0 && first !== undefined) {
		throw first;
	}

	return [...groups.values()];
};

/**
 * What builds left in AWS, in every region that they work in; those that are being cancelled are waited for. Nothing is
 * changed. Without any build in AWS, any id and any region there is no place to look.
 * @throws Problem: exit 2 if the build that is meant still runs, or no region of it is known; exit 4 if nobody can sign in,
 * exit 3 if AWS lets nobody look; or the reason of the signal.
 */
export const findRemains = async (request: RemainsRequest, means: Means): Promise<FoundRemains> => {
	const { whereabouts, signal } = means;
	await untilCancelled((await readBuilds(whereabouts.environment)).builds, means);
	const { builds } = await readBuilds(whereabouts.environment);
	const id = request.id === undefined ? undefined : await meantId(request.id, whereabouts);
	const meant = builds.filter(build => id === undefined || build.id === id);
	if (id !== undefined && meant[0]?.header.mode === 'rehearsal') {
		return { places: [], unseen: [], rehearsed: id };
	}

	const running = builds.filter(({ end }) => !end).map(build => build.id);
	if (id !== undefined && running.includes(id)) {
		throw stillRuns(id);
	}

	const ended = meant.filter(({ header, end }) => end && header.mode === 'aws');
	const sought: Sought[] = [];
	for (const { id: build, header } of ended) {
		const timeline = await readTimeline(journalFile(build, whereabouts.environment));
		if (timeline) {
			sought.push({
				traces: [tracesOf(timeline)],
				regions: [
					...new Set([...(await regionsOf(timeline, whereabouts.environment)), ...(request.regions ?? [])]),
				],
				recipe: header.recipe,
				caller: async () =>
					request.profile === undefined
						? callerOfBuild(header, whereabouts)
						: callerOfProfile(request.profile, await means.sdk(), whereabouts),
			});
		}
	}

	const elsewhere = id !== undefined && meant.length === 0;
	if (elsewhere || sought.length === 0) {
		const known = builds.map(({ header }) => header.recipe.region);
		const regions = otherRegions(request, elsewhere ? known : [], whereabouts);
		if (regions.length === 0 && elsewhere) {
			throw new Problem('It is not known in which region to look.', {
				next: ['Name one, or some: --region eu-west-1,us-east-1'],
			});
		}

		// The last step of a job that built nothing in AWS: that is no failure.
		if (regions.length === 0) {
			return { places: [], unseen: [] };
		}

		sought.push({
			traces: elsewhere ? [tagOnly(id)] : [],
			regions,
			recipe: means.recipe,
			caller: async () => callerOfProfile(request.profile, await means.sdk(), whereabouts),
		});
	}

	const artifacts = builds.flatMap(({ end }) => end?.artifacts.map(({ ami }) => ami) ?? []);
	const unseen: string[] = [];
	const groups = await grouped(sought, unseen);
	const { findInRegion } = await import('../../aws/client/remains/find.ts');
	const asked = groups.flatMap(({ caller, title, sought: some }) =>
		[...new Set(some.flatMap(({ regions }) => regions))].map(region => ({ caller, title, region, some })),
	);
	let first: unknown;
	const places = await Promise.all(
		asked.map(async ({ caller, title, region, some }): Promise<readonly RemainsPlace[]> => {
			const recipe = some[0]?.recipe ?? means.recipe;
			const traces = some.filter(({ regions }) => regions.includes(region)).flatMap(each => each.traces);
			try {
				const wanted = { region, tag: buildTag, traces, artifacts, running, others: id === undefined };
				const found = await findInRegion(caller, wanted, signal);
				const told = found.unseen.map(refusal => refusalText(refusal, recipe));
				return [{ caller, title, region, remains: found.remains, unseen: told }];
			} catch (error) {
				if (!(error instanceof AwsRefusal)) {
					throw error;
				}

				first ??= refusedAt(error, region, recipe);
				unseen.push(`${region}: ${refusalText(error, recipe)}`);
				return [];
			}
		}),
	);
	if (first !== undefined && places.flat().length === 0) {
		throw first;
	}

	return { places: withoutTwins(places.flat()), unseen };
};

import type { Traces } from '../../../../aws/client/remains/remain.ts';
import type { Sdk } from '../../../../aws/sdk.ts';
import type { Environment, Whereabouts } from '../../../../base/paths.ts';
import { exitCodes, Problem } from '../../../../base/problem.ts';
import { type BuildSummary, readBuilds } from '../../../../builds/builds.ts';
import { findBuild } from '../../../../builds/find-build.ts';
import { buildFolder, journalFile } from '../../../../builds/folders.ts';
import { followJournal } from '../../../../builds/follow-journal.ts';
import { idPattern } from '../../../../builds/ids.ts';
import type { JournalHeader } from '../../../../builds/journal/journal.ts';
import { isTaken } from '../../../../builds/lock-files.ts';
import { readTimeline } from '../../../../builds/read-timeline.ts';
import { mayBeLeft } from '../../../../builds/report/ending.ts';
import { tracesOf } from '../../../../builds/report/traces.ts';
import { isAlive } from '../../../../builds/supervisor/process.ts';
import type { Recipe } from '../../../../recipe/schema.ts';
import { callerOfBuild, callerOfProfile, type TitledCaller } from './callers.ts';
import type { RemainsRequest } from './places.ts';
import { regionsOf } from './regions.ts';

/** What it is looked with. */
export type Means = {
	readonly whereabouts: Whereabouts;
	/** The SDK of the Packer that would be used, for builds whose journal is elsewhere. */
	readonly sdk: () => Promise<Sdk>;
	/** The Recipe that sentences on an unknown build go by. */
	readonly recipe: Recipe;
	readonly signal: AbortSignal;
};

/** One build, as it is looked for; or builds whose journals are elsewhere. */
export type Sought = {
	/** The build, if its journal is here, and whether that says that something may be left. */
	readonly known?: { readonly header: JournalHeader; readonly mayBeLeft: boolean };
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

/** Somebody has a test machine just now. */
export const testInUse = (id: string): Problem =>
	new Problem(`A test machine of build ${id} is in use.`, {
		reason: 'Who started it ends it.',
		next: ['End it there, or end that program: it ends the machine too.'],
	});

/** Whether a test machine of its image is somebody's just now: who has it ends it. */
const isTested = async ({ id, last }: BuildSummary, environment: Environment): Promise<boolean> => {
	const test = last.findLast(entry => entry.kind === 'test');
	return test !== undefined && test.state !== 'ended' && (await isTaken(buildFolder(id, environment)));
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

/** Builds of which it is looked for what they left, and what has to stay. */
type Seeking = {
	readonly sought: readonly Sought[];
	/** The images that builds were for. */
	readonly artifacts: readonly string[];
	/** Builds that go on. */
	readonly running: readonly string[];
	/** Those of them that are over, and of whose image somebody has a test machine. */
	readonly tested: readonly string[];
	/** The build that was meant, if it was a rehearsal. */
	readonly rehearsed?: string;
};

/**
 * Which builds are meant, where each is looked for, and in whose name. Those that are being cancelled are waited for. None,
 * where there is no place to look.
 * @throws Problem (exit 2) if the build that is meant still runs, or no region of it is known; or the reason of the signal.
 */
export const seek = async (request: RemainsRequest, means: Means): Promise<Seeking> => {
	const { whereabouts } = means;
	await untilCancelled((await readBuilds(whereabouts.environment)).builds, means);
	const { builds } = await readBuilds(whereabouts.environment);
	const id = request.id === undefined ? undefined : await meantId(request.id, whereabouts);
	const meant = builds.filter(build => id === undefined || build.id === id);
	const busy = await Promise.all(
		builds.map(async build => !build.end || (await isTested(build, whereabouts.environment))),
	);
	const running = builds.filter((_, index) => busy[index]).map(build => build.id);
	const tested = builds.filter(({ id: each, end }) => end && running.includes(each)).map(build => build.id);
	if (id !== undefined && running.includes(id)) {
		throw tested.includes(id) ? testInUse(id) : stillRuns(id);
	}

	const artifacts = builds.flatMap(({ end }) => end?.artifacts.map(({ ami }) => ami) ?? []);
	const ended = meant.filter(build => !running.includes(build.id) && build.header.mode === 'aws');
	const sought: Sought[] = [];
	const found = { sought, artifacts, running, tested };
	if (id !== undefined && meant[0]?.header.mode === 'rehearsal') {
		return { ...found, rehearsed: id };
	}

	for (const { id: build, header } of ended) {
		const timeline = await readTimeline(journalFile(build, whereabouts.environment));
		if (timeline) {
			sought.push({
				known: { header, mayBeLeft: mayBeLeft(timeline) },
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
		const known = builds.map(({ header }) => header.recipe.aws.region);
		const regions = otherRegions(request, elsewhere ? known : [], whereabouts);
		if (regions.length === 0 && elsewhere) {
			throw new Problem('It is not known in which region to look.', {
				next: ['Name one, or some: --region eu-west-1,us-east-1'],
			});
		}

		// The last step of a job that built nothing in AWS: that is no failure.
		if (regions.length === 0) {
			return found;
		}

		sought.push({
			traces: elsewhere ? [tagOnly(id)] : [],
			regions,
			recipe: means.recipe,
			caller: async () => callerOfProfile(request.profile, await means.sdk(), whereabouts),
		});
	}

	return found;
};

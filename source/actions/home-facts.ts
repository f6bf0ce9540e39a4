import { createHash } from 'node:crypto';
import type { Environment, Whereabouts } from '../base/paths.ts';
import { type BrokenBuild, type BuildSummary, readBuild } from '../builds/builds.ts';
import { advance, startTimeline, type Timeline } from '../builds/timeline/timeline.ts';
import { buildRow } from '../flow/builds.ts';
import type { BuildRow, LastBuild, LeftAnswers } from '../flow/rows.ts';
import { needsToken } from '../recipe/bundles.ts';
import { recipeText } from '../recipe/read.ts';
import type { Recipe } from '../recipe/schema.ts';
import { targetOf } from '../recipe/targets.ts';
import type { PresetFile } from '../store/preset-files.ts';
import { readListed } from '../store/presets.ts';
import { openDrafts } from './drafts.ts';
import type { KnownBuild, KnownPreset } from './known.ts';

/** The Timeline as far as the end of a journal tells it: what the build does, or how it ended. */
const glimpse = (build: BuildSummary): Timeline => advance(startTimeline(build.header), build.last);

/** Never negative, even if the clock was set back meanwhile. */
const tookOf = (build: BuildSummary, now: number): number =>
	Math.max(0, (build.end?.time ?? now) - build.header.time);

const notRunOf = ({ end }: BuildSummary): Pick<BuildRow, 'notRun'> =>
	end?.notRun === undefined ? {} : { notRun: end.notRun };

/** A build of which the ends of its journal were read, among others. `now` in milliseconds since 1970. */
export const rowOf = (build: BuildSummary, now: number): BuildRow =>
	buildRow(glimpse(build), now, build.end?.notRun ?? []);

/** A build that cannot be read, as a row among the others. */
const brokenRow = ({ id, broken, time }: BrokenBuild): BuildRow => ({
	id,
	name: id,
	mode: undefined,
	began: time,
	took: 0,
	result: 'unknown',
	artifacts: [],
	regions: [],
	detail: broken,
	broken,
});

/** What is the same for Recipes that decide the same. */
const sumOf = (recipe: Recipe): string =>
	createHash('sha256').update(recipeText(recipe)).digest('hex').slice(0, 16);

const lastOf = (build: BuildSummary, now: number): LastBuild => ({
	time: build.end?.time ?? build.header.time,
	took: tookOf(build, now),
	mode: build.header.mode,
	result: build.end?.result,
	artifacts: build.end?.artifacts ?? [],
	...notRunOf(build),
});

/** What home tells of a build, read from its journal; undefined if it has none (yet). `now` in milliseconds since 1970. */
export const knownBuild = async (
	id: string,
	environment: Environment,
	now: number,
): Promise<KnownBuild | undefined> => {
	const build = await readBuild(id, environment);
	if (build === undefined) {
		return undefined;
	}

	if ('broken' in build) {
		return { row: brokenRow(build) };
	}

	const { header } = build;
	return {
		row: rowOf(build, now),
		...(header.preset !== undefined && { last: lastOf(build, now), recipe: sumOf(header.recipe) }),
	};
};

/** What home tells of a preset, read from its file. */
export const knownPreset = async (preset: PresetFile, whereabouts: Whereabouts): Promise<KnownPreset> => {
	const { recipe, broken } = await readListed(preset, whereabouts);
	return recipe === undefined
		? { description: broken, needsToken: false, broken }
		: {
				description: recipe.description ?? '',
				needsToken: needsToken(recipe),
				...(targetOf(recipe) !== 'aws' && { target: targetOf(recipe) }),
				recipe: sumOf(recipe),
			};
};

/** Answers that were left, read from their file. */
export const leftAnswers = async (environment: Environment): Promise<LeftAnswers | undefined> =>
	(await openDrafts(environment).read()).left;

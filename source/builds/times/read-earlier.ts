import { stat } from 'node:fs/promises';
import type { Environment } from '../../base/paths.ts';
import type { Recipe } from '../../recipe/schema.ts';
import { makes } from '../../recipe/targets.ts';
import { type BuildSummary, readBuilds } from '../builds.ts';
import { journalFile } from '../folders.ts';
import type { BuildMode, ExpectedTimes } from '../journal/journal.ts';
import { readTimeline } from '../read-timeline.ts';
import { timesOf } from './earlier.ts';
import { typicalTimes } from './typical.ts';

/** How many earlier builds count, and of how many bytes of journal at most: nobody waits for a log of gigabytes. */
const most = 3;
const largest = 4 * 1024 * 1024;

const isReadable = async (file: string): Promise<boolean> => {
	const found = await stat(file).catch(() => undefined);
	return found !== undefined && found.size <= largest;
};

/**
 * How long a build of a Recipe takes: as the last ones of its name did, or as is usual in EC2. Undefined of what is built elsewhere, and
 * of a first rehearsal. Throws nothing: it is only told.
 */
export const expectedTimes = async (
	recipe: Recipe,
	mode: BuildMode,
	environment: Environment,
): Promise<ExpectedTimes | undefined> => {
	if (!makes(recipe, 'aws') || mode === 'docker') {
		return undefined;
	}

	const isAlike = ({ header, end }: BuildSummary): boolean =>
		header.recipe.name === recipe.name && header.mode === mode && end?.result === 'done';
	const typical = mode === 'aws' ? typicalTimes(recipe) : undefined;
	try {
		const timelines = [];
		for (const { id } of (await readBuilds(environment)).builds.filter(isAlike)) {
			const file = journalFile(id, environment);
			const timeline = (await isReadable(file)) ? await readTimeline(file) : undefined;
			timelines.push(...(timeline ? [timeline] : []));
			if (timelines.length === most) {
				break;
			}
		}

		return timesOf(timelines, typical) ?? typical;
	} catch {
		return typical;
	}
};

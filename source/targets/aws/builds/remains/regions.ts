import type { Environment } from '../../../../base/paths.ts';
import { templateFolder } from '../../../../builds/folders.ts';
import { buildRegions } from '../../../../builds/report/phase-names.ts';
import type { Timeline } from '../../../../builds/timeline/timeline.ts';
import { readTexts } from '../signing.ts';

/** A region as a value of its own: `"eu-west-1"`, `"us-gov-east-1"`; no zone, no part of an ARN. */
const region = /"([a-z]{2}(?:-gov|-iso[a-z]*)?-(?:central|(?:north|south)?(?:east|west)|north|south)-\d)"/g;

/**
 * The regions in which a build may have left something: those of its Recipe, and those that its template names, since a
 * template changed by hand can start machines elsewhere.
 */
export const regionsOf = async (timeline: Timeline, environment: Environment): Promise<readonly string[]> => {
	const { header } = timeline;
	const texts = await readTexts(templateFolder(header, environment));
	const named = Object.values(texts).flatMap(text => [...text.matchAll(region)].map(([, id = '']) => id));
	return [...new Set([...buildRegions(timeline), ...header.recipe.aws.copyTo, ...named])];
};

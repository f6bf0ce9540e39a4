import { buildName } from '../builds/journal/journal.ts';
import { reasonOf } from '../builds/report/ending.ts';
import { buildDuration, buildRegions } from '../builds/report/phase-names.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import type { BuildRow } from './rows.ts';
import { buildDetail } from './words/builds.ts';

const notRunOf = ({ steps }: Timeline): readonly string[] =>
	steps.filter(({ status }) => status === 'not-run').map(({ script }) => script);

/**
 * A build among others, from its Timeline, or from what the end of its journal tells.
 * @param now milliseconds since 1970.
 * @param notRun the scripts that a rehearsal only checked, where its steps do not tell.
 */
export const buildRow = (timeline: Timeline, now: number, notRun = notRunOf(timeline)): BuildRow => {
	const { header, result, artifacts } = timeline;
	return {
		id: header.id,
		name: buildName(header),
		...(header.preset !== undefined && { preset: header.preset, isChanged: header.isChanged === true }),
		mode: header.mode,
		began: header.time,
		took: buildDuration(timeline, now),
		result,
		artifacts: result === undefined ? [] : artifacts,
		...(notRun.length > 0 && { notRun }),
		regions: buildRegions(timeline),
		...reasonOf(timeline),
		detail: buildDetail(timeline, notRun.length),
	};
};

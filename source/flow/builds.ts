import { isoText } from '../base/durations.ts';
import { buildName } from '../builds/journal/journal.ts';
import { mayBeLeft, reasonOf } from '../builds/report/ending.ts';
import { buildDuration, buildRegions } from '../builds/report/phase-names.ts';
import { rerunCommand } from '../builds/report/summary.ts';
import { type LogLine, partsOf, type Stage, type Timeline } from '../builds/timeline/timeline.ts';
import { remainingOf } from '../builds/times/remaining.ts';
import { buildCost, costSoFar } from '../builds/times/so-far.ts';
import { targetOf } from '../recipe/targets.ts';
import { leftIn } from '../targets/aws/builds/report/resources.ts';
import { serverStart } from '../targets/aws/builds/report/server.ts';
import type { BuildRow } from './rows.ts';
import { wayOutOf } from './way-out.ts';
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
		...(header.presetFrom && { presetFrom: header.presetFrom }),
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

/** The same for machines: when it began as ISO 8601 too, beside milliseconds since 1970. */
export const machineRow = (row: BuildRow): BuildRow & { readonly date: string } => ({
	...row,
	date: isoText(row.began),
});

/** Milliseconds that a phase or a step took; missing if it did not come to its end. */
const tookOf = ({ began, ended }: Stage): { readonly took?: number } =>
	began === undefined || ended === undefined ? {} : { took: ended - began };

/** What it cost, or has cost so far, and seconds that it still takes as far as one expects. */
const costDetails = (timeline: Timeline, now: number) => {
	const cost = timeline.result === undefined ? costSoFar(timeline, now) : buildCost(timeline);
	const remaining = remainingOf(timeline, now);
	return {
		...(cost && { cost }),
		...(remaining && { remainingSeconds: Math.round(((remaining.running ?? 0) + remaining.behind) / 1000) }),
	};
};

/**
 * All that there is to know of a build beside its log, for machines.
 * @param folder of its template, absolute.
 */
export const machineDetails = (timeline: Timeline, now: number, folder: string) => {
	const {
		header,
		phases,
		copies,
		instance,
		address,
		sourceAmi,
		sandbox,
		written,
		moreWritten,
		cleaned,
		changes,
		test,
		hasContents,
		containerImage,
	} = timeline;
	const left = leftIn(timeline);
	const server = serverStart(timeline, folder);
	const wayOut = wayOutOf(timeline)?.unasked;
	const { packer, timeout, warnings = [], recipe } = header;
	return {
		...machineRow(buildRow(timeline, now)),
		recipe,
		...(header.folder !== undefined && { folder: header.folder }),
		packer,
		...(timeout !== undefined && { timeout }),
		...(warnings.length > 0 && { warnings }),
		...(sourceAmi !== undefined && { sourceAmi }),
		...(instance !== undefined && { instance }),
		...(address !== undefined && { address }),
		...(sandbox && { sandbox }),
		...costDetails(timeline, now),
		phases: phases.map(({ id, target, ...stage }) => ({
			...(target && { target }),
			id,
			status: stage.status,
			...tookOf(stage),
		})),
		steps: partsOf(timeline).flatMap(part =>
			part.steps.map(({ name, script, from, ...stage }) => ({
				...(timeline.parts && { target: targetOf(part.header.recipe) }),
				name,
				script,
				status: stage.status,
				...tookOf(stage),
				...(from !== undefined && { from: isoText(from) }),
			})),
		),
		...(copies.length > 0 && {
			copies: copies.map(({ region, ...stage }) => ({ region, status: stage.status, ...tookOf(stage) })),
		}),
		...(test && test.things.length > 0 && { test: { ...test, date: isoText(test.time) } }),
		...(changes.length > 0 && {
			changes: changes.map(({ kind, seq, time, ...change }) => ({ ...change, date: isoText(time) })),
		}),
		...(written.length > 0 && { written }),
		...(moreWritten !== undefined && { moreWritten }),
		...(server && { server }),
		...(hasContents && { hasContents }),
		...(containerImage && { containerImage }),
		...(wayOut && { wayOut: { label: wayOut.label, command: rerunCommand(header.id, wayOut) } }),
		...(mayBeLeft(timeline) && { left }),
		...(cleaned && { cleaned: { ...cleaned, date: isoText(cleaned.time) } }),
	};
};

/** A line of the log for machines. */
export const logEvent = ({ time, source, text, step, target }: LogLine, steps: Timeline['steps']) => ({
	time: isoText(time),
	source,
	...(target && { target }),
	...(step !== undefined && { step: step + 1, name: steps[step]?.name ?? '' }),
	text,
});

import { agoText, durationText, isoText } from '../../base/durations.ts';
import { imageTexts } from '../../builds/journal/artifacts.ts';
import { causeOf, madeText } from '../../builds/report/ending.ts';
import { notRunText, phaseName, sandboxText } from '../../builds/report/phase-names.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { containerMadeText } from '../../targets/docker/builds/result.ts';
import type { BuildRow } from '../rows.ts';
import { running } from './moments.ts';

/** What a rehearsal that went well came to: a word more than happened would be too much. */
const rehearsedDetail = (steps: number, notRun: number): string => {
	if (notRun === 0) {
		return 'rehearsed';
	}

	return `rehearsed, ${notRun === steps ? '' : `${notRun} of ${steps} `}scripts ${notRunText}`;
};

const runningDetail = (timeline: Timeline): string => {
	const { step, phase } = running(timeline);
	return timeline.cancelling
		? 'cleaning up'
		: step
			? `${phaseName({ id: 'provision' }, timeline.header.recipe)}: ${step.name}`
			: phase
				? phaseName(phase, timeline.header.recipe)
				: 'starting';
};

/**
 * What a build does, or what came of it, in a few words; empty if its result says it all.
 * @param notRun how many scripts a rehearsal only checked.
 */
export const buildDetail = (timeline: Timeline, notRun: number): string => {
	const { header, result, artifacts } = timeline;
	switch (result) {
		case undefined:
			return runningDetail(timeline);
		case 'done':
			return header.mode === 'rehearsal'
				? rehearsedDetail(header.steps.length, notRun)
				: imageTexts(artifacts).join(', ');
		default:
			return [causeOf(timeline), madeText(timeline), containerMadeText(timeline)].filter(Boolean).join(' ');
	}
};

/** Why a build that cannot be read is not opened. */
export const brokenText = ({ id, broken = '' }: BuildRow): string => `Build ${id} cannot be read. ${broken}`;

/** How a build stands, in a word: `running`, `failed`. */
const statusWord = ({ result, broken }: BuildRow): string =>
	broken === undefined ? (result ?? 'running') : 'broken';

/** A build in a row that has a sign for how it stands. */
export const buildHint = (build: BuildRow): string =>
	build.detail || (build.result === 'unknown' ? 'how it ended is not known' : statusWord(build));

/** A build within a line: `failed 2 h ago: The script of web ended with exit code 1.`; `Connect by SSH, 2 m 05 s`. */
export const buildText = (build: BuildRow, now: number): string => {
	const { result, detail, began, took } = build;
	if (result === undefined) {
		return `${detail}, ${durationText(took)}`;
	}

	const ago = agoText(began, now);
	return detail === '' ? `${buildHint(build)}, ${ago}` : `${statusWord(build)} ${ago}: ${detail}`;
};

/** `us-east-1 +2`. */
const regionsShort = ([first = '', ...more]: readonly string[]): string =>
	more.length === 0 ? first : `${first} +${more.length}`;

/** How builds of each mode are called. */
export const modeWords = { aws: 'AWS', rehearsal: 'rehearsal', docker: 'container image' } as const;

/**
 * A build as the cells of a table: id, name, how it stands, its mode and region, when it began and how long it took, what
 * came of it.
 * @param dates as a person reads them, or as ISO 8601.
 */
export const buildCells = (
	build: BuildRow,
	now: number,
	dates: 'relative' | 'absolute' = 'relative',
): readonly string[] => {
	const { id, name, mode, regions, began, took, result, broken, detail } = build;
	const absolute = dates === 'absolute' ? isoText(began) : undefined;
	const when = absolute ?? (result === undefined ? 'since' : `${agoText(began, now)}`);
	const time = broken === undefined ? [when, durationText(took)].join(when === 'since' ? ' ' : ', ') : when;
	return [id, name, statusWord(build), mode ? modeWords[mode] : '', regionsShort(regions), time, detail];
};

/** How long a build runs, or when it ended. Times in milliseconds since 1970: now, and when it was looked up. */
export const buildTime = ({ result, took, began }: BuildRow, now: number, loaded = now): string =>
	result === undefined ? durationText(took + Math.max(0, now - loaded)) : agoText(began + took, now);

/** `build 7f3a of the project's preset web with changed answers, a rehearsal`. */
export const buildTitle = ({ id, mode, preset, presetFrom, isChanged }: BuildRow): string =>
	[
		`build ${id}`,
		preset === undefined
			? ''
			: ` of the ${presetFrom?.origin === 'project' ? "project's " : ''}preset ${preset}${isChanged ? ' with changed answers' : ''}`,
		mode === 'rehearsal' ? ', a rehearsal' : '',
	].join('');

/** How a build runs: `AWS, profile dev`, `CONTAINER IMAGE, by podman`, `REHEARSAL, scripts run in a container`. */
export const buildMode = (timeline: Pick<Timeline, 'header' | 'sandbox'>): string => {
	const { mode, recipe } = timeline.header;
	const [word, detail] =
		mode === 'rehearsal'
			? ['REHEARSAL', sandboxText(timeline)]
			: mode === 'docker'
				? ['CONTAINER IMAGE', timeline.header.engine && `by ${timeline.header.engine}`]
				: ['AWS', recipe.aws.profile && `profile ${recipe.aws.profile}`];
	return detail ? `${word}, ${detail}` : word;
};

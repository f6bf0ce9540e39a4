import { agoText, durationText, isoText } from '../../base/durations.ts';
import type { BuildRow } from '../rows.ts';

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

import { agoText, durationText } from '../../base/durations.ts';
import { notRunText } from '../../builds/report/phase-names.ts';
import type { PresetRow } from '../presets.ts';

/**
 * What the newest build of a preset came to: `built yesterday, 6 m 40 s`, `rehearsed 3 min ago, 18 s, scripts not run`,
 * `rehearsal failed just now`.
 */
export const lastBuildText = ({ last }: Pick<PresetRow, 'last'>, now: number): string => {
	if (last === undefined) {
		return 'never built';
	}

	const { mode, time, result, took, notRun = [] } = last;
	if (result === undefined) {
		return mode === 'rehearsal' ? 'rehearsal runs now' : 'runs now';
	}

	const ago = agoText(time, now);
	if (result !== 'done') {
		const what = result === 'failed' || result === 'cancelled' ? result : 'not finished';
		return `${mode === 'rehearsal' ? 'rehearsal ' : ''}${what} ${ago}`;
	}

	const how = notRun.length > 0 ? `, scripts ${notRunText}` : '';
	return `${mode === 'rehearsal' ? 'rehearsed' : 'built'} ${ago}, ${durationText(took)}${how}`;
};

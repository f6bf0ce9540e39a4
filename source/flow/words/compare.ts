import { columns } from '../../base/columns.ts';
import { agoText, durationText, sentenceDuration } from '../../base/durations.ts';
import type { ComparedTime, Comparison, Difference } from '../compare.ts';

const shownValue = (value: unknown): string =>
	value === undefined ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value);

const differenceCells = ({ what, before, after }: Difference): readonly string[] => [
	`  ${what}`,
	`${shownValue(before)} → ${shownValue(after)}`,
];

const second = 1000;

const seconds = (time: number): number => Math.floor(time / second);

/** `12 s slower`, by the whole seconds that stand beside it; empty if these are as many. */
const changeText = ({ before, after }: ComparedTime): string => {
	if (before === undefined || after === undefined) {
		return '';
	}

	const more = seconds(after) - seconds(before);
	return more === 0 ? '' : `${sentenceDuration(Math.abs(more) * second)} ${more > 0 ? 'slower' : 'faster'}`;
};

const timeText = (time: number | undefined): string => (time === undefined ? '-' : durationText(time));

const timeCells = (row: ComparedTime): readonly string[] => [
	`${row.kind === 'step' ? '    ' : '  '}${row.name}`,
	timeText(row.before),
	timeText(row.after),
	changeText(row),
];

/** Two builds compared, as lines. `now` in milliseconds since 1970. */
export const comparisonLines = (
	{ before, after, differences, times }: Comparison,
	now: number,
): readonly string[] => {
	const stands = ({ id, name, mode, began, result }: Comparison['before']): readonly string[] => [
		`  ${id}`,
		name,
		mode === 'rehearsal' ? 'rehearsal' : 'AWS',
		result ?? 'running',
		agoText(began, now),
	];
	return [
		'Compared',
		...columns([stands(before), stands(after)]),
		'',
		...(differences.length === 0
			? ['Decided: the same']
			: ['Decided otherwise', ...columns(differences.map(differenceCells))]),
		'',
		...columns([['Time', before.id, after.id, ''], ...times.map(timeCells)]),
	];
};

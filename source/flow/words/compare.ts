import { columns } from '../../base/columns.ts';
import { durationText, sentenceDuration } from '../../base/durations.ts';
import { changeText } from '../changes.ts';
import type { ComparedTime, Comparison, Difference } from '../compare.ts';
import { comparedLines, differenceLines } from './contents.ts';

const shownValue = (value: unknown): string =>
	value === undefined ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value);

const valueText = ({ before, after }: Difference): string => `${shownValue(before)} → ${shownValue(after)}`;

/** What no question asks for, by the name that it has for people. */
const madeWith: Readonly<Record<string, string>> = {
	mode: 'How it is built',
	packer: 'Packer',
	plugin: 'Plugin of Packer',
	preset: 'Preset',
};

/** What was decided otherwise by the titles of its questions; what few words do not tell, value by value. */
const decidedCells = ({ answers, differences }: Comparison): readonly (readonly string[])[] => [
	...answers.flatMap(({ id, title, was, is }) => [
		[`  ${title}`, changeText({ was, is })],
		...(was === is ? differences.filter(({ question }) => question === id) : []).map(difference => [
			`    ${difference.what}`,
			valueText(difference),
		]),
	]),
	...differences
		.filter(({ question }) => question === undefined)
		.map(difference => [`  ${madeWith[difference.what] ?? difference.what}`, valueText(difference)]),
];

const second = 1000;

const seconds = (time: number): number => Math.floor(time / second);

/** `12 s slower`, by the whole seconds that stand beside it; empty if these are as many. */
const paceText = ({ before, after }: ComparedTime): string => {
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
	paceText(row),
];

/** Two builds compared, as lines. `now` in milliseconds since 1970. */
export const comparisonLines = (comparison: Comparison, now: number): readonly string[] => {
	const { before, after, times, contents } = comparison;
	const decided = decidedCells(comparison);
	return [
		'Compared',
		...comparedLines(comparison, now),
		'',
		...(decided.length === 0 ? ['Decided: the same'] : ['Decided otherwise', ...columns(decided)]),
		'',
		...columns([['Time', before.id, after.id, ''], ...times.map(timeCells)]),
		...(contents ? ['', ...differenceLines(contents)] : []),
	];
};

import { cellWidth, padEnd, wrap, wrapInto } from '../../base/cells.ts';
import { cleanupText, leftText, madeText } from '../../builds/report/ending.ts';
import { type Diagnosis, explain } from '../../builds/report/explain.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { blank, type Line, type Span } from '../../components/line.ts';
import { type StyleName, signs } from '../../components/theme.ts';
import type { EndedDeed } from '../../flow/ended.ts';
import { containerMadeText } from '../../targets/docker/builds/result.ts';

/** What can be done when a build is over, and the room for that and what is told above it. */
export type MenuOptions = {
	readonly rows: readonly EndedDeed[];
	/** Index of the marked row. */
	readonly marked: number;
	readonly width: number;
	readonly height: number;
	/** How one gets into the machine that was kept, or its states, what ends it and what it costs, label and text. */
	readonly kept?: readonly (readonly [label: string, text: string])[];
	/** What became of the files that the build wrote, label and text. */
	readonly written?: readonly (readonly [label: string, text: string])[];
};

export type MenuLines = {
	readonly lines: readonly Line[];
	/** Index of the marked row among them. */
	readonly markedLine: number;
};

const labelWidth = 16;
const lastLineCount = 5;

/** Texts one below the other, with a label before the first. */
const labelled = (label: string, texts: readonly Line[]): Line[] =>
	texts.map((text, index) => [
		{ text: padEnd(index === 0 ? label : '', labelWidth), style: 'heading' as const },
		...text,
	]);

const texts = (text: string, width: number, lines: number, style?: StyleName): Line[] =>
	wrapInto(text, width - labelWidth, lines).map(line => [{ text: line, style }]);

/** Width of the names in a list of what can be done. */
const nameWidth = 20;

/** A row of what can be done: mark, name, a hint. */
export const actionRow = (row: Pick<EndedDeed, 'label' | 'hint'>, isMarked: boolean): Line => {
	const name: Span = { text: row.label, style: isMarked ? 'marked' : undefined };
	const gap = ' '.repeat(Math.max(2, nameWidth - cellWidth(row.label)));
	return [
		{ text: isMarked ? `${signs.mark} ` : '  ', style: 'marked' },
		name,
		...(row.hint === '' ? [] : [{ text: gap + row.hint }]),
	];
};

/** What happened and why; on a low screen what to do about it matters more than why. */
const happened = (timeline: Timeline, diagnosis: Diagnosis | undefined, low: boolean): string => {
	const isTold = timeline.result === 'failed' || leftText(timeline) !== undefined;
	const cleanup = isTold ? undefined : cleanupText(timeline);
	return [diagnosis?.what, low ? undefined : diagnosis?.why, cleanup]
		.filter(text => text !== undefined)
		.join(' ');
};

/** The step that failed, unless that has been said, and what it printed last, in at most so many rows. */
const stepLines = (diagnosis: Diagnosis | undefined, width: number, rows: number): Line[] => {
	if (!diagnosis || rows < 1) {
		return [];
	}

	const { step, exitCode, lastLines } = diagnosis;
	const name = step === undefined || exitCode !== undefined ? [] : labelled('The step', [[{ text: step }]]);
	const room = rows - name.length;
	const last = room > 0 ? lastLines.slice(-lastLineCount) : [];
	const inRows = (texts: readonly string[]): readonly string[] =>
		texts.flatMap(text => wrap(text, width - labelWidth));
	const whole = last.map((_, index) => inRows(last.slice(index))).find(({ length }) => length <= room);
	// Where not even the last one fits, as much of it as does.
	const shown = whole ?? last.slice(-1).flatMap(text => wrapInto(text, width - labelWidth, room));
	return [
		...name,
		...labelled(
			'Its last lines',
			shown.map(text => [{ text }]),
		),
	];
};

/** Joins parts with an empty row between them as long as there is room for that. */
const joined = (parts: readonly (readonly Line[])[], height: number): Line[] => {
	const there = parts.filter(part => part.length > 0);
	const rows = there.reduce((sum, part) => sum + part.length, 0);
	let spare = height - rows;
	return there.flatMap((part, index) => (index > 0 && spare-- > 0 ? [blank, ...part] : part));
};

/** How one gets in is of use only whole. Where there is little room a row ends the machine, and what it costs stands in the history. */
const keptLines = (kept: MenuOptions['kept'] = [], width: number, low: boolean): Line[] =>
	(low ? kept.slice(0, 1) : kept).flatMap(([label, text]) =>
		labelled(
			label,
			wrap(text, width - labelWidth).map(row => [{ text: row }]),
		),
	);

/**
 * What happened, the step and its last lines, what can be done, Packer's own words, where the rest is. Where there is not
 * room for all, the lines of the step become fewer first.
 * @param program how this program is started again.
 */
export const failureLines = (
	timeline: Timeline,
	program: string,
	{ rows, marked, width, height, kept, written = [] }: MenuOptions,
): MenuLines => {
	const { id, mode } = timeline.header;
	const diagnosis = explain(timeline);
	const low = height < 16;
	const access = keptLines(kept, width, low);
	// A low screen then has room for how one gets in and for what can be done, and what is left tells what happened.
	const isTight = low && access.length > 0;
	const whatRows = isTight ? Math.max(1, height - access.length - rows.length) : 4;
	const what = labelled(
		'What happened',
		texts(happened(timeline, diagnosis, low), width, Math.min(4, whatRows)),
	);
	const imagesMade = [madeText(timeline), containerMadeText(timeline)].filter(Boolean).join(' ');
	const made = imagesMade === '' ? [] : labelled('Image', texts(imagesMade, width, 2));
	const build = isTight ? [] : labelled(`Build ${id}`, [[{ text: `${program} builds watch ${id}` }]]);
	const deeds = rows.map((row, index) => actionRow(row, index === marked));
	const files = written
		.flatMap(([label, text]) => labelled(label, texts(text, width, low ? 1 : 2)))
		.slice(0, isTight ? 0 : low ? 2 : 4);
	const remains = leftText(timeline, program);
	const left = remains === undefined ? [] : labelled('In AWS', texts(remains, width, low ? 3 : 5));
	const others = [what, access, made, left, files, deeds, build].reduce((sum, part) => sum + part.length, 0);
	const packerSaid = diagnosis?.packerSaid;
	const saidIn = (lines: number): Line[] =>
		packerSaid === undefined ? [] : labelled('Packer said', texts(packerSaid, width, lines));
	const leastSaid = isTight ? 0 : saidIn(low ? 1 : 2).length;
	// What to do is told whole where there is room for it.
	const nextRows = Math.max(isTight ? 0 : low ? 2 : 3, height - others - leastSaid);
	const next = diagnosis?.next === undefined || nextRows === 0 ? [] : texts(diagnosis.next, width, nextRows);
	const menu = labelled('What to do', [...next, ...deeds]);
	const room = height - others - next.length;
	const step = stepLines(diagnosis, width, room - leastSaid);
	const aws =
		timeline.result === 'failed' && mode === 'aws' && remains === undefined && step.length + leastSaid < room
			? labelled('In AWS', texts(cleanupText(timeline), width, 1))
			: [];
	const gaps = [what, access, made, left, files, step, menu, aws].filter(part => part.length > 0).length;
	const saidRows = Math.max(leastSaid, room - step.length - aws.length - gaps);
	const said = saidRows === 0 ? [] : saidIn(saidRows);
	const lines = joined([what, access, made, left, files, step, menu, aws, said, build], height);
	const markedRow = menu[next.length + marked];
	return { lines, markedLine: markedRow ? lines.indexOf(markedRow) : 0 };
};

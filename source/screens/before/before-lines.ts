import { padEnd, wrap } from '../../base/cells.ts';
import type { Environment, Whereabouts } from '../../base/paths.ts';
import { problemLines } from '../../base/problem.ts';
import type { Line } from '../../components/line.ts';
import { type TextFieldProps, textFieldLine } from '../../components/text-field/text-field-line.ts';
import { type StyleName, signs } from '../../components/theme.ts';
import { windowAround } from '../../components/window.ts';
import { allChecks } from '../../flow/checklist.ts';
import type { Check } from '../../flow/checks.ts';
import { type Remedy, remedyRules } from '../../flow/remedies.ts';
import { type BeforeState, markedRemedy, offered } from './before-state.ts';

/** Cells of sign and title, and of mark and remedy, before what is said of them. */
export const labelWidth = 25;

const checkSigns: Readonly<Record<Check['status'], { readonly sign: string; readonly style: StyleName }>> = {
	ok: { sign: signs.done, style: 'done' },
	missing: { sign: signs.failed, style: 'failed' },
	warning: { sign: signs.warning, style: 'warning' },
	unknown: { sign: '?', style: 'warning' },
};

/** A label of so many cells and beside it a text, in as many rows as that needs. */
const beside = (label: Line, text: readonly string[], width: number): Line[] => {
	const rows = text.flatMap(part => wrap(part, width - labelWidth));
	const empty: Line = [{ text: ' '.repeat(labelWidth) }];
	return (rows.length === 0 ? [''] : rows).map((row, index) => [
		...(index === 0 ? label : empty),
		{ text: row },
	]);
};

const checkLines = ({ status, title, detail, advice }: Check, width: number): Line[] => {
	const { sign, style } = checkSigns[status];
	const label: Line = [{ text: `${sign} `, style }, { text: padEnd(title, labelWidth - 2) }];
	return [
		...beside(label, [detail], width),
		...(advice ? beside([{ text: padEnd(`    ${advice.label}`, labelWidth) }], advice.lines, width) : []),
	];
};

/** What a remedy says while it works, in the place of its details so that nothing moves. */
const remedyText = ({ list, said }: BeforeState, { id, details }: Remedy): readonly string[] => {
	if (list.busy?.with !== 'remedy' || list.busy.remedy.id !== id) {
		return details;
	}

	return said.length === 0 ? ['…'] : said.slice(-Math.max(1, details.length));
};

/** The field for what the marked remedy asks, as it is drawn; undefined if nothing is typed. */
export const fieldOf = ({ list, field }: BeforeState, width: number): TextFieldProps | undefined =>
	list.busy?.with === 'question'
		? {
				state: field,
				width: width - labelWidth,
				isSecret: remedyRules[list.busy.remedy.id].asks?.secret === true,
			}
		: undefined;

const failedLabel: Line = [{ text: `${' '.repeat(labelWidth - 2)}${signs.failed} `, style: 'failed' }];

const remedyLines = (
	state: BeforeState,
	remedy: Remedy,
	isMarked: boolean,
	width: number,
	environment: Environment,
): Line[] => {
	const { complaint } = state.list;
	const field = isMarked ? fieldOf(state, width) : undefined;
	const style = isMarked ? 'marked' : undefined;
	const label: Line = [
		{ text: isMarked ? `  ${signs.mark} ` : '    ', style: 'marked' },
		{ text: padEnd(remedy.label, labelWidth - 4), style },
	];
	return [
		...(field ? [[...label, ...textFieldLine(field)]] : beside(label, remedyText(state, remedy), width)),
		...(complaint?.remedy.id === remedy.id
			? beside(failedLabel, problemLines(complaint.problem, environment), width)
			: []),
	];
};

export type BeforeLines = {
	readonly lines: readonly Line[];
	/** Index of the marked remedy's first row among them; 0 if there is none. */
	readonly markedLine: number;
};

/** All rows: why it did not start, the checks, and the ways out. */
export const beforeLines = (state: BeforeState, width: number, { environment }: Whereabouts): BeforeLines => {
	const checks = allChecks(state.list) ?? [];
	const { refused } = state.list;
	const marked = markedRemedy(state);
	const told = (refused ? problemLines(refused, environment) : []).flatMap(text => wrap(text, width));
	const lines: Line[] = told.map((text, index) => [{ text, style: index === 0 ? 'heading' : undefined }]);
	if (told.length > 0) {
		lines.push([]);
	}

	let markedLine = 0;
	for (const check of checks) {
		lines.push(...checkLines(check, width));
		for (const remedy of offered(state).filter(one => check.remedies.includes(one))) {
			const isMarked = remedy === marked;
			markedLine = isMarked ? lines.length : markedLine;
			lines.push(...remedyLines(state, remedy, isMarked, width, environment));
		}
	}

	return { lines, markedLine };
};

/** The rows that are on the screen, the marked one among them. */
export const linesInSight = (
	state: BeforeState,
	width: number,
	height: number,
	whereabouts: Whereabouts,
): BeforeLines => {
	const { lines, markedLine } = beforeLines(state, width, whereabouts);
	const first = markedRemedy(state) ? markedLine : Math.min(state.top, Math.max(0, lines.length - height));
	const { start, end } = windowAround(markedRemedy(state) ? 0 : first, first, lines.length, height);
	return { lines: lines.slice(start, end), markedLine: markedRemedy(state) ? markedLine - start : 0 };
};

import { padEnd, wrap } from '../../base/cells.ts';
import type { Line } from '../../components/row.tsx';
import { type StyleName, signs } from '../../components/theme.ts';
import { windowAround } from '../../components/window.ts';
import type { Check } from '../../flow/checks.ts';
import { type BeforeState, isPlace, markedIndex, type RemedyRow, remedyRows } from './before-state.ts';

/** Cells of sign and title, and of mark and remedy, before what is said of them. */
export const labelWidth = 25;

const checkSigns: Readonly<Record<Check['status'], { readonly sign: string; readonly style: StyleName }>> = {
	ok: { sign: signs.done, style: 'done' },
	missing: { sign: signs.failed, style: 'failed' },
	warning: { sign: signs.warning, style: 'warning' },
};

/** A label and beside it a text, in as many rows as that needs. */
const beside = (label: Line, text: readonly string[], width: number, style?: StyleName): Line[] => {
	const rows = text.flatMap(part => wrap(part, width - labelWidth));
	const empty: Line = [{ text: ' '.repeat(labelWidth) }];
	return (rows.length === 0 ? [''] : rows).map((row, index) => [
		...(index === 0 ? label : empty),
		{ text: row, style },
	]);
};

const checkLines = (check: Check, width: number): Line[] => {
	const { sign, style } = checkSigns[check.status];
	return beside(
		[{ text: `${sign} `, style }, { text: padEnd(check.title, labelWidth - 2) }],
		[check.detail],
		width,
	);
};

/** What a remedy says while it works, in the place of its details so that nothing moves. */
const remedyText = ({ working }: BeforeState, row: RemedyRow): readonly string[] => {
	const { details } = row.remedy;
	if (!working || !isPlace(row, working)) {
		return details;
	}

	return working.said.length === 0 ? ['…'] : working.said.slice(-Math.max(1, details.length));
};

const remedyLines = (state: BeforeState, row: RemedyRow, isMarked: boolean, width: number): Line[] => {
	const label: Line = [
		{ text: isMarked ? `  ${signs.mark} ` : '    ', style: 'marked' },
		{ text: padEnd(row.remedy.label, labelWidth - 4), style: isMarked ? 'marked' : undefined },
	];
	const complaint = isPlace(row, state.complaint) ? (state.complaint?.lines ?? []) : [];
	return [
		...(isMarked && state.field ? [label] : beside(label, remedyText(state, row), width)),
		...(complaint.length === 0
			? []
			: beside(
					[{ text: `${' '.repeat(labelWidth - 2)}${signs.failed} `, style: 'failed' }],
					complaint,
					width,
				)),
	];
};

export type BeforeLines = {
	readonly lines: readonly Line[];
	/** Index of the marked remedy's first row among them; the field stands in it while one is typed in. */
	readonly markedLine: number;
};

/** The checklist, with the remedies below what is missing. */
const allLines = (state: BeforeState, width: number): BeforeLines => {
	const { checks = [] } = state;
	const marked = remedyRows(state)[markedIndex(state)];
	const lines: Line[] = [];
	let markedLine = 0;
	for (const check of checks) {
		lines.push(...checkLines(check, width));
		for (const remedy of check.status === 'missing' ? check.remedies : []) {
			const isMarked = marked?.check === check && marked.remedy === remedy;
			markedLine = isMarked ? lines.length : markedLine;
			lines.push(...remedyLines(state, { check, remedy }, isMarked, width));
		}
	}

	return { lines, markedLine };
};

/** The rows of the checklist that are on the screen, the marked one among them. */
export const beforeLines = (state: BeforeState, width: number, height: number): BeforeLines => {
	const { lines, markedLine } = allLines(state, width);
	const refused = (state.refused ?? []).flatMap(text => wrap(text, width));
	const told: Line[] = refused.map((text, index) => [{ text, style: index === 0 ? 'heading' : undefined }]);
	const all = told.length === 0 ? lines : [...told, [], ...lines];
	const at = markedLine + all.length - lines.length;
	const { start, end } = windowAround(0, at, all.length, height);
	return { lines: all.slice(start, end), markedLine: at - start };
};

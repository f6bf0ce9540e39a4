import { cut, padEnd } from '../../base/cells.ts';
import type { Line } from '../../components/row.tsx';
import { type StyleName, signs } from '../../components/theme.ts';
import { type Draft, type SectionRow, sectionRows } from '../../questions/engine.ts';
import type { SectionId } from '../../questions/question.ts';

const titleWidth = 11;

const signOf = (
	row: SectionRow,
	marked: SectionId | undefined,
): { readonly text: string; readonly style: StyleName } => {
	if (row.id === marked || (marked === undefined && row.status === 'current')) {
		return { text: signs.mark, style: 'accent' };
	}

	if (row.stale) {
		return { text: signs.warning, style: 'warning' };
	}

	switch (row.status) {
		case 'current':
			return { text: signs.running, style: 'accent' };
		case 'done':
			return row.doubtful ? { text: signs.warning, style: 'warning' } : { text: signs.done, style: 'done' };
		case 'open':
			return { text: ' ', style: 'plain' };
	}
};

/** A summary where cells are few: what everybody knows of the system is left out. */
const short = (summary: string): string => summary.replace(/ LTS\b/, '').replace(/, x86_64\b/, '');

/**
 * The answers so far, a row each.
 * @param marked the row on which keys act, if they go to the answers.
 */
export const answerLines = (draft: Draft, marked: SectionId | undefined, width: number): readonly Line[] =>
	sectionRows(draft).map((row): Line => {
		const sign = signOf(row, marked);
		const isMarked = row.id === (marked ?? (row.status === 'current' ? row.id : undefined));
		return [
			{ text: `${sign.text} `, style: sign.style },
			{ text: padEnd(row.title, titleWidth), style: isMarked ? 'marked' : undefined },
			{ text: `  ${cut(short(row.summary), width - titleWidth - 4)}` },
		];
	});

/** The answers in one row: `AWS, eu-west-1, Ubuntu 24.04, t3.micro`. */
export const foldedAnswers = (draft: Draft): string => {
	const rows = sectionRows(draft);
	const current = rows.findIndex(({ status }) => status === 'current');
	return rows
		.filter((row, index) => row.summary !== '' && !row.stale && (current < 0 || index < current))
		.map(({ summary }) => short(summary))
		.join(', ');
};

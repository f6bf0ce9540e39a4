import { cut, padEnd } from '../../base/cells.ts';
import type { Line } from '../../components/line.ts';
import { type StyleName, signs } from '../../components/theme.ts';
import { shortSummary } from '../../flow/wizard.ts';
import type { Draft } from '../../questions/draft.ts';
import type { Facts, SectionId } from '../../questions/question.ts';
import { type SectionRow, sectionRows } from '../../questions/sections.ts';

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

/** The answer to where the image is made, with the account behind it as soon as that is known: it is always in sight. */
const withAccount = ({ id, summary, status }: SectionRow, facts: Facts | undefined): string => {
	const account = facts?.aws?.identity?.value.account;
	// Its number leaves no room for the profile, which the review names.
	return id === 'where' &&
		status === 'done' &&
		account !== undefined &&
		/^AWS(, profile [^,]*)?$/.test(summary)
		? `AWS ${account}`
		: summary;
};

/**
 * The answers so far, a row each.
 * @param marked the row on which keys act, if they go to the answers.
 */
export const answerLines = (
	draft: Draft,
	marked: SectionId | undefined,
	width: number,
	facts?: Facts,
): readonly Line[] =>
	sectionRows(draft).map((row): Line => {
		const sign = signOf(row, marked);
		const isMarked = row.id === (marked ?? (row.status === 'current' ? row.id : undefined));
		return [
			{ text: `${sign.text} `, style: sign.style },
			{ text: padEnd(row.title, titleWidth), style: isMarked ? 'marked' : undefined },
			{ text: `  ${cut(shortSummary(withAccount(row, facts)), width - titleWidth - 4)}` },
		];
	});

import { behindLabel, cellWidth, cutMiddle, padEnd } from '../base/cells.ts';
import { stepText } from '../flow/wizard.ts';
import { several, single } from '../questions/answers.ts';
import type { Draft } from '../questions/draft.ts';
import type {
	Answer,
	Choice,
	ChoiceQuestion,
	Facts,
	LinesQuestion,
	ManyQuestion,
	Question,
	TextQuestion,
} from '../questions/question.ts';
import { type Back, back } from './ask.ts';
import type { PromptRow } from './prompt-rows.ts';
import type { Prompts } from './prompts.ts';

const gap = 2;
/** The part of a row that names keep, however long what stands behind them is. */
const leastLabels = 0.4;

/** What stands behind a label that can be chosen. */
const tailOf = ({ hint, mark, disabled }: Choice): string =>
	disabled === undefined ? [hint, mark && `(${mark})`].filter(Boolean).join(' ') : '';

/** The cells of the labels: one that is very long leaves the greater part of the row to what stands behind all of them. */
const labelWidth = (choices: readonly Choice[], room: number): number => {
	const widest = (text: (choice: Choice) => string): number =>
		choices.reduce((width, choice) => Math.max(width, cellWidth(text(choice))), 0);
	const tails = widest(choice => choice.disabled ?? tailOf(choice));
	return Math.min(
		widest(({ label }) => label),
		Math.max(Math.floor(room * leastLabels), room - gap - tails),
	);
};

/** Labels and hints in columns, the mark at the end: as in the list of the full screen. */
const rowsOf = (
	choices: readonly Choice[],
	room: number,
	ticked: readonly string[] = [],
): readonly PromptRow<string>[] => {
	const width = labelWidth(choices, room);
	return choices.map(choice => {
		const tail = tailOf(choice);
		const label = padEnd(cutMiddle(choice.label, width), width);
		const isAlone = tail === '' && choice.disabled === undefined;
		return {
			value: choice.value,
			name: isAlone ? choice.label : tail === '' ? label : `${label}${' '.repeat(gap)}${tail}`,
			short: choice.label,
			checked: ticked.includes(choice.value),
			keywords: `${choice.label} ${choice.hint ?? ''} ${choice.keywords ?? ''}`,
			...(choice.group !== undefined && { group: choice.group }),
			...(choice.isFoundOnly && { isFoundOnly: true }),
			...(choice.isBehind && { isBehind: true }),
			...(choice.details && { description: choice.details.join(' ') }),
			...(choice.disabled !== undefined && { disabled: behindLabel(choice.label, choice.disabled) }),
		};
	});
};

/** A question that is asked, and what its choices depend on. */
type Asked<Kind extends Question = Question> = {
	readonly prompts: Prompts;
	readonly question: Kind;
	readonly draft: Draft;
	readonly facts: Facts;
	/** Searches AWS for what is typed: with what it found. */
	readonly seek?: ((query: string, signal: AbortSignal) => Promise<Facts>) | undefined;
};

const askChoice = ({
	prompts,
	question,
	draft,
	facts,
	seek,
}: Asked<ChoiceQuestion>): Promise<Answer | Back> =>
	prompts.choose(question.text, rowsOf(question.choices(draft, facts), prompts.room), {
		chosen: single(question.read(draft)),
		...(seek && {
			sought: async (typed, signal) =>
				rowsOf(question.choices(draft, await seek(typed, signal), typed), prompts.room),
		}),
		other: typed => {
			const choice = question.other?.(typed, draft);
			return choice && rowsOf([choice], prompts.room)[0];
		},
	});

const anotherWord = ':another';

const askMany = async (asked: Asked<ManyQuestion>): Promise<Answer | Back> => {
	const { prompts, question, draft, facts } = asked;
	const all = question.choices(draft, facts);
	const choices = rowsOf(all, prompts.room, several(question.read(draft)));
	const another = question.other ? [{ value: anotherWord, name: 'Another, not in this list' }] : [];
	const ticked = await prompts.tick(question.text, [...choices, ...another], values =>
		question.check(
			values.filter(value => value !== anotherWord),
			draft,
		),
	);
	if (ticked === back || !ticked.includes(anotherWord)) {
		return ticked;
	}

	// A list to tick has no search, so what it does not have is typed afterwards.
	const meant = (text: string): string => question.other?.(text.trim(), draft)?.value ?? text.trim();
	const typed = await prompts.type(`${question.title}, one that is not in the list:`, {
		complaint: text => question.check([meant(text)], draft),
	});
	return typed === back ? askMany(asked) : [...ticked.filter(value => value !== anotherWord), meant(typed)];
};

const askText = ({ prompts, question, draft }: Asked<TextQuestion>): Promise<Answer | Back> => {
	const offered = single(question.read(draft));
	return prompts.type(`${question.title}:`, {
		...(offered !== '' && { offered }),
		complaint: text => question.check(text, draft),
	});
};

const typedLines = async ({ prompts, question, draft }: Asked<LinesQuestion>): Promise<Answer | Back> => {
	const lines: string[] = [];
	for (;;) {
		const line = await prompts.type(`Line ${lines.length + 1}, empty to end:`, {
			complaint: text => question.check(text === '' ? lines : [...lines, text], draft),
		});
		if (line === back && lines.length === 0) {
			return back;
		}

		if (line === '') {
			return lines;
		}

		if (line === back) {
			lines.pop();
		} else {
			lines.push(line);
		}
	}
};

const askLines = async (asked: Asked<LinesQuestion>): Promise<Answer | Back> => {
	const { prompts, question, draft } = asked;
	const held = several(question.read(draft));
	const usable = held.some(line => line.trim() !== '') && question.check(held, draft) === undefined;
	if (!usable) {
		return typedLines(asked);
	}

	// Lines cannot be edited in place here, so what is there is kept or typed again.
	for (;;) {
		const wish = await prompts.choose(question.title, [
			{ value: 'keep', name: `Keep: ${held.join(' | ')}` },
			{ value: 'type', name: 'Type the lines again' },
		]);
		if (wish !== 'type') {
			return wish === back ? back : held;
		}

		const typed = await typedLines(asked);
		if (typed !== back) {
			return typed;
		}
	}
};

/** `Step 3 of 8, 1st of 2: Base image`. */
export const stepHeading = (draft: Draft, title: string): string =>
	draft.at === draft.only ? `${title}, ${stepText(draft)}` : `S${stepText(draft).slice(1)}: ${title}`;

/**
 * Asks one question; the answer that the draft holds is offered. Front ends ask in their own way what the table of
 * questions says: the words are the same.
 */
export const askQuestion = async (asked: Asked, tell: (text: string) => void): Promise<Answer | Back> => {
	const { question } = asked;
	switch (question.kind) {
		case 'choice':
			return askChoice({ ...asked, question });
		case 'many':
			return askMany({ ...asked, question });
		default:
			tell(question.text);
			question.details?.(asked.draft).forEach(tell);
			return question.kind === 'text' ? askText({ ...asked, question }) : askLines({ ...asked, question });
	}
};

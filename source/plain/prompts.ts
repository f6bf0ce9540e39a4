import { cellWidth, cut, wrapWords } from '../base/cells.ts';
import { printable, terminalText } from '../base/printable.ts';
import { ask, type Back, back, type PromptContext } from './ask.ts';
import { type PromptRow, searchedRows, withHeadings } from './prompt-rows.ts';
import { type Input, lineWidth, type Output } from './streams.ts';

type ChooseOptions<Value> = {
	/** Marked at first. */
	readonly chosen?: Value;
	readonly noBack?: boolean;
	/** Takes the question away. */
	readonly signal?: AbortSignal;
	/** The rows for what is typed, where not all there are stand in the list; the signal ends it when more is typed. */
	readonly sought?: (typed: string, signal: AbortSignal) => Promise<readonly PromptRow<Value>[]>;
	/** The row for what is typed in a search where the list has none. */
	readonly other?: (typed: string) => PromptRow<Value> | undefined;
};

/** The classic prompts. Each gives the answer, or `back`; Ctrl-C throws Interrupted. */
export type Prompts = {
	/** The cells of a row, behind what marks it. */
	readonly room: number;
	/** One of a few rows; of many with a search. */
	readonly choose: <Value>(
		message: string,
		rows: readonly PromptRow<Value>[],
		options?: ChooseOptions<Value>,
	) => Promise<Value | Back>;
	readonly tick: (
		message: string,
		rows: readonly PromptRow<string>[],
		complaint: (values: readonly string[]) => string | undefined,
	) => Promise<readonly string[] | Back>;
	/** A line of text; an empty one means the text that is offered. */
	readonly type: (
		message: string,
		options: { readonly offered?: string; readonly complaint?: (text: string) => string | undefined },
	) => Promise<string | Back>;
	/** A line that is shown as stars; an empty one is no answer. */
	readonly secret: (message: string) => Promise<string | Back>;
};

const backWord = ':back';
/** Lists that are longer get a search. */
const fewRows = 12;

// Only questions need the library, and only when the first one is asked.
const library = () => import('./library.ts');

/** Rows of a list that are shown at once: the question, the explanation and the keys need room too. */
const pageSize = (rows: readonly unknown[], output: Output): number =>
	Math.min(rows.length, Math.max(4, Math.min(15, (output.rows ?? 24) - 9)));

const leastReason = 10;

const roomOf = (output: Output): number => lineWidth(output) - 4;

/** The row as it fits: its name on one line beside the mark, its explanation broken at words. */
const fitted = <Given extends PromptRow<unknown>>(row: Given, output: Output): Given => {
	const room = roomOf(output);
	// Why it cannot be chosen has a few letters in any case.
	const name = cut(printable(row.name), row.disabled === undefined ? room : room - leastReason - 1);
	return {
		...row,
		name,
		short: printable(row.short ?? row.name),
		...(row.disabled !== undefined && {
			disabled: cut(printable(row.disabled), room - cellWidth(name) - 1),
		}),
		...(row.description !== undefined && {
			description: wrapWords(printable(row.description), lineWidth(output)).join('\n'),
		}),
	};
};

/** What a question says of an answer, as the library takes it. */
const valid = (complaint: string | undefined): string | true =>
	complaint === undefined ? true : terminalText(complaint);

const doneWord = ':done';

/** A list with headings is long, and the library searches none to tick: each round ticks one row more, or unticks it. */
const tickOneByOne = async (
	{ choose }: Pick<Prompts, 'choose'>,
	message: string,
	given: readonly PromptRow<string>[],
	complaint: (values: readonly string[]) => string | undefined,
): Promise<readonly string[] | Back> => {
	let ticked = given.filter(({ checked }) => checked).map(({ value }) => value);
	let wrong: string | undefined;
	for (;;) {
		const was = ticked;
		const done: PromptRow<string> = {
			value: doneWord,
			name: was.length === 0 ? 'Go on with nothing' : `Go on with ${was.join(', ')}`,
			keywords: was.join(' '),
		};
		const rows = given.map(({ disabled, ...row }): PromptRow<string> => {
			const box = disabled !== undefined ? ' – ' : was.includes(row.value) ? '[x]' : '[ ]';
			const name = `${box} ${[row.name, disabled].filter(Boolean).join(' ')}`;
			// A reason is too long for its row: it stands below, and is the answer to who chooses it all the same.
			const reason = disabled === undefined ? undefined : `${row.short ?? row.name} ${disabled}`;
			const description = [reason, row.description].filter(Boolean).join(' ');
			const isLast = row.isFoundOnly === true && disabled !== undefined;
			return { ...row, name, short: row.short ?? row.name, description, isLast };
		});
		const wish = await choose(wrong ?? `${message}: type to search, enter ticks`, [done, ...rows], {
			chosen: doneWord,
		});
		if (wish === back) {
			return back;
		}

		const impossible = given.find(({ value, disabled }) => value === wish && disabled !== undefined);
		wrong = impossible
			? `${impossible.short ?? impossible.name} ${impossible.disabled}`
			: wish === doneWord
				? complaint(was)
				: undefined;
		if (wish !== doneWord && !impossible) {
			ticked = given.map(({ value }) => value).filter(value => was.includes(value) !== (value === wish));
		} else if (wrong === undefined) {
			return was;
		}
	}
};

/**
 * The prompts of @inquirer/prompts on the given streams. Esc, the row Back and the answer `:back` go back.
 * @param ended aborts when the program is told to end.
 */
export const openPrompts = (input: Input, output: Output, ended: AbortSignal): Prompts => {
	const asked = <Config, Answer>(
		prompt: (config: Config, context: PromptContext) => Promise<Answer>,
		config: Config,
		taken?: AbortSignal,
	): Promise<Answer | Back> =>
		ask(input, output, taken ? [ended, taken] : [ended], context => prompt(config, context));

	const prompts: Prompts = {
		get room() {
			return roomOf(output);
		},
		choose: async <Value>(
			message: string,
			given: readonly PromptRow<Value>[],
			{ chosen, noBack = false, signal, other, sought }: ChooseOptions<Value> = {},
		): Promise<Value | Back> => {
			const { search, select, Separator } = await library();
			const backRow: PromptRow<Back> = { value: back, name: 'Back', keywords: backWord };
			const fittedRows = (some: readonly PromptRow<Value>[]): readonly PromptRow<Value | Back>[] =>
				(noBack ? some : [...some, backRow]).map(row => fitted(row, output));
			const rows = fittedRows(given);
			const common = {
				message: terminalText(message),
				pageSize: pageSize(sought ? [...Array(fewRows)] : rows, output),
				...(chosen !== undefined && { default: chosen as Value | Back }),
			};
			const source = async (term = '', { signal: until }: { readonly signal: AbortSignal }) => {
				const row = term === '' ? undefined : other?.(term);
				const listed = sought && term !== '' ? fittedRows(await sought(term, until)) : rows;
				const isThere = listed.some(({ value }) => value === row?.value);
				const found = [...searchedRows(listed, term), ...(row && !isThere ? [fitted(row, output)] : [])];
				return withHeadings(found, term, text => new Separator(text));
			};
			return sought || rows.length > fewRows
				? asked(search<Value | Back>, { ...common, source }, signal)
				: asked(select<Value | Back>, { ...common, choices: rows, loop: false }, signal);
		},
		tick: async (message, given, complaint) => {
			if (given.some(({ group }) => group !== undefined)) {
				return tickOneByOne(prompts, message, given, complaint);
			}

			const { checkbox } = await library();
			const backRow: PromptRow<Back> = { value: back, name: 'Back (ticked: to the question before)' };
			const rows = [...given, backRow].map(row => fitted(row, output));
			const ticked = await asked(checkbox<string | Back>, {
				message: terminalText(message),
				choices: rows,
				pageSize: pageSize(rows, output),
				loop: false,
				shortcuts: { all: null, invert: null },
				validate: choices => {
					const values = choices.map(choice => choice.value);
					return values.includes(back) ? true : valid(complaint(values.filter(value => value !== back)));
				},
			});
			return ticked === back || ticked.includes(back) ? back : ticked.filter(value => value !== back);
		},
		type: async (message, { offered, complaint }) => {
			const { input: field } = await library();
			// The library shows what is offered, and gives it back when nothing is typed.
			const shown = offered === undefined ? undefined : printable(offered);
			const meant = (text: string): string => (offered !== undefined && text === shown ? offered : text);
			const answer = await asked(field, {
				message: terminalText(message),
				...(shown !== undefined && { default: shown }),
				validate: text => (text === backWord ? true : valid(complaint?.(meant(text)))),
			});
			return answer === back || answer === backWord ? back : meant(answer);
		},
		secret: async message => {
			const { password } = await library();
			const answer = await asked(password, { message: terminalText(message), mask: '*' });
			return answer === backWord || answer === '' ? back : answer;
		},
	};
	return prompts;
};

import { Interrupted } from '../../source/base/problem.ts';
import { type Back, back } from '../../source/plain/ask.ts';
import type { openPrompts, Prompts } from '../../source/plain/prompts.ts';

/** A question that stands on the screen, and waits. */
export type Asked = {
	readonly kind: keyof Prompts;
	readonly message: string;
	readonly rows: readonly { readonly value: unknown; readonly name: string; readonly checked?: boolean }[];
	readonly offered?: unknown;
	readonly answer: (value: unknown) => void;
	readonly leave: () => void;
};

let asked: Asked | undefined;

/** The question that stands there now. */
export const askedNow = (): Asked | undefined => asked;

/** As at the beginning. */
export const nothingAsked = (): void => {
	asked = undefined;
};

const ask = <Answer>(question: Omit<Asked, 'answer' | 'leave'>, signal?: AbortSignal): Promise<Answer> =>
	new Promise((resolve, reject) => {
		const over = (): void => {
			asked = undefined;
		};
		const leave = (): void => {
			over();
			reject(new Interrupted('The question was left.'));
		};
		signal?.addEventListener('abort', leave);
		asked = {
			...question,
			answer: value => {
				over();
				resolve(value as Answer);
			},
			leave,
		};
	});

/** Prompts that wait for the person of a test: `vi.mock` puts them in the place of those on a terminal. */
export const promptsOfPerson = (): ReturnType<typeof openPrompts> => ({
	room: 75,
	choose: <Value>(
		message: string,
		rows: Parameters<Prompts['choose']>[1],
		{ chosen, noBack, signal }: Parameters<Prompts['choose']>[2] = {},
	) => {
		const all = noBack ? rows : [...rows, { value: back, name: 'Back' }];
		return ask<Value | Back>({ kind: 'choose', message, rows: all, offered: chosen }, signal);
	},
	tick: (message, rows) => ask({ kind: 'tick', message, rows }),
	type: async (message, { offered, complaint }) => {
		const answer = await ask<string | Back>({ kind: 'type', message, rows: [], offered });
		const wrong = typeof answer === 'string' ? complaint?.(answer) : undefined;
		return wrong === undefined ? answer : Promise.reject(new Error(`${String(answer)}: ${wrong}`));
	},
	secret: message => ask({ kind: 'secret', message, rows: [] }),
});

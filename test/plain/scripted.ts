import { expect } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { buildSummary } from '../../source/actions/summary.ts';
import { Interrupted } from '../../source/base/problem.ts';
import { back } from '../../source/plain/ask.ts';
import type { Prompts } from '../../source/plain/prompts.ts';
import type { Tools } from '../../source/plain/tools.ts';
import type { Draft } from '../../source/questions/draft.ts';
import { keptAnswers } from '../helpers/kept-answers.ts';
import { someActions, untilAborted } from '../helpers/some-actions.ts';

/** What a person does at a question: `pick` a row by a part of its name, `search` for one
 * that the list does not have, `tick` rows by their values, `type` a line. */
export type Deed = { readonly at: RegExp } & (
	| { readonly pick: string }
	| { readonly search: string }
	| { readonly tick: readonly string[] }
	| { readonly type: string }
	| { readonly secret: string }
	| { readonly does: 'back' | 'interrupt' }
);

/** Prompts that a script answers; it fails when another question comes than the one that is expected. */
const scriptedPrompts = (
	deeds: readonly Deed[],
): { prompts: Prompts; asked: string[]; left: () => number } => {
	const rest = [...deeds];
	const asked: string[] = [];
	const next = (message: string): Deed => {
		asked.push(message);
		const deed = rest.shift();
		if (!deed) {
			throw new Error(`Nothing was planned for: ${message}\nasked: ${asked.join(' | ')}`);
		}

		expect(message, `asked: ${asked.join(' | ')}`).toMatch(deed.at);
		if ('does' in deed && deed.does === 'interrupt') {
			throw new Interrupted('Ctrl-C');
		}

		return deed;
	};
	const wrong = (deed: Deed, message: string): never => {
		throw new Error(`${JSON.stringify(deed)} does not answer: ${message}`);
	};
	const prompts: Prompts = {
		room: 75,
		choose: async (message, rows, { other } = {}) => {
			const deed = next(message);
			if ('does' in deed) {
				return back;
			}

			if ('search' in deed) {
				return other?.(deed.search)?.value ?? wrong(deed, message);
			}

			const row = 'pick' in deed ? rows.find(({ name }) => name.includes(deed.pick)) : undefined;
			return row ? row.value : wrong(deed, `${message}: ${rows.map(({ name }) => name).join(', ')}`);
		},
		tick: async (message, _rows, complaint) => {
			const deed = next(message);
			if ('does' in deed) {
				return back;
			}

			if (!('tick' in deed)) {
				return wrong(deed, message);
			}

			expect(complaint(deed.tick)).toBeUndefined();
			return deed.tick;
		},
		type: async (message, { offered, complaint }) => {
			const deed = next(message);
			if ('does' in deed) {
				return back;
			}

			if (!('type' in deed)) {
				return wrong(deed, message);
			}

			const answer = deed.type || offered || '';
			expect(complaint?.(answer)).toBeUndefined();
			return answer;
		},
		secret: async message => {
			const deed = next(message);
			return 'secret' in deed ? deed.secret : back;
		},
	};
	return { prompts, asked, left: () => rest.length };
};

export type ScriptedTools = Tools & {
	readonly said: readonly string[];
	readonly asked: readonly string[];
	readonly left: () => number;
	/** What Ctrl-C outside of a question does. */
	readonly interrupt: () => void;
};

/**
 * Tools with scripted prompts; everything said is kept.
 * @param kept answers that are kept at the beginning.
 */
export const scriptedTools = (
	deeds: readonly Deed[],
	actions: Partial<Actions> = {},
	kept?: Draft,
): ScriptedTools => {
	const { prompts, asked, left } = scriptedPrompts(deeds);
	const said: string[] = [];
	const whereabouts = { environment: { HOME: '/nowhere' }, cwd: '/nowhere' };
	const handlers = new Set<() => void>();
	return {
		actions: someActions({
			summary: timeline => buildSummary(timeline, whereabouts),
			facts: async () => ({ profiles: [] }),
			askAws: async () => undefined,
			seekAmis: async () => undefined,
			renewed: untilAborted,
			expectedTimes: async () => undefined,
			missingFiles: async () => [],
			saveDraft: keptAnswers(kept).saveDraft,
			accounts: async () => ({ keep: '123456789012 (profile dev)', overwrite: '123456789012 (profile dev)' }),
			planFiles: async ({ recipe, folder }) => ({
				folder: folder ?? `/nowhere/${recipe.name}`,
				files: [],
				run: `${folder ?? `/nowhere/${recipe.name}`}/recipe.json`,
			}),
			...actions,
		}),
		prompts,
		say: line => {
			said.push(line);
		},
		width: 79,
		...whereabouts,
		ended: new AbortController().signal,
		onInterrupt: handler => {
			handlers.add(handler);
			return () => {
				handlers.delete(handler);
			};
		},
		said,
		asked,
		left,
		interrupt: () => {
			for (const handler of handlers) {
				handler();
			}
		},
	};
};

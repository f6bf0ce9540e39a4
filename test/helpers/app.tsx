import stringWidth from 'string-width';
import { expect, onTestFinished } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { buildSummary } from '../../source/actions/summary.ts';
import { tokenize } from '../../source/components/input-tokens.ts';
import type { FilePlan } from '../../source/flow/files.ts';
import type { Home } from '../../source/flow/home.ts';
import { type Draft, newDraft } from '../../source/questions/draft.ts';
import type { Decisions } from '../../source/questions/question.ts';
import { App } from '../../source/screens/app.tsx';
import { createAppStore } from '../../source/screens/app-store.ts';
import { openRoute } from '../../source/screens/routes.tsx';
import type { Outcome, ScreenRoute, Size } from '../../source/screens/state.ts';
import { caretOn } from './caret.ts';
import { renderInk } from './ink.tsx';
import { keptAnswers } from './kept-answers.ts';
import { someActions, untilAborted } from './some-actions.ts';
import { here } from './whereabouts.ts';

/** What a terminal sends for the keys that people press. */
export const keys = {
	enter: '\r',
	escape: '\u001B[27u',
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	pageUp: '\u001B[5~',
	pageDown: '\u001B[6~',
	home: '\u001B[H',
	end: '\u001B[F',
	tab: '\t',
	shiftTab: '\u001B[Z',
	backspace: '\u007F',
	ctrlC: '\u0003',
} as const;

const emptyHome: Home = {
	presets: [],
	builds: [],
	draft: undefined,
	fresh: newDraft(),
};

const plan: FilePlan = {
	folder: `${process.cwd()}/web`,
	run: `${process.cwd()}/web/recipe.json`,
	files: [{ path: 'image.pkr.hcl', content: 'source {}\n', executable: false, state: 'new' }],
};

/** What was done through the actions, in order; `made` is the name in the kept answers that it was made of. */
export type Done = { readonly what: string; readonly with?: unknown; readonly made?: string };

const made = (madeOf: Decisions | undefined): Pick<Done, 'made'> =>
	madeOf ? { made: madeOf.recipe.name } : {};

/** What changes something of the person's. */
export type Deed = 'savePreset' | 'deletePreset' | 'writeFiles';

/**
 * Actions without effects, for a world in which nothing is in the way. What changes something and is neither given nor
 * told to be done throws; what is told to be done is remembered.
 * @param told what may be done, and answers that are kept at the beginning.
 */
export const fakeActions = (
	given: Partial<Actions> = {},
	{ left, does = [] }: { readonly left?: Draft; readonly does?: readonly Deed[] } = {},
): { readonly actions: Actions; readonly done: Done[]; readonly drafts: readonly Draft[] } => {
	const done: Done[] = [];
	const { saved: drafts, saveDraft } = keptAnswers(left);
	const deeds: Pick<Actions, Deed> = {
		savePreset: async (name, _recipe, overwrite, madeOf) => {
			done.push({ what: 'save', with: { name, overwrite }, ...made(madeOf) });
			return `${name}.json`;
		},
		deletePreset: async name => {
			done.push({ what: 'delete', with: name });
		},
		writeFiles: async ({ files }, differences, madeOf) => {
			done.push({ what: 'write', with: differences, ...made(madeOf) });
			return { folder: `${process.cwd()}/web`, written: files.map(file => file.path), kept: [] };
		},
	};
	return {
		done,
		drafts,
		actions: someActions({
			home: async () => emptyHome,
			facts: async () => ({ profiles: [] }),
			askAws: async () => undefined,
			seekAmis: async () => undefined,
			expectedTimes: async () => undefined,
			missingFiles: async () => [],
			surroundings: async () => ({ packer: 'Packer: 1.16.0', aws: 'AWS: profile dev' }),
			drafts: async () => ({ draft: undefined, fresh: newDraft() }),
			saveDraft,
			projectWarning: async () => undefined,
			planFiles: async () => plan,
			accounts: async () => ({ keep: '123456789012 (profile dev)', overwrite: '123456789012 (profile dev)' }),
			checks: async () => [],
			preflight: async () => [],
			renewed: untilAborted,
			summary: timeline => buildSummary(timeline, here),
			...Object.fromEntries(does.map(deed => [deed, deeds[deed]])),
			...given,
		}),
	};
};

export type RenderedApp = {
	/** The rows of the screen, without colours and without spaces at the end. */
	readonly rows: () => readonly string[];
	readonly text: () => string;
	/** Where the cursor stands, in cells from the upper left; known to test files that ask for it (`caret.ts`). */
	readonly caret: () => ReturnType<typeof caretOn>;
	/** Waits until the screen says it. */
	readonly waitFor: (wanted: RegExp | string) => Promise<void>;
	/** Presses keys one after the other, as fast as a person: the screen is drawn in between. */
	readonly press: (...pressed: readonly string[]) => Promise<void>;
	/** Sends keys in one piece, as a slow line does. */
	readonly send: (bytes: string) => Promise<void>;
	readonly resize: (size: Size) => Promise<void>;
	/** The screen is as a screen has to be: it fails the test if a row is too wide or one too many. */
	readonly check: () => void;
	/** The program is told to end. */
	readonly end: () => void;
	readonly outcome: () => Promise<Outcome>;
};

const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 2));

/** Runs the whole app in a terminal of this size. */
export const renderApp = async (start: ScreenRoute, actions: Actions, size: Size): Promise<RenderedApp> => {
	const store = createAppStore({ actions, whereabouts: here, start, open: openRoute });
	let current = size;
	const { stdout, rows, frame, write, resized } = renderInk(<App store={store} />, () => current);
	onTestFinished(() => store.close());
	const settle = async (): Promise<void> => {
		for (let last = frame(), turns = 0; turns < 3; turns++) {
			await turn();
			turns = frame() === last ? turns : 0;
			last = frame();
		}
	};
	const send = async (bytes: string): Promise<void> => {
		for (const token of tokenize(bytes).tokens) {
			write(token);
		}

		await settle();
	};
	const app: RenderedApp = {
		rows,
		text: () => rows().join('\n'),
		caret: () => caretOn(stdout),
		waitFor: async wanted => {
			const deadline = performance.now() + 10_000;
			while (performance.now() < deadline) {
				const text = rows().join('\n');
				if (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)) {
					await settle();
					return;
				}

				await turn();
			}

			expect.fail(`The screen never said ${wanted}:\n${rows().join('\n')}`);
		},
		press: async (...pressed) => {
			for (const key of pressed) {
				await send(key);
			}
		},
		send,
		resize: async next => {
			current = next;
			resized();
			await settle();
		},
		check: () => {
			const shown = rows();
			expect(shown.length, shown.join('\n')).toBe(current.rows - 1);
			for (const row of shown) {
				expect(stringWidth(row), row).toBeLessThanOrEqual(current.columns - 2);
			}
		},
		end: store.end,
		outcome: () => store.ended,
	};
	await settle();
	return app;
};

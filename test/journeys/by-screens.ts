import type { Actions } from '../../source/actions/contract.ts';
import { newDraft } from '../../source/questions/draft.ts';
import { keys, type RenderedApp, renderApp } from '../helpers/app.tsx';
import { askedNow } from './asked.ts';
import { byPrompt } from './by-prompts.ts';
import { answerOf, type Driver, makeRun, perform, pickVerbs, until, type Verbs, wordsOf } from './events.ts';
import { makePerson } from './person.ts';

/** The full screen. */
export const screens = (actions: Actions): Driver => {
	let app: RenderedApp | undefined;
	const told = () => `${person.said()}\n${app?.text() ?? ''}`;
	const person = makePerson(actions, true, async (given, start) => {
		app = await renderApp(start, given, { columns: 80, rows: 24 });
		const outcome = await app.outcome();
		app = undefined;
		return outcome;
	});
	const run = makeRun(person.run, told);
	const asked = byPrompt(told, run.isOver);
	/** The screen; undefined where a prompt stands before it opens. */
	const shown = async (): Promise<RenderedApp | undefined> => {
		await until(
			() => app ?? askedNow(),
			() => `Nothing is shown:\n${told()}`,
		);
		return app;
	};
	const screen = async (): Promise<RenderedApp> => (await shown()) ?? Promise.reject(new Error(told()));
	const pick = async (pattern: string): Promise<void> => {
		const now = await shown();
		if (!now) {
			return asked.pick(pattern);
		}

		await now.waitFor(new RegExp(`(^| )(❯ |  )[✓✗▸!~]? ?${pattern}`, 'm'));
		// A dialog stands below what it is about.
		const isMarked = () =>
			new RegExp(`❯ (?:[✓✗▸!~] )?${pattern}`).test(now.rows().findLast(row => row.includes('❯ ')) ?? '');
		for (let tries = 0; !isMarked(); tries++) {
			if (tries === 30) {
				throw new Error(`${pattern} cannot be marked:\n${now.text()}`);
			}

			await now.press(tries === 15 ? keys.home : keys.down);
		}

		await now.press(keys.enter);
	};
	const type = async (text: string): Promise<void> => {
		const now = await screen();
		await now.waitFor('›');
		await now.press(keys.end, ...Array.from({ length: 12 }, () => keys.backspace), text, keys.enter);
	};
	const goOnTo = async (isWanted: (now: RenderedApp) => boolean): Promise<void> => {
		const now = await screen();
		await now.waitFor(/ step \d|^ Review|then the review/);
		for (let tries = 0; !isWanted(now) && tries < 30; tries++) {
			await now.press(keys.enter);
		}
	};
	const press =
		(...pressed: readonly string[]) =>
		async (): Promise<void> =>
			(await screen()).press(...pressed);
	const confirm = async (): Promise<void> => {
		await (await screen()).waitFor(/enter (replaces|saves) it/);
		await press(keys.enter)();
	};
	const verbs: Verbs = {
		...pickVerbs(pick),
		start: line => run.begin(wordsOf(line)),
		open: name => pick(`${name}\\b`),
		type,
		answer: async text => {
			const { question, value } = answerOf(text);
			const now = await screen();
			await goOnTo(() => now.text().replace(/\s+/g, ' ').includes(question.text.slice(0, 20)));
			switch (question.kind) {
				case 'text':
					return type(value);
				case 'lines':
					return now.press(value, keys.enter, keys.enter);
				case 'many':
					return now.press(
						...value
							.split(',')
							.map(one => question.choices(newDraft()).find(row => row.value === one)?.label ?? one)
							.flatMap(label => [label, keys.enter]),
						keys.enter,
					);
				default:
					return now.press(value, keys.enter);
			}
		},
		'to the review': async () => {
			await goOnTo(now => /^ Review/.test(now.text()));
			await (await screen()).waitFor(/Account +\d/);
		},
		change: pick,
		'read on': async () => {
			await (await screen()).waitFor('Saved as');
			await press(keys.enter)();
		},
		'show the difference': async () => {
			await pick('Show the difference');
			await (await screen()).waitFor('next file');
			await press(keys.escape)();
		},
		'look at what is foreign': async () => {
			await pick('Look at them');
			await (await screen()).waitFor('next file');
			await press(keys.escape)();
		},
		'delete the build': async () => {
			await (await screen()).waitFor(/is over|failed after/);
			await press('d')();
		},
		'compare the build': async () => {
			await (await screen()).waitFor(/is over|failed after/);
			await press('=')();
			await (await screen()).waitFor('Two builds compared');
			await press(keys.escape)();
		},
		'look into the image': async () => {
			await pick('In the image');
			await (await screen()).waitFor('In the image of');
			await press(keys.escape)();
		},
		'look at the log': async () => {
			await pick('Show the log');
			await (await screen()).waitFor('Log of');
			await press(keys.escape)();
		},
		// The field of the name asks: enter is a yes, what is typed another name.
		replace: confirm,
		'save it': confirm,
		'another name': async () => {
			await (await screen()).waitFor(/enter (replaces|saves) it/);
		},
		back: press(keys.escape),
		quit: press('q'),
		interrupt: press(keys.ctrlC),
		cancel: async () => {
			await (await screen()).waitFor('Install');
			await press('c')();
			await pick('Cancel');
		},
		leave: async () => {
			await (await screen()).waitFor('Install');
			await press('q')();
		},
	};
	return { does: (verb, object) => perform(verbs, verb, object), end: run.end, said: person.said };
};

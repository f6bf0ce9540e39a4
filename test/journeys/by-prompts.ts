import type { Actions } from '../../source/actions/contract.ts';
import { back } from '../../source/plain/ask.ts';
import { type Asked, askedNow } from './asked.ts';
import { answerOf, type Driver, makeRun, perform, pickVerbs, until, type Verbs, wordsOf } from './events.ts';
import { makePerson } from './person.ts';

/** Answers the questions of prompts. */
export const byPrompt = (told: () => string, isOver: () => boolean) => {
	const next = async (): Promise<Asked> => {
		const question = await until(
			() => askedNow() ?? (isOver() ? ('over' as const) : undefined),
			() => `Nothing is asked:\n${told()}`,
		);
		if (question === 'over') {
			throw new Error(`It is over, nothing is asked:\n${told()}`);
		}

		return question;
	};
	const pick = async (pattern: string): Promise<void> => {
		const question = await next();
		const row = question.rows.find(({ name }) => new RegExp(`^${pattern}`).test(name));
		if (!row) {
			const names = question.rows.map(({ name }) => name).join('\n');
			throw new Error(`There is no ${pattern}. ${question.message}\n${names}\n${told()}`);
		}

		question.answer(row.value);
	};
	const type = async (text: string): Promise<void> => {
		const question = await next();
		if (question.kind !== 'type' && question.kind !== 'secret') {
			throw new Error(`Nothing is typed here: ${question.message}`);
		}

		question.answer(text);
	};
	return { next, pick, type };
};

/** The classic prompts. */
export const prompts = (actions: Actions): Driver => {
	const person = makePerson(actions, true);
	const run = makeRun(person.run, person.said);
	const { next, pick, type } = byPrompt(person.said, run.isOver);
	/** Whether a question comes before the end. */
	const isAsked = async (): Promise<boolean> => {
		await until(() => (askedNow() !== undefined || run.isOver() ? true : undefined), person.said);
		return askedNow() !== undefined;
	};
	const runs = () => until(() => (person.said().includes('hello') ? true : undefined), person.said);
	const interrupt = (): void => {
		const question = askedNow();
		if (question) {
			question.leave();
		} else {
			person.interrupt();
		}
	};
	const defaultOf = ({ kind, rows, offered }: Asked): unknown =>
		kind === 'tick'
			? rows.filter(({ checked }) => checked).map(({ value }) => value)
			: (offered ?? (kind === 'choose' ? rows[0]?.value : ''));
	/** Takes what is offered until a question stands there. */
	const goOnTo = async (isWanted: (question: Asked) => boolean): Promise<Asked> => {
		for (;;) {
			const question = await next();
			if (isWanted(question)) {
				return question;
			}

			question.answer(defaultOf(question));
		}
	};
	const verbs: Verbs = {
		...pickVerbs(pick),
		start: line => run.begin([...wordsOf(line), '--plain']),
		open: name => pick(`(Preset )?${name}\\b`),
		type,
		answer: async text => {
			const { question: wanted, value } = answerOf(text);
			const isAsked = ({ message }: Asked): boolean =>
				message === wanted.text || message.startsWith(wanted.title) || message.startsWith('Line 1');
			const question = await goOnTo(isAsked);
			question.answer(wanted.kind === 'many' ? value.split(',') : value);
			if (wanted.kind === 'lines') {
				(await next()).answer('');
			}
		},
		'to the review': async () => {
			await goOnTo(({ rows }) => rows.some(({ name }) => name.startsWith('Build it')));
		},
		change: async section => {
			await pick('Change an answer');
			await pick(section);
		},
		'delete the build': () => pick('Delete the build'),
		'compare the build': () => pick('Compare it'),
		'read on': () => undefined,
		'look at what is foreign': async () => {
			await pick('Look at them');
			await pick('image');
			await pick('Back');
		},
		done: async () => {
			if (await isAsked()) {
				await pick('(Done|Quit)');
			}
		},
		back: async () => (await next()).answer(back),
		quit: async () => {
			if (!(await isAsked())) {
				return;
			}

			const way = askedNow()?.rows.find(({ name }) => name === 'Quit');
			if (way) {
				askedNow()?.answer(way.value);
			} else {
				interrupt();
			}
		},
		interrupt: async () => {
			await isAsked();
			await interrupt();
		},
		cancel: async () => {
			await runs();
			await interrupt();
			await pick('Cancel and clean up');
		},
		leave: async () => {
			await runs();
			await interrupt();
			await pick('Leave it running');
		},
	};
	return { does: (verb, object) => perform(verbs, verb, object), end: run.end, said: person.said };
};

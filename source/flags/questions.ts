import { wordFor } from '../base/count.ts';
import type { Environment } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';
import { several } from '../questions/answers.ts';
import { decide } from '../questions/decide.ts';
import type { Draft } from '../questions/draft.ts';
import { flagText } from '../questions/flag-text.ts';
import type { Answer, Facts, Question } from '../questions/question.ts';
import { questions } from '../questions/table.ts';
import { withoutAnswer } from '../questions/taken-away.ts';
import { countsWith, environmentVariable, fromEnvironment, type Given } from './variables.ts';

const commaList = (values: readonly string[]): readonly string[] =>
	values
		.flatMap(value => value.split(','))
		.map(value => value.trim())
		.filter(value => value !== '');

/** The values of a flag as an answer: `--install a,b`, `--tag A=1 --tag B=2`; of a single one the last counts. */
const answerOf = (question: Question, values: readonly string[]): Answer =>
	question.kind === 'many' ? commaList(values) : question.kind === 'lines' ? values : (values.at(-1) ?? '');

/** Whether a flag takes away all that a question of its own lists, as in `--check ''`: the value that it ticks goes. */
const unticks = ({ kind, parameter, flag }: Question, given: Given): boolean =>
	kind === 'lines' &&
	parameter === undefined &&
	given.get(flag.name)?.every(value => value.trim() === '') === true;

/** Values that other flags tick in this question, `--ssh-grunt-iam-group` ssh-grunt, or untick. */
const tickedIn = (question: Question, given: Given, how: 'ticked' | 'unticked'): readonly string[] =>
	questions
		.filter(other => other.ticks?.question === question.id && given.has(other.flag.name))
		.filter(other => unticks(other, given) === (how === 'unticked'))
		.map(other => other.ticks?.value ?? '');

const wanted = (question: Question, draft: Draft, given: Given): Answer | undefined => {
	const values = given.get(question.flag.name);
	const ticked = tickedIn(question, given, 'ticked');
	const unticked = tickedIn(question, given, 'unticked').filter(value =>
		several(question.read(draft)).includes(value),
	);
	if (ticked.length + unticked.length === 0) {
		return values === undefined ? undefined : answerOf(question, values);
	}

	if (question.kind !== 'many') {
		return values === undefined ? (ticked[0] ?? '') : answerOf(question, values);
	}

	const answer = values === undefined ? question.read(draft) : answerOf(question, values);
	return [...new Set([...several(answer).filter(value => !unticked.includes(value)), ...ticked])];
};

/** What a draft became by flags: the draft, and the sentences that say what is wrong. */
type Applied = { readonly draft: Draft; readonly complaints: readonly string[] };

/** What answers are given by, and what is known of them. */
type Source = {
	readonly given: Given;
	readonly environment: Environment;
	readonly facts: Facts | undefined;
};

const applyOne = (applied: Applied, question: Question, { given, environment, facts }: Source): Applied => {
	const { draft, complaints } = applied;
	const flag = `--${question.flag.name}`;
	const applies = question.when?.(draft) ?? true;
	const answer = wanted(question, draft, given);
	if (answer === undefined) {
		// A variable that is set for everything is of no use where its question does not arise.
		const values = applies ? fromEnvironment(question, environment) : undefined;
		const decided = values && decide(draft, question, answerOf(question, values), facts);
		return decided === undefined
			? applied
			: 'complaint' in decided
				? { draft, complaints: [...complaints, `${environmentVariable(question)}: ${decided.complaint}`] }
				: { draft: decided.draft, complaints };
	}

	if (!applies) {
		const without = withoutAnswer(question, answer, draft);
		return without === undefined
			? { draft, complaints: [...complaints, `${flag}: ${countsWith(question)}.`] }
			: { draft: without, complaints };
	}

	const decided = decide(draft, question, answer, facts);
	return 'complaint' in decided
		? { draft, complaints: [...complaints, `${flag}: ${decided.complaint}`] }
		: { draft: decided.draft, complaints };
};

/** An answer that was dropped because of a flag, and the flag that settles it. */
const dropped = (draft: Draft, before: Draft): readonly string[] =>
	questions
		.filter(question => draft.notes[question.id] !== before.notes[question.id])
		.map(question => {
			const answer = question.read(draft);
			const value = typeof answer === 'string' ? answer : answer.join(',');
			const say = flagText(question, value === '' ? question.flag.value : value);
			return `${question.title}: ${draft.notes[question.id]}. Say which: ${say}`;
		});

/**
 * A draft with the answers that flags and environment variables give, in the order of the questions, each checked by
 * its question. A flag wins over a variable, a variable over what the draft holds.
 * @throws Problem (exit 2) that names everything that is wrong at once; also if a flag makes an earlier answer
 * impossible, since nobody would see that it was dropped.
 */
export const applyFlags = (
	draft: Draft,
	given: Given,
	environment: Environment = {},
	facts?: Facts,
): Draft => {
	const start: Applied = { draft, complaints: [] };
	const applied = questions
		.filter(({ within }) => within === undefined)
		.reduce((state, question) => applyOne(state, question, { given, environment, facts }), start);
	const complaints = [...applied.complaints, ...dropped(applied.draft, draft)];
	if (complaints.length > 0) {
		throw new Problem(`${wordFor(complaints.length, 'An answer', 'Some answers')} cannot be used.`, {
			reason: complaints.join('\n'),
			next: ['What each flag takes: packer-wizard new --help'],
		});
	}

	return applied.draft;
};

import { wordFor } from '../base/count.ts';
import { didYouMean } from '../base/nearest.ts';
import { Problem } from '../base/problem.ts';
import { several } from '../questions/answers.ts';
import { decide } from '../questions/decide.ts';
import { type Draft, newDraft } from '../questions/draft.ts';
import type { Answer, Question } from '../questions/question.ts';
import { findQuestion, questions } from '../questions/table.ts';
import { bundleObstacle, ownArgumentComplaint } from '../recipe/bundle-complaints.ts';
import { awsSchema, recipeSchema } from '../recipe/schema.ts';

/** `ssh-grunt.iam-group=ops`, and the question that it answers. */
type BundleSet = { readonly text: string; readonly question: Question; readonly value: string };

/** The places of the recipe, by the first of their names: what only an AMI takes goes without `aws.`, too. */
const places = [...Object.keys(recipeSchema.shape), ...Object.keys(awsSchema.shape)];

/** What stands in front of the value. */
const nameIn = (text: string): string => text.split('=', 1)[0] ?? '';

/** Whether what is set is a parameter of a bundle, or is meant to be, and no place of the recipe. */
export const isOfBundle = (text: string): boolean => {
	const [first = '', ...rest] = nameIn(text).split('.');
	const isPlace = places.includes(first) || first.startsWith('_');
	return !isPlace && first !== '' && rest.length > 0 && !rest.includes('');
};

/** Stands in front of the name of an argument that the catalogue does not know. */
const ownSign = '+';

const partsOf = (bundle: string): readonly Question[] =>
	questions.filter(({ parameter }) => parameter?.bundle === bundle);

/** The names that stand behind that of the bundle. */
const namesOf = (bundle: string): readonly string[] =>
	partsOf(bundle)
		.filter(({ parameter }) => parameter?.name !== ownSign)
		.map(({ id }) => id.slice(bundle.length + 1));

/** @throws Problem (exit 2) if the person's own argument cannot be one, whenever it is meant. */
const refuseArgument = (bundle: string, name: string): void => {
	const complaint = ownArgumentComplaint(bundle, name);
	if (complaint !== undefined) {
		throw new Problem(`${bundle} takes no argument ${ownSign}${name}.`, {
			reason: complaint,
			next: [
				namesOf(bundle).includes(name)
					? `Set the parameter: --set ${bundle}.${name}=…`
					: `For example: --set ${bundle}.install.${ownSign}debug=`,
			],
		});
	}
};

const isMoment = (text: string): boolean => text === 'install' || text === 'boot';

/**
 * The question that is meant; the moment may be said also where the name alone is clear.
 * @throws Problem (exit 2) with the nearest name, or with both moments where it is not.
 */
const questionOf = (bundle: string, rest: readonly string[]): Question => {
	const [first = '', second] = rest;
	const moment = second !== undefined && isMoment(first) ? first : undefined;
	const typed = (moment === undefined ? rest : rest.slice(1)).join('.');
	const name = typed.startsWith(ownSign) ? ownSign : typed;
	const [found, other] = partsOf(bundle).filter(
		({ parameter }) => parameter?.name === name && (moment === undefined || parameter.moment === moment),
	);
	if (name === ownSign) {
		refuseArgument(bundle, typed.slice(ownSign.length));
	}

	if (found && !other) {
		return found;
	}

	if (found) {
		throw new Problem(`${bundle} takes ${typed} when it is installed, and when a server boots.`, {
			reason: `Say which: --set ${bundle}.install.${typed}=…, or --set ${bundle}.boot.${typed}=….`,
		});
	}

	const names = namesOf(bundle);
	throw new Problem(`${bundle} has no parameter ${rest.join('.')}.${didYouMean(rest.join('.'), names)}`, {
		...(names.length > 0 && { reason: `It has ${names.join(', ')}.` }),
		next: [showBundle(bundle)],
	});
};

const showBundle = (bundle: string): string => `What each is for: packer-wizard bundles show ${bundle}`;

/** A value to show how one is given: what it is now, or what the flag calls it. */
const valueFor = (question: Question): string => several(question.read(newDraft()))[0] || question.flag.value;

const read = (text: string): BundleSet => {
	const name = nameIn(text);
	const [bundle = '', ...rest] = name.split('.');
	const obstacle = bundleObstacle(bundle);
	if (obstacle !== undefined) {
		const place = didYouMean(bundle, places);
		throw new Problem(`--set ${text} cannot be meant.`, {
			reason: place === '' ? obstacle : `The recipe has no place ${bundle}.${place}`,
			next: [
				place === ''
					? 'All bundles: packer-wizard bundles'
					: 'All places of a preset: packer-wizard presets show nodejs --json',
			],
		});
	}

	const question = questionOf(bundle, rest);
	if (name === text) {
		throw new Problem(`--set ${text} says no value.`, {
			reason: `${question.title}: ${question.text}`,
			next: [`For example: --set ${text}=${valueFor(question)}`, showBundle(bundle)],
		});
	}

	const value = text.slice(name.length + 1);
	const last = rest.at(-1) ?? '';
	return {
		text,
		question,
		value: last.startsWith(ownSign) ? [last.slice(1), value].filter(Boolean).join('=') : value,
	};
};

/** An argument of the person's own takes the place of those of its name, and leaves the others. */
const answerOf = (question: Question, draft: Draft, values: readonly string[]): Answer => {
	if (question.kind !== 'lines') {
		return values.at(-1) ?? '';
	}

	const nameOf = (line: string): string => line.split('=', 1)[0] ?? '';
	const others = question.parameter?.name === ownSign ? several(question.read(draft)) : [];
	const given = values.filter(value => value !== '');
	return [...others.filter(line => !given.some(value => nameOf(value) === nameOf(line))), ...given];
};

const onlyWith = ({ needs }: Question): string => `it counts only with ${needs}.`;

const decided = (
	draft: Draft,
	question: Question,
	answer: Answer,
): { draft: Draft } | { complaint: string } => {
	const { ticks } = question;
	const list = ticks && findQuestion(ticks.question);
	const isTicked = question.when?.(draft) ?? true;
	if (isTicked || !ticks || !list) {
		return decide(draft, question, answer);
	}

	const ticked = decide(draft, list, [...several(list.read(draft)), ticks.value]);
	return 'complaint' in ticked
		? ticked
		: question.when?.(ticked.draft)
			? decide(ticked.draft, question, answer)
			: { complaint: onlyWith(question) };
};

/** What was given, for a complaint; where it may be a secret without its value. */
const shown = ({ parameter }: Question, given: readonly BundleSet[]): string =>
	`--set ${given.map(({ text }) => (parameter?.isSecret ? `${nameIn(text)}=…` : text)).join(' ')}`;

/**
 * A draft with parameters of bundles as `--set` gives them; a bundle that is not chosen yet is. A list is given by
 * repetition, or emptied.
 * @throws Problem (exit 2) that names everything that is wrong at once.
 */
export const setParameters = (draft: Draft, sets: readonly string[]): Draft => {
	const byQuestion = Map.groupBy(sets.map(read), ({ question }) => question);
	// In the order of the questions, so that the order on the command line does not matter.
	const order = [...byQuestion].toSorted(([a], [b]) => questions.indexOf(a) - questions.indexOf(b));
	const complaints: string[] = [];
	let result = draft;
	for (const [question, given] of order) {
		const values = given.map(({ value }) => value);
		const next = decided(result, question, answerOf(question, result, values));
		if ('complaint' in next) {
			complaints.push(`${shown(question, given)}: ${next.complaint}`);
		} else {
			result = next.draft;
		}
	}

	// One that came later may be what makes another count for nothing.
	for (const [question, given] of order) {
		if (result.answered.includes(question.id) && !(question.when?.(result) ?? true)) {
			complaints.push(`${shown(question, given)}: ${onlyWith(question)}`);
		}
	}

	if (complaints.length > 0) {
		throw new Problem(`${wordFor(complaints.length, 'A value', 'Some values')} cannot be set.`, {
			reason: complaints.join('\n'),
			next: [...new Set([...byQuestion.keys()].flatMap(({ parameter }) => parameter?.bundle ?? []))].map(
				showBundle,
			),
		});
	}

	return result;
};

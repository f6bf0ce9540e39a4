import { didYouMean } from '../base/nearest.ts';
import type { Environment } from '../base/paths.ts';
import { answerVariables, ownVariables, variablePrefix } from '../base/variables.ts';
import type { Decisions, Question } from '../questions/question.ts';
import { findQuestion, questions } from '../questions/table.ts';

/** Answers by the flag's name. */
export type Given = ReadonlyMap<string, readonly string[]>;

/** The environment variable of a question: `PACKER_WIZARD_INSTANCE_TYPE`. */
export const environmentVariable = (question: Question): string =>
	`${variablePrefix}${question.flag.name.toUpperCase().replaceAll('-', '_')}`;

/** The values that the environment gives to a question, as a flag would; undefined if none. */
export const fromEnvironment = (
	question: Question,
	environment: Environment,
): readonly string[] | undefined => {
	const value = environment[environmentVariable(question)];
	return value === undefined || value === ''
		? undefined
		: question.kind === 'lines'
			? value.split('\n')
			: [value];
};

/** With which other answers a question arises that does not always: `it counts only with --encryption own`. */
export const countsWith = ({ ticks, needs }: Question): string => {
	const ticked = ticks && findQuestion(ticks.question);
	return `it counts only with ${ticked && ticks ? `--${ticked.flag.name} ${ticks.value}` : needs}`;
};

const ofQuestions = (decisions: Decisions, given: Given, environment: Environment): readonly string[] =>
	questions
		.filter(question => !(question.when?.(decisions) ?? true) && !given.has(question.flag.name))
		.filter(question => fromEnvironment(question, environment) !== undefined)
		.map(question => `${environmentVariable(question)} is not used: ${countsWith(question)}.`);

/** Variables that look like ours, in any letters, and are none. */
const unknown = (environment: Environment): readonly string[] => {
	const known = [...ownVariables, ...questions.map(environmentVariable)];
	return answerVariables(environment)
		.filter(name => !known.includes(name))
		.map(name => {
			// What all of them begin with says nothing about which is meant.
			const furthest = Math.max(2, Math.floor((name.length - variablePrefix.length) / 2));
			return `${name} is not used: there is no such variable.${didYouMean(name, known, furthest)}`;
		});
};

/**
 * Variables of ours that are set and count for nothing; a sentence each: those that nobody knows, and those of questions
 * that do not arise with these answers. A flag that is given instead is no reason to tell of one.
 */
export const unusedVariables = (
	decisions: Decisions,
	given: Given,
	environment: Environment,
): readonly string[] => [...unknown(environment), ...ofQuestions(decisions, given, environment)];

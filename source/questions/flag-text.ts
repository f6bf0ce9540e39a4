import type { Question } from './question.ts';

/** How an answer is given on a command line: `--region eu-west-1`, `--set ssh-grunt.iam-group=ops`. */
export const flagText = ({ id, parameter, flag }: Question, value = flag.value): string =>
	parameter === undefined ? `--${flag.name} ${value}` : `--set ${id}=${value}`;

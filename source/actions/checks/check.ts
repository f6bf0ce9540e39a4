import type { Problem } from '../../base/problem.ts';
import type { Check, Remedy } from '../../flow/checks.ts';

/** What is there. */
export const ok = (id: Check['id'], title: string, detail: string): Check => ({
	id,
	status: 'ok',
	title,
	detail,
	remedies: [],
});

/** The files go elsewhere. */
export const anotherFolder: Remedy = {
	id: 'another-folder',
	label: 'Another folder',
	details: ['give its path'],
	asks: { text: 'Folder for the files', secret: false },
};

/** A Problem as one line: what, and why. */
export const sentence = (problem: Problem): string =>
	[problem.message, problem.reason].filter(Boolean).join(' ');

/** What a Problem says to do where nothing can be done for the person. */
export const whatToDo = ({ next }: Problem): readonly Remedy[] =>
	next.length === 0 ? [] : [{ id: 'how-to', label: 'What to do', details: next }];

import { Interrupted } from '../../base/problem.ts';
import { type Back, back } from '../../plain/ask.ts';
import type { Prompts } from '../../plain/prompts.ts';
import type { Session } from './session.ts';

/** Asks a person something by a prompt; undefined if they went back or pressed Ctrl-C. */
export const askPerson = async <Answer>(
	session: Session,
	question: (prompts: Prompts) => Promise<Answer | Back>,
): Promise<Answer | undefined> => {
	const { openPrompts } = await import('../../plain/prompts.ts');
	const { stdin, signals } = session.context;
	try {
		const answer = await question(openPrompts(stdin, session.text, signals.ended));
		return answer === back ? undefined : answer;
	} catch (error) {
		if (error instanceof Interrupted) {
			return undefined;
		}

		throw error;
	}
};

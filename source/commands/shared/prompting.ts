import { Interrupted, Problem } from '../../base/problem.ts';
import type { Ask } from '../../flow/ask.ts';
import { type Back, back } from '../../plain/ask.ts';
import { askFirst } from '../../plain/ask-first.ts';
import type { Prompts } from '../../plain/prompts.ts';
import { openPrompts } from '../../plain/prompts.ts';
import { canAsk } from './mode.ts';
import type { Session } from './session.ts';

/** Asks a person something by a prompt; undefined if they went back or pressed Ctrl-C. */
export const askPerson = async <Answer>(
	session: Session,
	question: (prompts: Prompts) => Promise<Answer | Back>,
): Promise<Answer | undefined> => {
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

/**
 * Whether something is done that a person has to say yes to: by --yes, or asked for. `left` if they went back or pressed
 * Ctrl-C.
 * @param unasked why it is not done where nobody can be asked, and the line that names --yes.
 * @throws Problem (exit 2) where nobody can be asked.
 */
export const askForYes = async (
	session: Session,
	ask: Ask,
	[why, next]: readonly [why: string, next: string],
): Promise<'go' | 'safe' | 'left'> => {
	if (session.has('yes')) {
		return 'go';
	}

	if (!canAsk(session.mode)) {
		throw new Problem(why, { next: [next] });
	}

	return (await askPerson(session, prompts => askFirst(prompts, ask))) ?? 'left';
};

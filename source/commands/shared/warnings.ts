import type { Decisions } from '../../questions/question.ts';
import { warningsOf } from '../../questions/warnings.ts';
import type { Session } from './session.ts';

/** Says on standard error what is doubtful, where no review shows it. */
export const sayWarnings = ({ note }: Session, decisions: Decisions): void => {
	for (const { message } of warningsOf(decisions)) {
		note(`Warning: ${message}`);
	}
};

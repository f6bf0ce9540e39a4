import type { ExitCode } from '../../base/problem.ts';
import type { Usage } from '../../flags/help.ts';
import type { Session } from './session.ts';

/** One command: how it is used, and what it does. */
export type Command = {
	/** Also the list of its flags. */
	readonly usage: Usage;
	/** How many arguments it takes beside its flags. */
	readonly takes: number;
	/** Throws a Problem for everything that a person has to know. */
	readonly run: (session: Session) => Promise<ExitCode>;
};

import type { Line } from '../line.ts';
import { signs } from '../theme.ts';

export type LogPaneLine = {
	readonly text: string;
	/** Came on standard error, which is no error by itself. */
	readonly isStderr?: boolean;
	/** An error. */
	readonly isError?: boolean;
	/** The current match of a search. */
	readonly isMatch?: boolean;
	/** Was printed at another time. */
	readonly isEarlier?: boolean | undefined;
};

/** A line of a log as a row. */
export const logPaneLine = ({ text, isStderr, isError, isMatch, isEarlier }: LogPaneLine): Line => [
	...(isError
		? [{ text: `${signs.failed} `, style: 'failed' as const }]
		: isStderr
			? [{ text: `${signs.stderr} `, style: 'accent' as const }]
			: []),
	{ text, style: isMatch ? 'marked' : isEarlier ? 'earlier' : 'plain' },
];

import type { ReactNode } from 'react';
import type { Line } from '../line.ts';
import { Rows } from '../row.tsx';
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

const paneLine = ({ text, isStderr, isError, isMatch, isEarlier }: LogPaneLine): Line => [
	...(isError
		? [{ text: `${signs.failed} `, style: 'failed' as const }]
		: isStderr
			? [{ text: `${signs.stderr} `, style: 'accent' as const }]
			: []),
	{ text, style: isMatch ? 'marked' : isEarlier ? 'earlier' : 'plain' },
];

/** The lines of a log that are in sight, each cut to one row. */
export const LogPane = ({
	lines,
	width,
	height,
}: {
	readonly lines: readonly LogPaneLine[];
	readonly width: number;
	readonly height: number;
}): ReactNode => <Rows lines={lines.map(paneLine)} width={width} height={height} />;

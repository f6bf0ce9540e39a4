import { Box, useCursor } from 'ink';
import type { ReactNode } from 'react';
import { blank } from '../line.ts';
import { Row } from '../row.tsx';
import { type FrameParts, type FrameSize, frameBody, frameWidth, margin, rowsBelow } from './layout.ts';

/** A frame of exactly rows − 1 rows: header, body, footer, and the real cursor on the marked row or the caret. */
export const Frame = ({
	size,
	header,
	footer,
	overlay = [],
	caret,
	children,
}: FrameParts & { readonly size: FrameSize; readonly children: ReactNode }): ReactNode => {
	const { setCursorPosition } = useCursor();
	setCursorPosition(caret && { x: caret.x, y: caret.y });
	const width = frameWidth(size);
	const body = frameBody(size, header.length, footer.length);
	const { rows: below, taken } = rowsBelow(footer, overlay);
	return (
		<Box flexDirection="column" paddingLeft={margin} width={margin + width} height={size.rows - 1}>
			{[...header, blank].map((spans, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
				<Row key={index} spans={spans} width={width} />
			))}
			<Box flexDirection="column" flexShrink={0} height={body.height - taken} width={width} overflow="hidden">
				{children}
			</Box>
			{below.map((spans, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
				<Row key={index} spans={spans} width={width} />
			))}
		</Box>
	);
};

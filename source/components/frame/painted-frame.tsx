import { Box, Text, useCursor } from 'ink';
import { type ReactNode, useContext } from 'react';
import type { Line } from '../line.ts';
import { type FrameParts, type FrameSize, frameWidth, margin } from './layout.ts';
import { paintedRows } from './painted.ts';
import { SheetContext } from './sheet.ts';

/** A frame as `Frame` draws it, whose body is nothing but rows: what is too much of them is not drawn. */
export const PaintedFrame = ({
	size,
	rows,
	caret,
	...parts
}: FrameParts & { readonly size: FrameSize; readonly rows: readonly Line[] }): ReactNode => {
	const { setCursorPosition } = useCursor();
	setCursorPosition(caret && { x: caret.x, y: caret.y });
	const { put } = useContext(SheetContext);
	return (
		<Box width={margin + frameWidth(size)} height={size.rows - 1}>
			<Text wrap="truncate-end">{put(paintedRows(size, parts, rows)).join('\n')}</Text>
		</Box>
	);
};

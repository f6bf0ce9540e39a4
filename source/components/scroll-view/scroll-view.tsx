import type { ReactNode } from 'react';
import { type FrameSize, frameBody } from '../frame/layout.ts';
import { PaintedFrame } from '../frame/painted-frame.tsx';
import type { Line } from '../line.ts';

/** Rows that are read in a frame, from the row `top` on, as far as there are so many. */
export const ScrollView = ({
	size,
	header,
	headerRows = 1,
	footer,
	lines,
	top,
}: {
	readonly size: FrameSize;
	/** Is given which rows are in sight: `1-12 of 30`. */
	readonly header: (inSight: string) => readonly Line[];
	readonly headerRows?: number;
	readonly footer: Line;
	readonly lines: readonly Line[];
	readonly top: number;
}): ReactNode => {
	const { x, y, height } = frameBody(size, headerRows);
	const first = Math.min(top, Math.max(0, lines.length - height));
	const shown = lines.slice(first, first + height);
	return (
		<PaintedFrame
			size={size}
			header={header(`${first + 1}-${first + shown.length} of ${lines.length}`)}
			footer={[footer]}
			caret={{ x, y }}
			rows={shown}
		/>
	);
};

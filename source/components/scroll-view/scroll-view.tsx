import type { ReactNode } from 'react';
import { Frame } from '../frame/frame.tsx';
import { type FrameSize, frameBody } from '../frame/layout.ts';
import type { Line } from '../line.ts';
import { Rows } from '../row.tsx';

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
	const { x, y, width, height } = frameBody(size, headerRows);
	const first = Math.min(top, Math.max(0, lines.length - height));
	const shown = lines.slice(first, first + height);
	return (
		<Frame
			size={size}
			header={header(`${first + 1}-${first + shown.length} of ${lines.length}`)}
			footer={[footer]}
			caret={{ x, y }}
		>
			<Rows lines={shown} width={width} height={height} />
		</Frame>
	);
};

import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { withoutSigns } from './frame/sheet.ts';
import { fitLine, type Line, lineCells } from './line.ts';
import { styles } from './theme.ts';

/** One row, never wider than it may be. */
export const Row = ({ spans, width }: { readonly spans: Line; readonly width: number }): ReactNode => {
	const fitted = fitLine(spans, width);
	return (
		<Text wrap="truncate-end">
			{
				// A row without text would have no height.
				lineCells(fitted) === 0
					? ' '
					: fitted.map((span, index) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a row have no other identity
							<Text key={index} {...styles[span.style ?? 'plain']}>
								{withoutSigns(span.text)}
							</Text>
						))
			}
		</Text>
	);
};

/** Rows in a place of fixed size: the rest of it stays empty, and what is too much is not drawn. */
export const Rows = ({
	lines,
	width,
	height,
}: {
	readonly lines: readonly Line[];
	readonly width: number;
	readonly height: number;
}): ReactNode => (
	<Box flexDirection="column" flexShrink={0} width={width} height={height}>
		{lines.slice(0, height).map((spans, index) => (
			// biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
			<Row key={index} spans={spans} width={width} />
		))}
	</Box>
);

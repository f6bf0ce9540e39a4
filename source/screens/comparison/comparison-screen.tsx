import type { ReactNode } from 'react';
import { frameWidth, headerLine } from '../../components/frame/layout.ts';
import { type Line, line } from '../../components/line.ts';
import { ScrollView } from '../../components/scroll-view/scroll-view.tsx';
import type { Comparison } from '../../flow/compare.ts';
import { comparisonLines } from '../../flow/words/compare.ts';
import { footerLine } from '../footer.ts';
import { updateReading } from '../reading.ts';
import type { ScreenModule, Update, ViewProps } from '../state.ts';

export type ComparisonState = {
	readonly comparison: Comparison;
	/** Milliseconds since 1970. */
	readonly now: number;
	/** First row in sight. */
	readonly top: number;
};

type ComparisonEvent = never;

export const openComparison = (
	comparison: Comparison,
	now: number,
): Update<ComparisonState, ComparisonEvent> => ({ state: { comparison, now, top: 0 } });

/** The title stands above them. */
const rowsOf = ({ comparison, now }: ComparisonState): readonly Line[] =>
	comparisonLines(comparison, now)
		.slice(1)
		.map(text => line(text, text === '' || text.startsWith(' ') ? 'plain' : 'heading'));

const View = ({ state, size }: ViewProps<ComparisonState>): ReactNode => (
	<ScrollView
		size={size}
		header={inSight => [headerLine(line('Two builds compared', 'heading'), inSight, frameWidth(size))]}
		footer={footerLine('help', frameWidth(size))}
		lines={rowsOf(state)}
		top={state.top}
	/>
);

/** Two builds side by side. */
export const comparisonScreen: ScreenModule<ComparisonState, ComparisonEvent> = {
	update: (state, event) => updateReading(state, event, rowsOf(state).length),
	context: () => 'help',
	View,
};

import type { ReactNode } from 'react';
import { frameWidth, headerLine } from '../../components/frame/layout.ts';
import { type Line, line } from '../../components/line.ts';
import { ScrollView } from '../../components/scroll-view/scroll-view.tsx';
import type { BuildContents } from '../../flow/contents.ts';
import { contentsLines } from '../../flow/words/contents.ts';
import { footerLine } from '../footer.ts';
import { updateReading } from '../reading.ts';
import type { ScreenModule, Update, ViewProps } from '../state.ts';

export type ContentsState = {
	readonly contents: BuildContents;
	/** First row in sight. */
	readonly top: number;
};

type ContentsEvent = never;

export const openContents = (contents: BuildContents): Update<ContentsState, ContentsEvent> => ({
	state: { contents, top: 0 },
});

/** The title stands above them. */
const rowsOf = ({ contents }: ContentsState): readonly Line[] =>
	contentsLines(contents)
		.slice(1)
		.map(text => line(text, text === '' || text.startsWith(' ') ? 'plain' : 'heading'));

const View = ({ state, size }: ViewProps<ContentsState>): ReactNode => (
	<ScrollView
		size={size}
		header={inSight => [
			headerLine(
				line(`In the image of ${state.contents.build.name}, build ${state.contents.build.id}`, 'heading'),
				inSight,
				frameWidth(size),
			),
		]}
		footer={footerLine('help', frameWidth(size))}
		lines={rowsOf(state)}
		top={state.top}
	/>
);

/** What is in the image of a build. */
export const contentsScreen: ScreenModule<ContentsState, ContentsEvent> = {
	update: (state, event) => updateReading(state, event, rowsOf(state).length),
	context: () => 'help',
	View,
};

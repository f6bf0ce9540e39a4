import type { ReactNode } from 'react';
import { padEnd } from '../../base/cells.ts';
import { frameWidth, headerLine } from '../../components/frame/layout.ts';
import { blank, type Line, line } from '../../components/line.ts';
import { ScrollView } from '../../components/scroll-view/scroll-view.tsx';
import { footerLine } from '../footer.ts';
import type { KeyContext } from '../key-map.ts';
import { keyMap } from '../key-map.ts';
import { updateReading } from '../reading.ts';
import type { ScreenModule, Update, ViewProps } from '../state.ts';

export type HelpState = {
	/** Where help was asked for: its keys stand first. */
	readonly about: KeyContext;
	/** First row in sight. */
	readonly top: number;
};

type HelpEvent = never;

const contexts = Object.keys(keyMap) as readonly KeyContext[];

const section = (context: KeyContext): readonly Line[] => {
	const { title, caret, rows } = keyMap[context];
	const keys = rows.filter(row => Object.keys(row.keys).length > 0);
	return [
		line(title, 'heading'),
		...(caret ? [line('  Every letter is text here.')] : []),
		...keys.map(
			(row): Line => [
				{ text: `  ${padEnd(row.show, 20)}`, style: 'key' },
				{ text: row.when === 'filled' ? `${row.words}, after typing` : (row.explained ?? row.words) },
			],
		),
		blank,
	];
};

/** The whole page: the keys of the place one comes from, then all the others. */
const helpLines = (about: KeyContext): readonly Line[] => [
	...section(about),
	line('A › on the screen: every letter is text. Without one, letters are commands.'),
	line('Esc is one step back and never loses an answer. Ctrl-C leaves the program.'),
	blank,
	...contexts.filter(context => context !== about && context !== 'help').flatMap(section),
];

export const openHelp = (about: KeyContext): Update<HelpState, HelpEvent> => ({ state: { about, top: 0 } });

const View = ({ state, size }: ViewProps<HelpState>): ReactNode => (
	<ScrollView
		size={size}
		header={inSight => [headerLine(line('Keys', 'heading'), inSight, frameWidth(size))]}
		footer={footerLine('help', frameWidth(size))}
		lines={helpLines(state.about)}
		top={state.top}
	/>
);

/** The `?` page: the map of keys, in words. */
export const helpScreen: ScreenModule<HelpState, HelpEvent> = {
	update: (state, event) => updateReading(state, event, helpLines(state.about).length),
	context: () => 'help',
	View,
};

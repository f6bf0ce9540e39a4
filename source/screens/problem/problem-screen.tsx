import type { ReactNode } from 'react';
import { wrap } from '../../base/cells.ts';
import type { Whereabouts } from '../../base/paths.ts';
import { nextSteps, type Problem } from '../../base/problem.ts';
import { frameBody, frameWidth } from '../../components/frame/layout.ts';
import { blank, type Line, line } from '../../components/line.ts';
import { ScrollView } from '../../components/scroll-view/scroll-view.tsx';
import { scrolled } from '../../components/scroll-view/scrolled.ts';
import { signs } from '../../components/theme.ts';
import { interrupted } from '../exits.ts';
import { footerLine } from '../footer.ts';
import { commandFor } from '../keys.ts';
import type { ScreenModule, Update, ViewProps } from '../state.ts';

export type ProblemState = { readonly problem: Problem; readonly top: number };

type ProblemEvent = never;

const problemRows = (
	{ problem }: ProblemState,
	width: number,
	{ environment }: Whereabouts,
): readonly Line[] => [
	...wrap(problem.message, width - 2).map(
		(text, index): Line => [
			{ text: index === 0 ? `${signs.failed} ` : '  ', style: 'failed' },
			{ text, style: 'heading' },
		],
	),
	...(problem.reason === undefined
		? []
		: [blank, ...wrap(problem.reason, width - 2).map(text => line(`  ${text}`))]),
	...(problem.next.length === 0 ? [] : [blank]),
	...nextSteps(problem, environment).flatMap(step => wrap(step, width - 2).map(text => line(`  ${text}`))),
];

export const openProblem = (problem: Problem): Update<ProblemState, ProblemEvent> => ({
	state: { problem, top: 0 },
});

const View = ({ state, size, whereabouts }: ViewProps<ProblemState>): ReactNode => {
	const width = frameWidth(size);
	return (
		<ScrollView
			size={size}
			header={() => [line('That did not work', 'heading')]}
			footer={footerLine('help', width, { words: { back: 'back' }, without: ['move-up', 'move-down'] })}
			lines={problemRows(state, width, whereabouts)}
			top={state.top}
		/>
	);
};

/** What went wrong, why, and what to do; then it goes on where it was. */
export const problemScreen: ScreenModule<ProblemState, ProblemEvent> = {
	update: (state, event, whereabouts) => {
		if (event.type !== 'key') {
			return { state };
		}

		if (event.press.name === 'ctrl-c') {
			return { state, effects: [interrupted()] };
		}

		const command = event.press.name === 'enter' ? 'back' : commandFor('help', event.press);
		if (command === 'back' || command === 'close-or-quit') {
			return { state, effects: [{ type: 'close' }] };
		}

		const { width, height } = frameBody(event.size);
		const top =
			command && scrolled(command, state.top, problemRows(state, width, whereabouts).length, height);
		return { state: top === undefined ? state : { ...state, top } };
	},
	context: () => 'help',
	View,
};

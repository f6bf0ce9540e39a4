import type { Environment } from '../base/paths.ts';
import type { KeyPress } from '../components/keypress.ts';
import type { FirstHome } from '../flow/home.ts';
import { drawnFrame } from './drawn-frame.ts';
import { homeFrame } from './home/home-frame.ts';
import { moveMark } from './home/home-moves.ts';
import { openHome } from './home/home-state.ts';
import { commandFor } from './keys.ts';
import type { Size } from './state.ts';

/** Keys that move the mark, as terminals send them. */
const moves: readonly (readonly [string, KeyPress])[] = [
	['\u001B[A', { name: 'up' }],
	['\u001BOA', { name: 'up' }],
	['\u001B[B', { name: 'down' }],
	['\u001BOB', { name: 'down' }],
	['\u001B[5~', { name: 'page-up' }],
	['\u001B[6~', { name: 'page-down' }],
	['\u001B[H', { name: 'home' }],
	['\u001BOH', { name: 'home' }],
	['\u001B[F', { name: 'end' }],
	['\u001BOF', { name: 'end' }],
];

/** Home as it is on the screen before Ink is there. */
export type FirstFrame = {
	/** What shows it: Ink draws the same. */
	readonly text: string;
	/**
	 * Takes what is typed as long as that moves the mark. `text` shows where it stands then, `rest` is what the screens
	 * have to read.
	 */
	readonly type: (typed: string) => { readonly text: string; readonly rest: string };
	/** As the keys have left it. */
	readonly home: () => FirstHome;
};

export const firstFrame = (
	first: FirstHome,
	size: Size,
	environment: Environment,
	platform: NodeJS.Platform,
): FirstFrame => {
	const { state: opened } = openHome(first);
	let state = opened;
	const draw = (): string => drawnFrame(homeFrame(state, size), size, environment, platform);
	return {
		text: draw(),
		type: typed => {
			const before = state;
			let rest = typed;
			for (;;) {
				const [sent, press] = moves.find(([key]) => rest.startsWith(key)) ?? [];
				const command = press && commandFor('home', press);
				if (sent === undefined || !command) {
					return { text: state === before ? '' : draw(), rest };
				}

				state = moveMark(state, command, size);
				rest = rest.slice(sent.length);
			}
		},
		home: () => (state === opened ? first : { ...first, moved: state }),
	};
};

import { frameBody } from '../components/frame/layout.ts';
import { scrolled } from '../components/scroll-view/scrolled.ts';
import { commandFor } from './keys.ts';
import type { CommonEvent, Update } from './state.ts';

/** What an event does to a page that one only reads: it scrolls, and closes. */
export const updateReading = <State extends { readonly top: number }>(
	state: State,
	event: CommonEvent,
	rows: number,
): Update<State, never> => {
	if (event.type !== 'key') {
		return { state };
	}

	const command = commandFor('help', event.press);
	if (command === 'back' || command === 'close-or-quit') {
		return { state, effects: [{ type: 'close' }] };
	}

	if (command === 'interrupt') {
		return { state, effects: [{ type: 'close', handed: event }] };
	}

	const top = command && scrolled(command, state.top, rows, frameBody(event.size).height);
	return { state: top === undefined ? state : { ...state, top } };
};

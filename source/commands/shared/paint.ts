import { opening, otherScreen } from '../../screens/other-screen.ts';
import type { Size } from '../../screens/state.ts';

/** What is on the terminal before the screens are there. */
export type OnTerminal = {
	/** In cells, as it was painted. */
	readonly size: Size;
	/** The screens draw from now on. */
	readonly release: () => void;
	/** Leaves the terminal as it was, unless somebody else draws there. */
	readonly takeBack: () => void;
};

/** Puts a frame on the other screen of a terminal, which from then on keeps what is typed. */
export const paint = (stdout: NodeJS.WriteStream, stdin: NodeJS.ReadStream, frame: string): OnTerminal => {
	const { columns, rows } = stdout;
	let isOurs = true;
	stdin.setRawMode(true);
	stdout.write(opening + frame);
	const takeBack = (): void => {
		if (isOurs) {
			isOurs = false;
			stdout.write(otherScreen.leave);
			stdin.setRawMode(false);
		}
	};
	// The program may end before the screens are there, which put the terminal right.
	process.once('exit', takeBack);
	return {
		size: { columns, rows },
		release: () => {
			isOurs = false;
		},
		takeBack,
	};
};

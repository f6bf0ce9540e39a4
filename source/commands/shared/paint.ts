import { Interrupted, systemErrorCode } from '../../base/problem.ts';
import { opening, otherScreen } from '../../screens/other-screen.ts';
import type { Size } from '../../screens/state.ts';

/** What is on the terminal before the screens are there. */
export type OnTerminal = {
	/** In cells, as it was painted. */
	readonly size: Size;
	/** The screens draw from now on. */
	readonly release: () => unknown;
	/** Leaves the terminal as it was, unless somebody else draws there. */
	readonly takeBack: () => void;
};

/** Gets keys one by one. @throws Interrupted if the terminal is gone. */
const takeKeys = (stdin: NodeJS.ReadStream): void => {
	try {
		stdin.setRawMode(true);
	} catch (error) {
		throw new Interrupted(systemErrorCode(error) ?? 'The terminal is gone.');
	}
};

/** Puts a frame on the other screen of a terminal, which from then on keeps what is typed. */
export const paint = (stdout: NodeJS.WriteStream, stdin: NodeJS.ReadStream, frame: string): OnTerminal => {
	const { columns, rows } = stdout;
	let isOurs = true;
	takeKeys(stdin);
	stdout.write(opening + frame);
	const letGo = (): boolean => {
		const was = isOurs;
		isOurs = false;
		process.off('SIGQUIT', onQuit);
		return was;
	};
	const takeBack = (): void => {
		if (letGo()) {
			stdout.write(otherScreen.leave);
			if (!stdin.destroyed) {
				stdin.setRawMode(false);
			}
		}
	};
	const onQuit = (): void => {
		takeBack();
		process.kill(process.pid, 'SIGQUIT');
	};
	// The program may end before the screens are there, which put the terminal right; also by what nobody else takes.
	process.once('exit', takeBack);
	process.on('SIGQUIT', onQuit);
	return { size: { columns, rows }, release: letGo, takeBack };
};

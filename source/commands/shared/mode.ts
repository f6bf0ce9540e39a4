import { fitsScreen } from '../../base/cells.ts';

/** A stream as far as a terminal stands behind it; undefined if none does. */
export type TerminalSize = { readonly columns: number | undefined; readonly rows: number | undefined };

/** What decides how the program shows itself. */
export type ModeFacts = {
	/** Whether somebody types. */
	readonly stdin: boolean;
	readonly stdout: TerminalSize | undefined;
	readonly stderr: TerminalSize | undefined;
	/** The TERM variable. */
	readonly term: string | undefined;
	readonly switches: ReadonlySet<string>;
};

/** How the program shows itself. */
export type Mode = {
	/** `screen` and `plain` ask a person; `lines` and `json` ask nothing. */
	readonly front: 'screen' | 'plain' | 'lines' | 'json';
	/** Where everything for people goes. */
	readonly text: 'stdout' | 'stderr';
	/** Whether standard output is for `region<TAB>ami-id` lines alone. */
	readonly ids: boolean;
};

/** Chooses the front end from the terminals behind the streams and the flags. */
export const chooseMode = ({ stdin, stdout, stderr, term, switches }: ModeFacts): Mode => {
	if (switches.has('json')) {
		return { front: 'json', text: 'stderr', ids: false };
	}

	const terminal = stdout ?? stderr;
	// A person at standard error sees the text, and standard output stays for a program: $(packer-wizard run web).
	const text = stdout === undefined && stderr !== undefined ? 'stderr' : 'stdout';
	const ids = text === 'stderr';
	const quiet = switches.has('quiet');
	if (!stdin || terminal === undefined || switches.has('no-input') || quiet) {
		return { front: 'lines', text, ids: ids || quiet };
	}

	const plain = switches.has('plain') || term === 'dumb' || !fitsScreen(terminal);
	return { front: plain ? 'plain' : 'screen', text, ids };
};

/** Whether a person is there to be asked. */
export const canAsk = ({ front }: Mode): boolean => front === 'screen' || front === 'plain';

/** What a key asks for. A screen does what it can of it, and ignores the rest. */
export type CommandId =
	| 'move-up'
	| 'move-down'
	| 'move-left'
	| 'move-right'
	| 'page-up'
	| 'page-down'
	| 'move-to-start'
	| 'move-to-end'
	| 'activate'
	| 'toggle'
	| 'back'
	| 'insert'
	| 'delete-backward'
	| 'delete-forward'
	| 'new-line'
	| 'line-up'
	| 'line-down'
	| 'open-search'
	| 'clear-search'
	| 'next-match'
	| 'previous-match'
	| 'next-pane'
	| 'previous-pane'
	| 'help'
	| 'close-or-quit'
	| 'interrupt'
	| 'again'
	| 'edit'
	| 'delete'
	| 'save-preset'
	| 'write-files'
	| 'view-files'
	| 'copy'
	| 'show-log'
	| 'follow'
	| 'only-problems'
	| 'cancel-build'
	| 'contents'
	| 'compare'
	| 'images';

/** Keys that belong together, as the footer and the help page name them. */
export type KeyRow = {
	/** As people read it: `↑↓`. */
	readonly show: string;
	readonly words: string;
	/** What the help page says instead, where the footer tells of several keys at once. */
	readonly explained?: string;
	/** By the name of a key (`up`), or by the character it types (`r`). */
	readonly keys: Readonly<Record<string, CommandId>>;
	/** Whether the footer has room for it; the help page has all. */
	readonly footer?: boolean;
	/** Only while nothing is typed at the caret, or only while something is. */
	readonly when?: 'empty' | 'filled';
};

/** The keys of one context, in the order of its footer. */
export type KeyTable = {
	/** Heading on the help page. */
	readonly title: string;
	/** A caret is on the screen: every letter, digit and sign is text. */
	readonly caret: boolean;
	readonly rows: readonly KeyRow[];
};

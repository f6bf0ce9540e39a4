/** A key that was pressed; the app that changed on its own; what nobody acts on, such as a log that grows. */
export type ChangeKind = 'by-key' | 'on-its-own' | 'background';

/** What changed, told to whoever draws it, and what of it can be seen. */
export type Drawing = {
	/** Calls back after every change. Gives the function that ends it. */
	readonly subscribe: (onChange: () => void) => () => void;
	/** Grows with every change. */
	readonly version: () => number;
	readonly changed: (kind: ChangeKind) => void;
	/** The newest version that changed what one acts on. */
	readonly actedOn: () => number;
	/** The app as it was at that version can be seen now. */
	readonly drawn: (version: number) => void;
	/** Whether what one acts on can be seen as it is. */
	readonly isDrawn: () => boolean;
	readonly close: () => void;
};

/** Changes that come on their own are told at most so often, in milliseconds; a key is told at once. */
const calm = 33;

/** At the beginning nothing was drawn. */
export const openDrawing = (): Drawing => {
	const listeners = new Set<() => void>();
	let version = 0;
	let actedOn = 0;
	let drawn = -1;
	let timer: NodeJS.Timeout | undefined;
	const tell = (): void => {
		clearTimeout(timer);
		timer = undefined;
		for (const listener of listeners) {
			listener();
		}
	};

	return {
		subscribe: onChange => {
			listeners.add(onChange);
			return () => listeners.delete(onChange);
		},
		version: () => version,
		changed: kind => {
			version++;
			if (kind !== 'background') {
				actedOn = version;
			}

			if (kind === 'by-key') {
				tell();
			} else {
				timer ??= setTimeout(tell, calm);
			}
		},
		actedOn: () => actedOn,
		drawn: at => {
			drawn = Math.max(drawn, at);
		},
		isDrawn: () => drawn >= actedOn,
		close: () => clearTimeout(timer),
	};
};

/** The first row in sight after an action of that name, of so many rows in a place of so many; undefined if it does not scroll. */
export const scrolled = (name: string, top: number, rows: number, height: number): number | undefined => {
	const last = Math.max(0, rows - height);
	const at = Math.min(top, last);
	const page = Math.max(1, height - 1);
	switch (name) {
		case 'move-up':
			return Math.max(0, at - 1);
		case 'move-down':
			return Math.min(last, at + 1);
		case 'page-up':
			return Math.max(0, at - page);
		case 'page-down':
			return Math.min(last, at + page);
		case 'move-to-start':
			return 0;
		case 'move-to-end':
			return last;
		default:
			return undefined;
	}
};

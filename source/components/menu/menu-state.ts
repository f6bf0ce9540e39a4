/** Moves in a menu that is always wholly there. */
export type MenuAction =
	| { readonly type: 'move-up' }
	| { readonly type: 'move-down' }
	| { readonly type: 'page-up' }
	| { readonly type: 'page-down' }
	| { readonly type: 'move-to-start' }
	| { readonly type: 'move-to-end' };

/** The id that is marked among those there are: the first one if the marked one is gone. */
export const markedId = (ids: readonly string[], marked: string | undefined): string | undefined =>
	marked !== undefined && ids.includes(marked) ? marked : ids[0];

/** The index that is marked after a move among so many. It stops at both ends. */
export const updateMark = (count: number, marked: number, { type }: MenuAction): number => {
	const last = Math.max(0, count - 1);
	switch (type) {
		case 'move-up':
			return Math.max(0, marked - 1);
		case 'move-down':
			return Math.min(last, marked + 1);
		case 'page-up':
		case 'move-to-start':
			return 0;
		case 'page-down':
		case 'move-to-end':
			return last;
	}
};

/** The id that is marked after a move. */
export const updateMenu = (
	ids: readonly string[],
	marked: string | undefined,
	action: MenuAction,
): string | undefined => ids[updateMark(ids.length, ids.indexOf(markedId(ids, marked) ?? ''), action)];

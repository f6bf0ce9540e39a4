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

/** The id that is marked after a move. It stops at both ends. */
export const updateMenu = (
	ids: readonly string[],
	marked: string | undefined,
	action: MenuAction,
): string | undefined => {
	const index = ids.indexOf(markedId(ids, marked) ?? '');
	switch (action.type) {
		case 'move-up':
			return ids[Math.max(0, index - 1)];
		case 'move-down':
			return ids[Math.min(ids.length - 1, index + 1)];
		case 'page-up':
		case 'move-to-start':
			return ids[0];
		case 'page-down':
		case 'move-to-end':
			return ids.at(-1);
	}
};

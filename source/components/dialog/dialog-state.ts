/** A choice of a dialog. */
export type DialogOption = { readonly value: string; readonly label: string };

/** Which of a few choices is marked. */
export type DialogState = { readonly selected: number };

export type DialogAction = { readonly type: 'move-left' } | { readonly type: 'move-right' };

/** A dialog on its first choice: the safe one stands there. */
export const openDialog: DialogState = { selected: 0 };

/** Moves round: after the last comes the first. */
export const updateDialog = (state: DialogState, action: DialogAction, count: number): DialogState => ({
	selected: (state.selected + (action.type === 'move-left' ? count - 1 : 1)) % Math.max(1, count),
});

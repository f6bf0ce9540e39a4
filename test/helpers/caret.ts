type Ink = typeof import('ink');
type Point = { readonly x: number; readonly y: number };

/** By the stream that is drawn on. */
const carets = new WeakMap<object, Point>();

/** Where the cursor stands, as the screen that was drawn there last said it. */
export const caretOn = (stdout: object): Point | undefined => carets.get(stdout);

/**
 * Ink, of which it is known where it would put the cursor: the library that renders for tests has none. A test file says
 * `vi.mock('ink', async original => (await import('…/helpers/caret.ts')).withCaret(await original()))`.
 */
export const withCaret = (ink: Ink): Ink => ({
	...ink,
	useCursor: () => {
		const { stdout } = ink.useStdout();
		return {
			setCursorPosition: position => {
				if (position) {
					carets.set(stdout, position);
				} else {
					carets.delete(stdout);
				}
			},
		};
	},
});

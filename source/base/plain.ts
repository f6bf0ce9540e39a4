/**
 * Whether each character of a text takes one cell and is one sign: most texts, with the signs of our own rows. This is known
 * without what ICU knows of characters, which takes longer to read than all of a first screen.
 */
export const isPlain = (text: string): boolean => /^[ -~¡-¬®-ʯ–—‘-”…›←-↓→×─│✓✗▸❯]*$/.test(text);

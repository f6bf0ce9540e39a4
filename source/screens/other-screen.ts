/** The other screen, and back from it to the terminal as it was. */
export const otherScreen = { enter: '\u001B[?1049h', leave: '\u001B[?2004l\u001B[?1049l' } as const;

/** What begins a first frame: the other screen, where a paste is told from keys from the beginning. */
export const opening = `${otherScreen.enter}\u001B[?2004h`;

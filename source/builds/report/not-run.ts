/** What is said of a step, or of the phase, that a rehearsal only checked. */
export const notRunText = 'not run';

/**
 * Milliseconds since 1970 as this process counts them: from its start on by a clock that nobody sets. What is measured
 * between two moments, or fires when one has come, counts by this; `Date.now()` is for what other programs dated.
 */
export const steadyNow = (): number => performance.timeOrigin + performance.now();

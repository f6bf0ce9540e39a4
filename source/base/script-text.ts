/** The largest file that is taken for a script, in bytes. */
export const largestScript = 8 * 1024 * 1024;

/** A script without the line ends of Windows, of which a shell takes the first half for a part of the line. */
export const withUnixEnds = (script: string): string => script.replaceAll(/\r(?=\n|$)/g, '');

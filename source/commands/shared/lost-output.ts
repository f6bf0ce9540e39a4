import { writeLine } from '../../base/printable.ts';
import { exitCodes } from '../../base/problem.ts';
import { whyUnwritable } from '../../base/unwritable.ts';

/**
 * Whoever reads our output may stop early (`| head`), or close the terminal: no reason to fail, a build goes on. What a
 * full disk or the like does not take is told.
 */
export const watchOutput = (
	stream: NodeJS.ReadStream | NodeJS.WriteStream,
	lost: (error: unknown) => void,
): void => {
	stream.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code !== 'EPIPE' && error.code !== 'EIO') {
			lost(error);
		}
	});
};

/** Tells that standard output takes no more, and lets the exit code of the program say so. */
export const tellLost = (error: unknown): void => {
	process.once('exit', code => {
		process.exitCode = code === exitCodes.left ? code : exitCodes.missing;
	});
	writeLine(process.stderr, `Standard output cannot be written. ${whyUnwritable(error)}`);
};

import { isUtf8 } from 'node:buffer';
import { stat } from 'node:fs/promises';
import { readRegular, whyUnreadable } from '../base/files.ts';
import type { Whereabouts } from '../base/paths.ts';
import { shownPath, typedPath } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { largestScript } from '../base/script-text.ts';

/** A script of the person's own: its text, and the permissions that a copy of it gets. */
type Script = { readonly text: string; readonly mode: number };

/**
 * @param what it is called if it is no script of a step, but another file of the person's.
 * @throws Problem (exit 2) if it cannot be used.
 */
export const readScript = async (
	script: string,
	{ cwd, environment }: Whereabouts,
	what: 'script' | 'file' = 'script',
): Promise<Script> => {
	const file = typedPath(script, { environment, cwd });
	const shown = shownPath(file, { environment, cwd });
	const refuse = (reason: string, cause?: unknown): Problem =>
		new Problem(`The ${what} ${shown} cannot be used.`, {
			reason,
			next: ['Name another file, or write it first.'],
			exitCode: exitCodes.usage,
			cause,
		});
	try {
		const found = await stat(file);
		if (!found.isFile()) {
			throw refuse(found.isDirectory() ? 'It is a folder.' : 'It is no file.');
		}

		if (found.size > largestScript) {
			throw refuse('It is larger than 8 MB.');
		}

		const bytes = await readRegular(file);
		if (!isUtf8(bytes) || bytes.includes(0)) {
			// The copy would not be what the person wrote.
			throw refuse('It is no text in UTF-8.');
		}

		// Nobody else may write a copy of ours, and we must be able to read it.
		return { text: bytes.toString(), mode: (found.mode & 0o755) | 0o600 };
	} catch (error) {
		if (error instanceof Problem) {
			throw error;
		}

		throw refuse(whyUnreadable(error), error);
	}
};

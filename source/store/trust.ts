import path from 'node:path';
import { exists } from '../base/files.ts';
import { type Environment, stateFolder } from '../base/paths.ts';
import { writeFileAtomically } from '../base/write-file.ts';

/** What the person looked at and said yes to, by the SHA-256 of its content: a file for each, so that runs side by side lose none. */
const trustedFile = (sum: string, environment: Environment): string =>
	path.join(stateFolder(environment), 'trusted', sum);

/** Whether the person said yes to this content before. */
export const isTrusted = (sum: string, environment: Environment): Promise<boolean> =>
	exists(trustedFile(sum, environment));

/**
 * Remembers a yes to a content.
 * @param sum its SHA-256, hexadecimal.
 * @param what it was, for a person who looks there.
 * @throws Problem (exit 3) if it cannot be kept.
 */
export const rememberTrust = (
	sum: string,
	what: readonly string[],
	environment: Environment,
): Promise<void> => writeFileAtomically(trustedFile(sum, environment), `${what.join('\n')}\n`, 0o600);

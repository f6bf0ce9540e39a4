import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { typedPath, type Whereabouts } from '../base/paths.ts';

/** Where signing in leaves something: `aws configure`, `aws sso login`, `aws login`, and tools that write keys. */
const signInFiles = ({ environment }: Whereabouts): readonly string[] => [
	environment['AWS_CONFIG_FILE'] || '~/.aws/config',
	environment['AWS_SHARED_CREDENTIALS_FILE'] || '~/.aws/credentials',
	...(environment['AWS_WEB_IDENTITY_TOKEN_FILE'] ? [environment['AWS_WEB_IDENTITY_TOKEN_FILE']] : []),
];
const signInFolders = ['~/.aws/sso/cache', '~/.aws/cli/cache', '~/.aws/login/cache'];

const changedAt = async (file: string): Promise<number> => {
	try {
		return (await stat(file)).mtimeMs;
	} catch {
		return 0;
	}
};

const filesIn = async (folder: string): Promise<readonly string[]> => {
	try {
		return (await readdir(folder)).map(name => path.join(folder, name));
	} catch {
		return [];
	}
};

/**
 * Whether somebody signed in since: what a sign-in leaves on this computer is newer. Whether AWS accepts that only AWS
 * can say. Throws nothing.
 * @param time milliseconds since 1970.
 */
export const isRenewedSince = async (time: number, whereabouts: Whereabouts): Promise<boolean> => {
	const cached = await Promise.all(signInFolders.map(folder => filesIn(typedPath(folder, whereabouts))));
	const files = [...signInFiles(whereabouts).map(file => typedPath(file, whereabouts)), ...cached.flat()];
	return (await Promise.all(files.map(changedAt))).some(changed => changed > time);
};

/** Milliseconds between two looks at the files. */
const lookInterval = 1000;

/**
 * Waits until a sign-in leaves something on this computer; AWS is not asked.
 * @param since milliseconds since 1970.
 * @throws the reason of the signal.
 */
export const untilRenewed = async (
	since: number,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<void> => {
	while (!(await isRenewedSince(since, whereabouts))) {
		await setTimeout(lookInterval, undefined, { signal }).catch(() => undefined);
		signal.throwIfAborted();
	}
};

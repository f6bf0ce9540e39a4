import { accessSync, constants, lstatSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { systemErrorCode } from '../../base/problem.ts';

/** Why Packer would not even start with that home folder. One that is not there is none to it, which is fine. */
const whyNoHome = (folder: string): string | undefined => {
	if (!path.isAbsolute(folder)) {
		return 'which is no absolute path';
	}

	try {
		// What lies in a file, or in a folder that one may not enter, cannot be looked for.
		lstatSync(path.join(folder, '.packerconfig'));
		return undefined;
	} catch (error) {
		switch (systemErrorCode(error)) {
			case 'ENOTDIR':
				return 'which is no folder';
			case 'EACCES':
				return 'which is a folder that you may not enter';
			default:
				return undefined;
		}
	}
};

/**
 * The home folder of the account; the root folder for a user that the system does not know, as in a container, or whose
 * home is none.
 */
const accountHome = (): string => {
	const { root } = path.parse(process.cwd());
	try {
		const { homedir } = userInfo();
		return homedir && whyNoHome(homedir) === undefined ? homedir : root;
	} catch {
		return root;
	}
};

const whyNoTemporaryFolder = (folder: string): string | undefined => {
	if (!path.isAbsolute(folder)) {
		return 'which is no absolute path';
	}

	try {
		accessSync(folder, constants.W_OK | constants.X_OK);
		return statSync(folder).isDirectory() ? undefined : 'which is no folder';
	} catch {
		return 'which is no folder that can be written';
	}
};

/** Where the variables of the system name a temporary folder: Node.js asks all three, Packer and Podman the first. */
const temporaryVariables = ['TMPDIR', 'TMP', 'TEMP'];

/**
 * Puts right, in place, what of an environment would mislead us and every program that we start: a home folder or a
 * temporary folder that is none. An empty or a missing one counts as unset, as it does elsewhere.
 * @returns a sentence for each that was set wrong.
 */
export const settleEnvironment = (environment: NodeJS.ProcessEnv): readonly string[] => {
	const told: string[] = [];
	const { HOME: home } = environment;
	const whyNot = home ? whyNoHome(home) : undefined;
	if (!home || whyNot !== undefined) {
		environment['HOME'] = accountHome();
		if (whyNot !== undefined) {
			told.push(`HOME is ${home}, ${whyNot}: ${environment['HOME']} is used.`);
		}
	}

	for (const name of temporaryVariables) {
		const folder = environment[name];
		const why = folder ? whyNoTemporaryFolder(folder) : undefined;
		if (why !== undefined) {
			delete environment[name];
			told.push(`${name} is ${folder}, ${why}: the system's temporary folder is used.`);
		}
	}

	return told;
};

import { accessSync, constants, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';

/** The home folder of the account; the root folder for a user that the system does not know, as in a container. */
const accountHome = (): string => {
	try {
		return userInfo().homedir || path.parse(process.cwd()).root;
	} catch {
		return path.parse(process.cwd()).root;
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
	if (!home || !path.isAbsolute(home)) {
		environment['HOME'] = accountHome();
		if (home) {
			told.push(`HOME is ${home}, which is no absolute path: ${environment['HOME']} is used.`);
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

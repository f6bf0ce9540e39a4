import path from 'node:path';
import type { Environment } from './paths.ts';
import { shellPath } from './shell.ts';

/**
 * How this program is started again from where the person is, for commands that are printed: `packer-wizard` where it
 * is installed, else the way in which it was started now.
 */
export const programCommand = (environment: Environment): string => {
	if (environment['npm_lifecycle_event'] === 'start' && environment['npm_package_name'] === 'packer-wizard') {
		const { npm_config_local_prefix: checkout, INIT_CWD: folder } = environment;
		const isBelow =
			checkout === undefined ||
			folder === undefined ||
			`${folder}${path.sep}`.startsWith(`${checkout}${path.sep}`);
		return isBelow ? 'npm start --' : `npm --prefix ${shellPath(checkout)} start --`;
	}

	return environment['npm_command'] === 'exec' ? 'npx packer-wizard' : 'packer-wizard';
};

/** A text with the commands of this program in it as they work here: `npm start -- help` from a checkout. */
export const asStartedHere = (text: string, environment: Environment): string =>
	text.replaceAll(/packer-wizard (?=[a-z-])/g, `${programCommand(environment)} `);

import type { Environment } from './paths.ts';

/**
 * How this program is started again from where the person is, for commands that are printed: `packer-wizard` where it
 * is installed, else the way in which it was started now.
 */
export const programCommand = (environment: Environment = process.env): string => {
	if (environment['npm_lifecycle_event'] === 'start' && environment['npm_package_name'] === 'packer-wizard') {
		return 'npm start --';
	}

	return environment['npm_command'] === 'exec' ? 'npx packer-wizard' : 'packer-wizard';
};

/** A text with the commands of this program in it as they work here: `npm start -- help` from a checkout. */
export const asStartedHere = (text: string, environment: Environment = process.env): string =>
	text.replaceAll(/packer-wizard (?=[a-z-])/g, `${programCommand(environment)} `);

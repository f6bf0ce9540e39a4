import type { Environment } from '../base/paths.ts';
import { recordsOf, runCommand, textsOf } from './command.ts';
import { toolEnvironment } from './environment.ts';
import type { PackerProgram } from './find.ts';

/** What Packer says of a template: nothing to object, or why not, on one line. */
export type Validation = { readonly kind: 'valid' } | { readonly kind: 'invalid'; readonly reason: string };

/** Milliseconds; a plugin of 130 MB is started for it. */
const limit = 120_000;

/**
 * Has Packer check the template in a folder: its form, and what the plugins say of their settings. Nothing in AWS is
 * asked, so a region or credentials that do not exist are not noticed.
 * @param environment with the variables that hold the secrets of the template, if they may be empty.
 */
export const validateTemplate = async (
	program: Pick<PackerProgram, 'path'>,
	folder: string,
	environment: Environment = process.env,
): Promise<Validation> => {
	const result = await runCommand(program.path, ['validate', '-machine-readable', '.'], {
		environment: toolEnvironment(environment),
		folder,
		limit,
	});
	if (result.exitCode === 0) {
		return { kind: 'valid' };
	}

	if (result.timedOut) {
		return { kind: 'invalid', reason: 'Packer did not finish its check.' };
	}

	const texts = [...textsOf(recordsOf(result.stdout)), result.stderr];
	const reason = texts.join(' ').replaceAll(/\s+/g, ' ').trim();
	return { kind: 'invalid', reason: reason === '' ? 'Packer did not say why.' : reason };
};

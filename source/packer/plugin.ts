import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Environment } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { runCommand } from '../base/run-command.ts';
import { compareVersions, parseVersion, type Version } from '../base/versions.ts';
import { recordsOf, textsOf } from './decode.ts';
import { toolEnvironment } from './environment.ts';
import type { PackerProgram } from './find.ts';
import { hashicorpSource, satisfies } from './plugin-versions.ts';

export type PackerPlugin = {
	/** Absolute. */
	readonly path: string;
	readonly version: Version;
	/** `1.8.2`, `1.8.3-dev`. */
	readonly versionText: string;
};

/** HashiCorp's plugins that make images. */
type ImagePlugin = 'amazon' | 'docker';

/** For what each is, in a sentence. */
const made: Readonly<Record<ImagePlugin, string>> = { amazon: 'Amazon EC2', docker: 'container images' };

/** Milliseconds that Packer has to list what is installed. */
const listLimit = 30_000;

const pluginOf = (file: string, name: string): PackerPlugin | undefined => {
	const [, of, versionText] =
		/\/github\.com\/hashicorp\/(\w+)\/packer-plugin-\w+_v([^_]+)_[^/]*$/.exec(file) ?? [];
	if (of !== name) {
		return undefined;
	}

	const version = versionText === undefined ? undefined : parseVersion(versionText);
	return versionText !== undefined && version ? { path: file, version, versionText } : undefined;
};

const findNamed = async (
	name: string,
	program: PackerProgram,
	environment: Environment,
	versions: string | undefined,
	signal: AbortSignal | undefined,
): Promise<PackerPlugin | undefined> => {
	const { stdout } = await runCommand(program.path, ['plugins', 'installed', '-machine-readable'], {
		environment: toolEnvironment(environment),
		limit: listLimit,
		signal,
	});
	return textsOf(recordsOf(stdout))
		.flatMap(text => text.split('\n'))
		.flatMap(line => pluginOf(line.trim(), name) ?? [])
		.filter(({ version }) => versions === undefined || satisfies(version, versions))
		.sort((a, b) => compareVersions(b.version, a.version))[0];
};

/**
 * The newest plugin that makes images and that this Packer would use, undefined if there is none.
 * @param versions a constraint as templates write it; any version without it.
 * @throws the reason of the signal; nothing else.
 */
export const findPlugin = (
	program: PackerProgram,
	environment: Environment,
	versions?: string,
	signal?: AbortSignal,
	name: ImagePlugin = 'amazon',
): Promise<PackerPlugin | undefined> => findNamed(name, program, environment, versions, signal);

/**
 * Whether this Packer has a plugin of HashiCorp's, by its name, in one of these versions.
 * @throws the reason of the signal; nothing else.
 */
export const hasPlugin = async (
	program: PackerProgram,
	name: string,
	versions: string,
	environment: Environment,
	signal?: AbortSignal,
): Promise<boolean> => (await findNamed(name, program, environment, versions, signal)) !== undefined;

/** What Packer says when it cannot get a plugin, and the sentence for it. The first match wins. */
const initFailures: readonly { readonly pattern: RegExp; readonly reason: string; readonly next: string }[] =
	[
		{
			pattern: /rate limit/i,
			reason: 'GitHub answers no more for a while: too many requests from this network.',
			next: 'Try again in an hour, or set PACKER_GITHUB_API_TOKEN to a token of yours.',
		},
		{
			pattern:
				/no such host|i\/o timeout|connection refused|network is unreachable|no route to host|proxyconnect|TLS handshake|dial tcp/i,
			reason: 'releases.hashicorp.com and github.com cannot be reached from here.',
			next: 'Check the network and try again; Packer takes a proxy from HTTPS_PROXY.',
		},
		{
			pattern: /no release version found|could not get sha256 checksum file/i,
			reason: 'This Packer finds no version of it that fits: newer ones are not on GitHub any more.',
			next: 'Get a newer Packer.',
		},
		{
			pattern: /[Cc]hecksums? .*did not match/,
			reason: 'What came is not what was expected: something in between changes files.',
			next: 'Try again from another network.',
		},
		{
			pattern: /permission denied|read-only file system|no space left/i,
			reason: "Packer's folder for plugins cannot be written.",
			next: 'Set PACKER_PLUGIN_PATH to a folder of yours.',
		},
	];

const initProblem = (name: ImagePlugin, said: string, folderHint: string): Problem => {
	const text = said.replaceAll(/\s+/g, ' ').trim();
	const known = initFailures.find(({ pattern }) => pattern.test(text));
	return new Problem(`Packer could not get its plugin for ${made[name]}.`, {
		reason: known?.reason ?? (text === '' ? 'It did not say why.' : text),
		next: [...(known ? [known.next] : []), folderHint],
		exitCode: exitCodes.missing,
	});
};

/** The file that asks for the plugin. The version comes from us, never from a person. */
const requirement = (name: ImagePlugin, versions: string): string =>
	[
		'packer {',
		'  required_plugins {',
		`    ${name} = {`,
		`      source  = "${hashicorpSource(name)}"`,
		`      version = "${versions}"`,
		'    }',
		'  }',
		'}',
		'',
	].join('\n');

/**
 * Has Packer get a plugin (`packer init`) into its folder for plugins. Does nothing and needs no network if one
 * that fits is there. Whoever calls has asked first.
 * @param versions a constraint as templates write it: `>= 1.3.9, < 2.0.0`.
 * @param say is told what Packer says.
 * @throws Problem (exit 3) with the reason: no network, rate limit, no version that fits; or the reason of the signal.
 */
export const installPlugin = async (
	program: PackerProgram,
	{
		environment,
		versions,
		name = 'amazon',
		say = () => {},
		signal,
	}: {
		readonly environment: Environment;
		readonly versions: string;
		readonly name?: ImagePlugin;
		readonly say?: (line: string) => void;
		readonly signal?: AbortSignal | undefined;
	},
): Promise<void> => {
	const folder = await mkdtemp(path.join(tmpdir(), 'packer-wizard-init-'));
	try {
		await writeFile(path.join(folder, 'plugins.pkr.hcl'), requirement(name, versions));
		say(`packer init: ${hashicorpSource(name)} ${versions}`);
		const result = await runCommand(program.path, ['init', '-machine-readable', '.'], {
			// What Packer downloads goes with the folder if it has to be killed.
			environment: { ...toolEnvironment(environment), TMPDIR: folder },
			folder,
			signal,
		});
		const texts = textsOf(recordsOf(result.stdout)).flatMap(text => text.split('\n'));
		if (result.exitCode !== 0) {
			throw initProblem(
				name,
				[...texts, result.stderr].join('\n'),
				`Or by hand: packer plugins install ${hashicorpSource(name)}`,
			);
		}

		for (const text of texts) {
			say(text);
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
};

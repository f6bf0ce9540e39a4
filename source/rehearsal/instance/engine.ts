import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Environment } from '../../base/paths.ts';
import { type CommandResult, runCommand } from '../../base/run-command.ts';
import { withoutSecrets } from '../../base/secrets.ts';
import type { Architecture } from '../../catalog/base-images.ts';

/** A container engine that answers. */
export type Engine = {
	/** `docker` or `podman`, as found on the person's PATH. */
	readonly program: string;
	readonly architecture: Architecture | undefined;
	readonly environment: Environment;
	/** Where the program is started: a folder that is sure to exist. */
	readonly folder: string;
};

/** An engine answers within this many milliseconds, or is taken to be none. */
const patience = 6_000;

/**
 * Runs the engine's program to its end, at most for some milliseconds.
 * @throws the reason of the signal.
 */
export const runEngine = (
	{ program, environment, folder }: Omit<Engine, 'architecture'>,
	args: readonly string[],
	{ milliseconds, signal }: { readonly milliseconds: number; readonly signal?: AbortSignal | undefined },
): Promise<CommandResult> => runCommand(program, args, { environment, folder, limit: milliseconds, signal });

/** Starts the engine's program with pipes to its standard streams. Whoever asked for it may end before it has read all. */
export const startEngine = (
	{ program, environment, folder }: Omit<Engine, 'architecture'>,
	args: readonly string[],
): ChildProcessWithoutNullStreams => {
	const child = spawn(program, args, { cwd: folder, env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
	child.stdin.on('error', () => {});
	return child;
};

const architectureNames: Readonly<Record<string, Architecture>> = {
	amd64: 'x86_64',
	x86_64: 'x86_64',
	arm64: 'arm64',
	aarch64: 'arm64',
};

/** The engines' names for a processor, as a base image has it; undefined for others. */
export const readArchitecture = (name: string): Architecture | undefined =>
	Object.hasOwn(architectureNames, name) ? architectureNames[name] : undefined;

// Docker and Podman answer alike in nothing but JSON: Docker names the architecture at the top, Podman of the host.
const architectureIn = (info: string): string | undefined => {
	try {
		const data: unknown = JSON.parse(info);
		if (typeof data !== 'object' || data === null) {
			return undefined;
		}

		if ('Architecture' in data && typeof data.Architecture === 'string') {
			return data.Architecture;
		}

		const host = 'host' in data ? data.host : undefined;
		return typeof host === 'object' && host !== null && 'arch' in host && typeof host.arch === 'string'
			? host.arch
			: undefined;
	} catch {
		return undefined;
	}
};

const probe = async (
	program: string,
	environment: Environment,
	folder: string,
	signal: AbortSignal | undefined,
): Promise<Engine | undefined> => {
	const base = { program, environment, folder };
	const { exitCode, stdout } = await runEngine(base, ['info', '--format', '{{json .}}'], {
		milliseconds: patience,
		signal,
	});
	const name = exitCode === 0 ? architectureIn(stdout) : undefined;
	// A docker without its daemon prints its own half with an empty architecture.
	return name ? { ...base, architecture: readArchitecture(name) } : undefined;
};

/**
 * The container engine that answers, Docker before Podman; undefined if none does. Takes a few seconds at most.
 * @throws the reason of the signal.
 */
export const findEngine = async (
	environment: Environment,
	folder: string,
	signal?: AbortSignal,
): Promise<Engine | undefined> => {
	// What the engine starts lives on its own and inherits from it.
	const passed = withoutSecrets(environment);
	const [docker, podman] = await Promise.all(
		['docker', 'podman'].map(program => probe(program, passed, folder, signal)),
	);
	return docker ?? podman;
};

/** The last line of a program's complaint. */
export const lastLine = (output: string): string =>
	output
		.split('\n')
		.map(line => line.trim())
		.findLast(line => line !== '') ?? '';

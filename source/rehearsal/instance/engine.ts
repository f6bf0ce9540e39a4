import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Environment } from '../../base/paths.ts';
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

export type EngineResult = {
	/** Null if it was ended by a signal, undefined if there is no such program. */
	readonly code: number | null | undefined;
	readonly stdout: string;
	readonly stderr: string;
};

/** Runs the engine's program to its end, at most for some milliseconds. */
export const runEngine = (
	engine: Omit<Engine, 'architecture'>,
	args: readonly string[],
	limits: { readonly milliseconds: number; readonly signal?: AbortSignal | undefined },
): Promise<EngineResult> =>
	new Promise(resolve => {
		const child = spawn(engine.program, args, {
			cwd: engine.folder,
			env: engine.environment,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const kill = (): void => {
			child.kill('SIGKILL');
		};

		const timer = setTimeout(kill, limits.milliseconds);
		limits.signal?.addEventListener('abort', kill, { once: true });
		if (limits.signal?.aborted) {
			kill();
		}

		const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
		const finish = (code: number | null | undefined): void => {
			clearTimeout(timer);
			limits.signal?.removeEventListener('abort', kill);
			outputs.then(
				([stdout, stderr]) => resolve({ code, stdout, stderr }),
				() => resolve({ code, stdout: '', stderr: '' }),
			);
		};

		child.once('error', () => finish(undefined));
		child.once('close', finish);
	});

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
	const { code, stdout } = await runEngine(base, ['info', '--format', '{{json .}}'], {
		milliseconds: patience,
		signal,
	});
	const name = code === 0 ? architectureIn(stdout) : undefined;
	// A docker without its daemon prints its own half with an empty architecture.
	return name ? { ...base, architecture: readArchitecture(name) } : undefined;
};

/**
 * The container engine that answers, Docker before Podman; undefined if none does, or if the signal aborts. Takes a few
 * seconds at most.
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

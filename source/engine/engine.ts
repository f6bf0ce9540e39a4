import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import type { Environment } from '../base/paths.ts';
import { type CommandResult, runCommand } from '../base/run-command.ts';
import { withoutSecrets } from '../base/secrets.ts';
import type { Architecture } from '../catalog/base-images.ts';
import { type NoAnswer, type NoEngine, noEngine, troubleOf } from './no-engine.ts';

type EngineMaker = 'Docker' | 'Podman';

/** A container engine that answers. */
export type Engine = {
	/** `docker` or `podman`, as found on the person's PATH. */
	readonly program: string;
	/** Whose program it is: a `docker` can be Podman, too. */
	readonly maker: EngineMaker;
	readonly architecture: Architecture | undefined;
	readonly environment: Environment;
	/** Where the program is started: a folder that is sure to exist. */
	readonly folder: string;
};

/**
 * Runs the engine's program to its end, at most for some milliseconds.
 * @throws the reason of the signal.
 */
export const runEngine = (
	{ program, environment, folder }: Pick<Engine, 'program' | 'environment' | 'folder'>,
	args: readonly string[],
	{ milliseconds, signal }: { readonly milliseconds: number; readonly signal?: AbortSignal | undefined },
): Promise<CommandResult> => runCommand(program, args, { environment, folder, limit: milliseconds, signal });

/** The engine's program while it runs, and all that it started: `docker` may be a script around another one. */
export type EngineProgram = ChildProcessWithoutNullStreams & {
	/** Ends all of it at once. */
	readonly endAll: () => void;
};

/** Starts the engine's program with pipes to its standard streams. Whoever asked for it may end before it has read all. */
export const startEngine = (
	{ program, environment, folder }: Pick<Engine, 'program' | 'environment' | 'folder'>,
	args: readonly string[],
): EngineProgram => {
	const child = spawn(program, args, {
		cwd: folder,
		env: environment,
		stdio: ['pipe', 'pipe', 'pipe'],
		// A group of its own, to be ended as one: what holds our pipes open would else be waited for.
		detached: true,
	});
	child.stdin.on('error', () => {});
	const endAll = (): void => {
		try {
			process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
		} catch {
			// It has ended by itself, or never was.
		}
	};
	return Object.assign(child, { endAll });
};

/**
 * Runs the engine's program in the terminal of the person, or with whatever stands in its place, and gives its exit code.
 * @throws Error if it cannot be started.
 */
export const attachEngine = (
	{ program, environment, folder }: Pick<Engine, 'program' | 'environment' | 'folder'>,
	args: readonly string[],
	signal: AbortSignal,
): Promise<number> =>
	new Promise((resolve, reject) => {
		const child = spawn(program, args, { cwd: folder, env: environment, stdio: 'inherit' });
		const end = (): void => {
			child.kill();
		};
		signal.addEventListener('abort', end, { once: true });
		child.once('error', reject);
		child.once('close', code => {
			signal.removeEventListener('abort', end);
			resolve(code ?? 255);
		});
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

/** What an engine tells of itself. */
type Info = { readonly maker: EngineMaker; readonly architecture: string };

// Docker and Podman answer alike in nothing but JSON: Docker names the architecture at the top, Podman of the host.
const readInfo = (info: string): Info | undefined => {
	try {
		const data: unknown = JSON.parse(info);
		if (typeof data !== 'object' || data === null) {
			return undefined;
		}

		if ('Architecture' in data && typeof data.Architecture === 'string') {
			return { maker: 'Docker', architecture: data.Architecture };
		}

		const host = 'host' in data ? data.host : undefined;
		return typeof host === 'object' && host !== null && 'arch' in host && typeof host.arch === 'string'
			? { maker: 'Podman', architecture: host.arch }
			: undefined;
	} catch {
		return undefined;
	}
};

/** What became of asking one engine. */
type Probe = NoAnswer & { readonly engine?: Engine };

const probe = async (
	program: string,
	environment: Environment,
	folder: string,
	{ milliseconds, signal }: { readonly milliseconds: number; readonly signal: AbortSignal },
): Promise<Probe> => {
	const base = { program, environment, folder };
	const result = await runEngine(base, ['info', '--format', '{{json .}}'], { milliseconds, signal });
	const { exitCode, stdout, timedOut } = result;
	const info = exitCode === 0 ? readInfo(stdout) : undefined;
	// A docker without its daemon prints its own half with an empty architecture.
	return info?.architecture
		? {
				isSilent: false,
				engine: { ...base, maker: info.maker, architecture: readArchitecture(info.architecture) },
			}
		: { isSilent: timedOut, trouble: timedOut ? undefined : troubleOf(result) };
};

/** `Docker`; `Podman, called docker`. */
export const engineTitle = ({ maker, program }: Pick<Engine, 'maker' | 'program'>): string =>
	maker.toLowerCase() === program ? maker : `${maker}, called ${program}`;

/** An engine that has answered, as it is told to another process. */
export type KnownEngine = Pick<Engine, 'program' | 'maker' | 'architecture'>;

/** The engine that has answered, called from elsewhere. `folder`: where its program is started. */
export const knownEngine = (
	{ program, maker, architecture }: KnownEngine,
	environment: Environment,
	folder: string,
): Engine => ({ program, maker, architecture, environment: withoutSecrets(environment), folder });

/** The engine that answers, or why there is none: a sentence. */
export type FoundEngine =
	| { readonly engine: Engine; readonly reason?: never; readonly next?: never }
	| ({ readonly engine?: never } & NoEngine);

/** How much longer Docker may take than Podman, to be the one, in milliseconds. */
const headStart = 3_000;

/**
 * The container engine that answers, Docker before Podman. One that is slow is waited for: a busy computer has an engine
 * all the same.
 * @param milliseconds how long it is waited for.
 * @throws the reason of the signal.
 */
export const findEngine = async (
	environment: Environment,
	folder: string,
	{ milliseconds, signal }: { readonly milliseconds: number; readonly signal?: AbortSignal | undefined },
): Promise<FoundEngine> => {
	// What the engine starts lives on its own and inherits from it.
	const passed = withoutSecrets(environment);
	const enough = new AbortController();
	const given = signal ? AbortSignal.any([signal, enough.signal]) : enough.signal;
	const ask = (program: string): Promise<Probe> =>
		probe(program, passed, folder, { milliseconds, signal: given });
	const docker = ask('docker');
	const podman = ask('podman');
	try {
		const enoughWaited = podman.then(async ({ engine }) => {
			await (engine ? setTimeout(headStart, undefined, { ref: false }) : docker);
		});
		const dockers = await Promise.race([docker, enoughWaited]);
		const engine = dockers?.engine ?? (await podman).engine;
		if (engine) {
			return { engine };
		}

		return noEngine({ docker: await docker, podman: await podman }, Math.round(milliseconds / 1000));
	} finally {
		enough.abort();
		await Promise.allSettled([docker, podman]);
		signal?.throwIfAborted();
	}
};

/** The last line of a program's complaint. */
export const lastLine = (output: string): string =>
	output
		.split('\n')
		.map(line => line.trim())
		.findLast(line => line !== '') ?? '';

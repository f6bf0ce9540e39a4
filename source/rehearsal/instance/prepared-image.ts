import { createHash, randomBytes } from 'node:crypto';
import { installMissing } from '../../base/missing-programs.ts';
import type { Architecture } from '../../catalog/base-images.ts';
import { type Engine, lastLine, readArchitecture, runEngine } from '../../engine/engine.ts';
import { holdContainer, holdOn, readyMark } from './held-container.ts';
import { makePowerPrograms } from './power.ts';

const minute = 60_000;
const mostTimeToPull = 10 * minute;
const mostTimeToPrepare = 10 * minute;
const mostTimeToAsk = 20_000;

// What an AMI has and a container image may lack: a few programs, and the log-in user with sudo rights.
const prepareScript = `set -e
user=$1
${installMissing(['bash', 'sudo', 'curl', 'tar', 'gzip', 'find', 'useradd'])}
id "$user" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$user"
mkdir -p /etc/sudoers.d
echo "$user ALL=(ALL) NOPASSWD:ALL" >/etc/sudoers.d/90-packer-wizard
chmod 440 /etc/sudoers.d/90-packer-wizard
mkdir -p /usr/local/sbin
${makePowerPrograms}
echo ${readyMark}
${holdOn}
`;

/** An image that is ready to run, or why there is none: a short sentence. What the engine says of it goes to `say`. */
export type PreparedImage =
	| {
			readonly image: string;
			/** Its id, which no other image has. */
			readonly id: string;
			readonly reason?: never;
	  }
	| { readonly image?: never; readonly reason: string };

export type PreparedOptions = {
	/** The container image to start from. */
	readonly source: string;
	readonly architecture: Architecture;
	readonly username: string;
	readonly buildId: string;
	readonly say: (sentence: string) => void;
	readonly signal?: AbortSignal | undefined;
};

/** As people name it: `ubuntu:24.04`. */
const shortName = (image: string): string =>
	image.replace(/^(?:localhost|[^/]*[.:][^/]*)\//, '').replace(/^library\//, '');

const inspect = async (engine: Engine, image: string, signal: AbortSignal | undefined) => {
	const format = '{{.Id}} {{.Architecture}}';
	const { exitCode, stdout } = await runEngine(engine, ['image', 'inspect', '--format', format, image], {
		milliseconds: mostTimeToAsk,
		signal,
	});
	const [id = '', architecture = ''] = stdout.trim().split(' ');
	return exitCode === 0 ? { id, architecture } : undefined;
};

const pull = async (engine: Engine, options: PreparedOptions): Promise<string | undefined> => {
	options.say(`Getting the container image ${options.source}.`);
	const { exitCode, stderr } = await runEngine(engine, ['pull', '--quiet', options.source], {
		milliseconds: mostTimeToPull,
		signal: options.signal,
	});
	if (exitCode === 0) {
		return undefined;
	}

	options.say(lastLine(stderr) || 'The container engine does not answer.');
	return `The container image ${shortName(options.source)} could not be got.`;
};

const commit = async (engine: Engine, options: PreparedOptions, tag: string): Promise<string | undefined> => {
	const { buildId, source, signal } = options;
	const container = await holdContainer(engine, {
		image: source,
		name: `packer-wizard-prepared-${randomBytes(6).toString('hex')}`,
		buildId,
		command: ['/bin/sh', '-c', prepareScript, 'sh', options.username],
		milliseconds: mostTimeToPrepare,
		signal,
	});
	try {
		const { exitCode, stderr } = await runEngine(
			engine,
			['commit', '--pause=false', '--change', `LABEL packer-wizard.prepared=${source}`, container.name, tag],
			{ milliseconds: mostTimeToPrepare, signal },
		);
		return exitCode === 0 ? undefined : lastLine(stderr) || 'it could not be kept';
	} finally {
		await container.release();
	}
};

/**
 * The container image with what an AMI has besides. It is made once and kept by the engine under
 * `localhost/packer-wizard-rehearsal`, labelled `packer-wizard.prepared`.
 */
export const prepareImage = async (engine: Engine, options: PreparedOptions): Promise<PreparedImage> => {
	const { source, architecture, username, signal } = options;
	let found = await inspect(engine, source, signal);
	if (!found) {
		const reason = await pull(engine, options);
		if (reason !== undefined) {
			return { reason };
		}

		found = await inspect(engine, source, signal);
	}

	if (!found) {
		return { reason: `The container image ${shortName(source)} cannot be read.` };
	}

	if (readArchitecture(found.architecture) !== architecture) {
		return {
			reason: `The container image ${shortName(source)} is not for ${architecture}.`,
		};
	}

	const hash = createHash('sha256').update([found.id, username, prepareScript].join('\n')).digest('hex');
	const tag = `localhost/packer-wizard-rehearsal:${hash.slice(0, 16)}`;
	const prepared = await inspect(engine, tag, signal);
	if (prepared) {
		return { image: tag, id: prepared.id };
	}

	options.say(`Preparing ${source} for the rehearsal; this is done once.`);
	const reason = await commit(engine, options, tag).catch((error: unknown) =>
		error instanceof Error ? error.message : String(error),
	);
	const made = reason === undefined ? await inspect(engine, tag, signal) : undefined;
	if (made) {
		return { image: tag, id: made.id };
	}

	options.say(reason ?? 'The container engine does not have what it kept.');
	return { reason: `The container image ${shortName(source)} could not be prepared.` };
};

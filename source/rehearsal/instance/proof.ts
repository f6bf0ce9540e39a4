import { randomBytes } from 'node:crypto';
import { type Engine, lastLine, runEngine, startEngine } from '../../engine/engine.ts';
import { readyMark } from './held-container.ts';

/** The longest that a first container may take, in milliseconds: a busy computer is no broken one. */
const mostTime = 60_000;

/** What became of a container that only says that it is ready. */
type Tried = { readonly isReady: boolean; readonly isLate: boolean; readonly complaint: string };

/** Starts one, and waits no longer than until it says so: that it goes again is not waited for. */
const tryContainer = (
	engine: Engine,
	options: readonly string[],
	signal: AbortSignal | undefined,
): Promise<Tried> =>
	new Promise((resolve, reject) => {
		signal?.throwIfAborted();
		const child = startEngine(engine, ['run', '--rm', ...options]);
		let [output, complaint, isLate] = ['', '', false];
		const timer = setTimeout(() => {
			isLate = true;
			child.endAll();
		}, mostTime).unref();
		const giveUp = (): void => {
			child.endAll();
			reject(signal?.reason);
		};
		const tell = (isReady: boolean): void => {
			signal?.removeEventListener('abort', giveUp);
			resolve({ isReady, isLate, complaint });
		};

		signal?.addEventListener('abort', giveUp, { once: true });
		child.stdin.end();
		child.stderr.on('data', part => {
			complaint += String(part);
		});
		child.stdout.on('data', part => {
			output += String(part);
			if (output.includes(readyMark)) {
				tell(true);
			}
		});
		child.once('error', () => tell(false));
		child.once('close', () => {
			clearTimeout(timer);
			tell(false);
		});
	});

/**
 * Runs what a rehearsal runs: a shell, as the log-in user. An engine that answers may be unable to run anything, and an
 * image may be such that only root can enter it. Gives why it does not work, in the engine's own words.
 * @throws the reason of the signal.
 */
export const proveContainer = async (
	engine: Engine,
	{
		image,
		source,
		username,
		buildId,
		signal,
	}: {
		readonly image: string;
		/** What the person calls the image. */
		readonly source: string;
		readonly username: string;
		readonly buildId: string;
		readonly signal?: AbortSignal | undefined;
	},
): Promise<string | undefined> => {
	const name = `packer-wizard-proof-${randomBytes(6).toString('hex')}`;
	const run = (user: string) =>
		tryContainer(
			engine,
			[
				...['--name', name, '--label', `packer-wizard.build=${buildId}`, '--user', user],
				...['--entrypoint', '/bin/bash', image, '-c', `cd / && echo ${readyMark}`],
			],
			signal,
		);
	const { isReady, isLate, complaint } = await run(username);
	if (isReady) {
		return undefined;
	}

	if (isLate) {
		await runEngine(engine, ['rm', '--force', name], { milliseconds: mostTime });
		return `${engine.program} does not run a container within a minute.`;
	}

	const said = lastLine(complaint) || 'it says nothing';
	const isEngine = !(await run('0')).isReady;
	return isEngine
		? `${engine.program} cannot run a container: ${said}`
		: `${username} cannot run /bin/bash in the container image ${source}: ${said}`;
};

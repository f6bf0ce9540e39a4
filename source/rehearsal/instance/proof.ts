import { randomBytes } from 'node:crypto';
import { type Engine, lastLine, runEngine } from '../../engine/engine.ts';
import { readyMark } from './held-container.ts';

/** The longest that a first container may take, in milliseconds: a busy computer is no broken one. */
const mostTime = 60_000;

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
		runEngine(
			engine,
			[
				...['run', '--rm', '--name', name, '--label', `packer-wizard.build=${buildId}`],
				...['--user', user, '--entrypoint', '/bin/bash', image, '-c', `cd / && echo ${readyMark}`],
			],
			{ milliseconds: mostTime, signal },
		);
	const { stdout, stderr, timedOut } = await run(username);
	if (stdout.includes(readyMark)) {
		return undefined;
	}

	if (timedOut) {
		await runEngine(engine, ['rm', '--force', name], { milliseconds: mostTime });
		return `${engine.program} does not run a container within a minute.`;
	}

	const said = lastLine(stderr) || 'it says nothing';
	const isEngine = !(await run('0')).stdout.includes(readyMark);
	return isEngine
		? `${engine.program} cannot run a container: ${said}`
		: `${username} cannot run /bin/bash in the container image ${source}: ${said}`;
};

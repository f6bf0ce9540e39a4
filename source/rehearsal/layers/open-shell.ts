import { randomBytes } from 'node:crypto';
import { attachEngine, type Engine } from '../../engine/engine.ts';
import { type HeldContainer, holdContainer, holdOn, readyMark } from '../instance/held-container.ts';
import { readLayer, type Shelf } from './shelf.ts';

const mostTimeToStart = 60_000;

/** How a shell in a layer ended: its exit code, or that the layer is gone, or is one of another engine. */
export type ShellEnd =
	| { readonly code: number }
	| { readonly trouble: 'gone' }
	| { readonly trouble: 'elsewhere'; readonly engine: string };

/**
 * Opens a shell in a container of a layer, as its log-in user, and waits for its end; the container goes with it, however
 * it ends, and with us.
 * @param isTerminal whether somebody sits there: else the shell reads its commands from standard input.
 * @param opened is called before the shell has the terminal.
 * @throws the reason of the signal.
 */
export const openLayerShell = async (
	engine: Engine,
	shelf: Pick<Shelf, 'folder'>,
	hash: string,
	{
		isTerminal,
		opened,
		signal,
	}: { readonly isTerminal: boolean; readonly opened: () => void; readonly signal: AbortSignal },
): Promise<ShellEnd> => {
	const record = await readLayer(shelf, hash);
	if (record === undefined) {
		return { trouble: 'gone' };
	}

	if (record.engine !== engine.maker) {
		return { trouble: 'elsewhere', engine: record.engine };
	}

	let container: HeldContainer;
	try {
		container = await holdContainer(engine, {
			image: record.image,
			name: `packer-wizard-shell-${randomBytes(6).toString('hex')}`,
			buildId: 'shell',
			command: ['/bin/bash', '-c', `echo ${readyMark}; ${holdOn}`],
			milliseconds: mostTimeToStart,
			signal,
		});
	} catch {
		signal.throwIfAborted();
		return { trouble: 'gone' };
	}

	try {
		opened();
		const { username, home } = record;
		const names = [`USER=${username}`, `LOGNAME=${username}`, `HOME=${home}`, 'SHELL=/bin/bash'];
		const code = await attachEngine(
			engine,
			[
				...['exec', '--interactive', ...(isTerminal ? ['--tty'] : []), '--user', username],
				...names.flatMap(name => ['--env', name]),
				// As the name alone the terminal's kind is taken from our environment.
				...(isTerminal ? ['--env', 'TERM'] : []),
				...[container.name, '/bin/bash', '-c', 'cd 2>/dev/null; exec /bin/bash -l'],
			],
			signal,
		);
		signal.throwIfAborted();
		return { code };
	} finally {
		await container.release();
	}
};

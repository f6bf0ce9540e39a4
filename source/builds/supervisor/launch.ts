import { spawn } from 'node:child_process';
import path from 'node:path';
import { withoutTracking } from '../../base/ci.ts';
import { packageFolder } from '../../base/package-folder.ts';
import type { Environment } from '../../base/paths.ts';
import { exitCodes, Problem } from '../../base/problem.ts';
import { type Cancel, type Errand, type Order, type Reply, refusedProblem } from './order.ts';

/** The program of a supervisor, the built one also where we run from the sources: it starts in a third of the time. */
const entry = (): string => path.join(packageFolder(), 'dist', 'supervisor.js');

// What it reads is gone at once: a small place for it is enough, and takes a quarter of the memory above that of Node.js.
const sparing = ['--max-semi-space-size=1'] as const;

// A shell that ends at once: what is nobody's child is not killed with its family, as runners of CI do it.
const asOrphan = ['/bin/sh', '-c', '"$@" &', 'sh'] as const;

/**
 * Starts a supervisor that outlives this process and its terminal, and waits until it has taken its order.
 * @param signal tells the supervisor to cancel, which before the build has a journal is to refuse.
 * @throws Problem with what it refused for.
 */
export const launchSupervisor = async (
	order: Order,
	environment: Environment,
	signal?: AbortSignal,
): Promise<void> => {
	const [shell, ...shellArguments] = asOrphan;
	const passed = withoutTracking(environment);
	const child = spawn(shell, [...shellArguments, process.execPath, ...sparing, entry()], {
		cwd: path.parse(process.cwd()).root,
		env: passed,
		detached: true,
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
		// JSON would lose what is undefined or infinite.
		serialization: 'advanced',
	});
	const cancel = () => {
		if (child.connected) {
			child.send({ kind: 'cancel' } satisfies Cancel);
		}
	};
	signal?.addEventListener('abort', cancel);
	try {
		await new Promise<void>((resolve, reject) => {
			const failed = (cause?: unknown) =>
				reject(
					new Problem('The process that runs a build did not start.', {
						reason: cause instanceof Error ? cause.message : 'It ended at once.',
						exitCode: exitCodes.defect,
						cause,
					}),
				);
			child.once('error', failed);
			child.once('disconnect', () => failed());
			child.once('message', message => {
				const reply = message as Reply;
				if (reply.kind === 'started') {
					resolve();
				} else {
					reject(refusedProblem(reply));
				}
			});
			child.send({ order, environment: passed } satisfies Errand, error => error && failed(error));
		});
	} finally {
		signal?.removeEventListener('abort', cancel);
		if (child.connected) {
			child.disconnect();
		}

		child.unref();
	}
};

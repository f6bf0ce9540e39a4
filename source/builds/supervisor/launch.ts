import { spawn } from 'node:child_process';
import path from 'node:path';
import { withoutTracking } from '../../base/ci.ts';
import { packageFolder } from '../../base/package-folder.ts';
import type { Environment } from '../../base/paths.ts';
import { exitCodes, Problem } from '../../base/problem.ts';
import { type Cancel, type Errand, type Order, type Reply, refusedProblem } from './order.ts';
import { rehearsalWord } from './rehearsal-word.ts';

/** The program of a supervisor, the built one also where we run from the sources: it starts in a third of the time. */
const entry = (): string => path.join(packageFolder(), 'dist', 'supervisor.js');

// What it reads is gone at once: a small place for it is enough, and takes a quarter of the memory above that of Node.js.
const sparing = ['--max-semi-space-size=1'] as const;

// A shell that ends at once: what is nobody's child is not killed with its family, as runners of CI do it.
const asOrphan = ['/bin/sh', '-c', '"$@" &', 'sh'] as const;

/** A supervisor that runs and waits for its order. */
export type WaitingSupervisor = {
	/**
	 * Gives it its order and waits until it has taken it; once.
	 * @param signal tells the supervisor to cancel, which before the build has a journal is to refuse.
	 * @throws Problem with what it refused for.
	 */
	readonly obey: (order: Order, signal?: AbortSignal) => Promise<void>;
	/** Ends it, if it got no order, and waits until it is gone. */
	readonly dismiss: () => Promise<void>;
};

const notStarted = (cause?: unknown): Problem =>
	new Problem('The process that runs a build did not start.', {
		reason: cause instanceof Error ? cause.message : 'It ended at once.',
		exitCode: exitCodes.defect,
		cause,
	});

/**
 * Starts a supervisor that outlives this process and its terminal. It comes up while its order is made; without one it
 * ends, also when this process does.
 * @param isForRehearsal whether it loads at once what only a rehearsal needs.
 */
export const startSupervisor = (environment: Environment, isForRehearsal = false): WaitingSupervisor => {
	const [shell, ...shellArguments] = asOrphan;
	const passed = withoutTracking(environment);
	const child = spawn(
		shell,
		[
			...[...shellArguments, process.execPath, ...sparing, entry()],
			...(isForRehearsal ? [rehearsalWord] : []),
		],
		{
			cwd: path.parse(process.cwd()).root,
			env: passed,
			detached: true,
			stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
			// JSON would lose what is undefined or infinite.
			serialization: 'advanced',
		},
	);
	const answered = new Promise<Reply>((resolve, reject) => {
		child.once('error', error => reject(notStarted(error)));
		child.once('disconnect', () => reject(notStarted()));
		child.once('message', message => resolve(message as Reply));
	});
	// Nobody may ever ask what became of it.
	answered.catch(() => undefined);
	const gone = new Promise<void>(resolve => {
		child.once('error', () => resolve());
		child.once('disconnect', resolve);
	});
	const send = (message: Errand | Cancel): Promise<void> =>
		new Promise((resolve, reject) => {
			child.send(message, error => (error ? reject(notStarted(error)) : resolve()));
		});
	return {
		obey: async (order, signal) => {
			const cancel = () => {
				if (child.connected) {
					void send({ kind: 'cancel' }).catch(() => undefined);
				}
			};
			signal?.addEventListener('abort', cancel);
			try {
				if (child.connected) {
					await send({ order, environment: passed });
				}

				const reply = await answered;
				if (reply.kind !== 'started') {
					throw refusedProblem(reply);
				}
			} finally {
				signal?.removeEventListener('abort', cancel);
				if (child.connected) {
					child.disconnect();
				}

				child.unref();
			}
		},
		dismiss: async () => {
			if (child.connected) {
				await send({ order: undefined, environment: {} }).then(
					() => gone,
					() => undefined,
				);
			}
		},
	};
};

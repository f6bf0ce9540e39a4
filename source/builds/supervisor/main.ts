import { setFlagsFromString } from 'node:v8';
import type { Errand, Order, Reply } from './order.ts';
import { rehearsalWord } from './rehearsal-word.ts';

// Memory that is used no more is looked for when there is a tenth more than after the last time, not when there is twice as
// much: it costs hardly any time, since little of what comes stays. A Node.js that knows no such setting goes on without.
setFlagsFromString('--heap-growing-percent=10');

/**
 * A supervisor: one small process per build, which outlives the terminal. It gets its order through the pipe from
 * which it was started and answers once. SIGTERM to it means: cancel the build.
 */
const cancel = new AbortController();
process.on('SIGTERM', () => cancel.abort());
for (const signal of ['SIGHUP', 'SIGINT', 'SIGPIPE'] as const) {
	process.on(signal, () => {});
}

const reply = (answer: Reply): Promise<void> =>
	new Promise(resolve => {
		const send = process.send?.bind(process);
		if (!send || !process.connected) {
			// Whoever asked is gone; the build goes on.
			resolve();
			return;
		}

		send(answer, undefined, undefined, () => {
			if (process.connected) {
				process.disconnect?.();
			}

			resolve();
		});
	});

let hasStarted = false;

const obey = async (order: Order): Promise<void> => {
	const started = () => {
		hasStarted = true;
		return reply({ kind: 'started' });
	};

	if (order.kind === 'build') {
		const { runBuild } = await import('./build.ts');
		await runBuild(order, cancel.signal, started);
	} else {
		const { adoptBuild } = await import('./adopt.ts');
		await adoptBuild(order, cancel.signal, started);
	}
};

// The order is still being made: what it will need is read meanwhile. What cannot be is told when it is needed.
const isForRehearsal = process.argv.includes(rehearsalWord);
const parts = isForRehearsal ? [import('./build.ts'), import('../../rehearsal/rehearsal.ts')] : [];
for (const part of parts) {
	part.catch(() => undefined);
}

const nobodyAsks = () => process.exit(0);
process.once('disconnect', nobodyAsks);
process.once('message', async ({ order, environment }: Errand) => {
	if (order === undefined) {
		process.exit(0);
	}

	process.off('disconnect', nobodyAsks);
	for (const [name, value] of Object.entries(environment)) {
		if (value !== undefined) {
			process.env[name] = value;
		}
	}

	// The second message, if one comes: whoever asked wants it no longer.
	process.once('message', () => cancel.abort());
	try {
		await obey(order);
		process.exit(0);
	} catch (error) {
		if (hasStarted) {
			// The journal tells of it, and the next start of packer-wizard goes on with the build.
			throw error;
		}

		const { refusal } = await import('./order.ts');
		await reply(refusal(error));
		process.exit(1);
	}
});

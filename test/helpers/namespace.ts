import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** A network of its own, with a loopback and nothing else. It is there for as long as the process that holds it. */
export type Namespace = {
	/** Put before a command, runs that inside. */
	readonly enter: readonly string[];
	/** A path that names the namespace, for container engines. */
	readonly path: string;
	readonly leave: () => Promise<void>;
};

/** @throws Error with what the command said, if it failed. */
export const runInside = ({ enter }: Pick<Namespace, 'enter'>, ...command: readonly string[]): string => {
	const [file = '', ...args] = [...enter, ...command];
	const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8' });
	if (status !== 0) {
		throw new Error(`${command.join(' ')} failed: ${stderr}`);
	}

	return stdout;
};

/** Ends a child and waits until it is gone. */
export const end = async (child: ChildProcess): Promise<void> => {
	if (child.exitCode === null && child.signalCode === null) {
		child.kill('SIGTERM');
		await once(child, 'exit');
	}
};

/** Makes a namespace. Needs root on Linux. */
export const makeNamespace = async (): Promise<Namespace> => {
	const holder = spawn('unshare', ['--net', '--', 'sh', '-c', 'ip link set lo up && echo up && exec cat'], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	await once(holder.stdout, 'data');
	const path = `/proc/${holder.pid}/ns/net`;
	return { enter: ['nsenter', `--net=${path}`, '--'], path, leave: () => end(holder) };
};

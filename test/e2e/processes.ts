import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process that was seen with a text in what it was started with. */
type Seen = {
	/** Its argument list, blanks between. */
	readonly line: string;
	/** Whether it runs on this machine and not in a container. */
	readonly outside: boolean;
};

export type Watch = {
	/** Argument lists that held the text. */
	readonly inArguments: () => readonly string[];
	/** Processes that had the text in their environment. */
	readonly inEnvironment: () => readonly Seen[];
	/** How many processes were looked at, so that a test can tell that it did look. */
	readonly looked: () => number;
	readonly stop: () => void;
};

const read = (file: string): string => {
	try {
		return readFileSync(file, 'latin1');
	} catch {
		// It ended meanwhile.
		return '';
	}
};

const namespaceOf = (pid: string): string | undefined => {
	try {
		return readlinkSync(`/proc/${pid}/ns/mnt`);
	} catch {
		return undefined;
	}
};

/** Looks again and again at the arguments and the environments of all processes but this one. Linux only. */
export const watchProcesses = (text: string): Watch => {
	const own = namespaceOf('self');
	const inArguments = new Set<string>();
	const inEnvironment = new Map<string, Seen>();
	const known = new Set<string>();
	const lineOf = (pid: string): string => {
		const line = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
		known.add(`${pid} ${line}`);
		if (line.includes(text)) {
			inArguments.add(line);
		}

		return line;
	};

	const look = (): void => {
		for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
			const before = lineOf(pid);
			if (Number(pid) !== process.pid && read(`/proc/${pid}/environ`).includes(text)) {
				// A process that was just being started, or has just ended, shows its environment but no arguments yet, or none
				// any more: what it is shows before or after.
				const line = lineOf(pid) || before;
				const namespace = namespaceOf(pid);
				inEnvironment.set(line, { line, outside: namespace === own });
			}
		}
	};

	const timer = setInterval(look, 15);
	return {
		inArguments: () => [...inArguments],
		inEnvironment: () => [...inEnvironment.values()],
		looked: () => known.size,
		stop: () => clearInterval(timer),
	};
};

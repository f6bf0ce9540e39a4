import { createInterface } from 'node:readline';
import { type Engine, type EngineProgram, lastLine, runEngine, startEngine } from '../../engine/engine.ts';

/** A container that lives as long as its standard input is held: it ends with us, however we end. */
export type HeldContainer = {
	readonly name: string;
	/** What the container printed when it was ready. */
	readonly greeting: string;
	/** Resolves with a sentence if it ends although it was not let go. */
	readonly died: Promise<string>;
	/** Ends it as the kernel ends a program that takes too much memory. */
	readonly kill: () => void;
	/** Lets go; resolves when the container is gone. */
	readonly release: () => Promise<void>;
};

/** What a program in a held container prints once it is ready; the rest of the line is the greeting. */
export const readyMark = 'packer-wizard-ready';

/** Ends a program that reads its standard input to its end: the container's first process. */
export const holdOn = 'cat >/dev/null; :';

/** How long a container may take to go by itself, in milliseconds. */
const patience = 10_000;
const keptOutput = 4000;
const tooLate = 'the container engine did not start the container in time';

const closed = (child: EngineProgram): Promise<void> =>
	new Promise(resolve => {
		if (child.exitCode !== null || child.signalCode !== null) {
			resolve();
		} else {
			child.once('close', () => resolve());
		}
	});

const release = async (engine: Engine, child: EngineProgram, name: string): Promise<void> => {
	child.stdin.end();
	const timer = setTimeout(async () => {
		await runEngine(engine, ['rm', '--force', name], { milliseconds: patience });
		// An engine that hangs is not waited for.
		child.endAll();
	}, patience);
	await closed(child);
	clearTimeout(timer);
};

/** The exit code of a program that was killed, as engines give it. */
const killedCode = 137;

const deathText = (code: number | null, said: string): string => {
	const why =
		code === killedCode
			? 'it was killed, by somebody or because the memory was full'
			: `its first process ended with ${code ?? 'a signal'}`;
	const words = said === '' || said.startsWith(readyMark) ? '' : ` (${said})`;
	return `The container in which the scripts ran is gone: ${why}${words}.`;
};

export type HoldOptions = {
	readonly image: string;
	readonly name: string;
	readonly buildId: string;
	/** The program and its arguments; it prints the ready mark, then goes on with `holdOn`. */
	readonly command: readonly [program: string, ...args: string[]];
	readonly milliseconds: number;
	/** Told each line that the first process prints after that. */
	readonly onLine?: (line: string) => void;
	readonly signal?: AbortSignal | undefined;
};

/** Starts a container as root and waits until it is ready. @throws Error with the last line it printed. */
export const holdContainer = (engine: Engine, options: HoldOptions): Promise<HeldContainer> => {
	const { image, name, buildId, command } = options;
	const [program, ...args] = command;
	const child = startEngine(engine, [
		'run',
		'--rm',
		'--interactive',
		'--name',
		name,
		'--label',
		`packer-wizard.build=${buildId}`,
		'--user',
		'0',
		'--entrypoint',
		program,
		image,
		...args,
	]);
	return new Promise((resolve, reject) => {
		let output = '';
		const keep = (line: string): void => {
			output = `${output}${line}\n`.slice(-keptOutput);
		};

		const giveUp = (): void => {
			child.endAll();
			void runEngine(engine, ['rm', '--force', name], { milliseconds: patience });
		};

		let hasTimedOut = false;
		const timer = setTimeout(() => {
			hasTimedOut = true;
			giveUp();
		}, options.milliseconds);
		options.signal?.addEventListener('abort', giveUp, { once: true });
		const settle = (): void => {
			clearTimeout(timer);
			options.signal?.removeEventListener('abort', giveUp);
		};

		createInterface(child.stderr).on('line', keep);
		createInterface(child.stdout).on('line', line => {
			keep(line);
			options.onLine?.(line);
			if (line.startsWith(readyMark)) {
				settle();
				const greeting = line.slice(readyMark.length).trim();
				let isHeld = true;
				const died = new Promise<string>(tell => {
					child.once('close', code => {
						if (isHeld) {
							tell(deathText(code, lastLine(output)));
						}
					});
				});
				resolve({
					name,
					greeting,
					died,
					kill: () => {
						void runEngine(engine, ['kill', name], { milliseconds: patience });
					},
					release: () => {
						isHeld = false;
						return release(engine, child, name);
					},
				});
			}
		});
		child.once('error', error => {
			settle();
			reject(error);
		});
		child.once('close', () => {
			settle();
			reject(new Error(lastLine(output) || (hasTimedOut ? tooLate : 'the container ended at once')));
		});
	});
};

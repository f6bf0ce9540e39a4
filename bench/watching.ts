import { spawn as spawnProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { spawn as spawnTerminal } from '@lydell/node-pty';

/** How a build is looked at: by nobody, with Packer's output in a file, or by a front end of packer-wizard. */
const fronts = ['packer', 'screen', 'plain', 'json'] as const;
export type Front = (typeof fronts)[number];

/** What processes took: CPU in seconds, user and system; bytes of memory, the peaks of those that ran at once added up. */
type Usage = { readonly cpu: number; readonly memory: number };

/** One build that was looked at. */
export type WatchedBuild = {
	readonly front: Front;
	/** From the start to the end of the build as the front tells it, in seconds. */
	readonly seconds: number;
	/** Packer's own processes, without what its scripts start. */
	readonly packer: Usage;
	/** The process that runs the build; nothing of it for Packer alone. */
	readonly supervisor: Usage;
	/** The process that a person sees; nothing of it for Packer alone. */
	readonly viewer: Usage;
};

const kinds = ['packer', 'supervisor', 'viewer'] as const;
type Kind = (typeof kinds)[number];

const ticksPerSecond = 100;
/** Milliseconds between two looks: what a process took behind the last look is not seen. */
const lookInterval = 50;

const kindOf = (pid: string): Kind | undefined => {
	const program = path.basename(readlinkSync(`/proc/${pid}/exe`));
	if (program.startsWith('packer')) {
		return 'packer';
	}

	const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
	return /supervisor\.js\0/.test(command) ? 'supervisor' : /cli\.cjs\0/.test(command) ? 'viewer' : undefined;
};

const usageOf = (pid: string): Usage => {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	return {
		cpu: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
		memory: Number(peak ?? 0) * 1024,
	};
};

/** Looks at all processes with this home until it is stopped, and gives what each kind of them took. */
const lookAt = (home: string): (() => Readonly<Record<Kind, Usage>>) => {
	const seen = new Map<string, { readonly kind: Kind; readonly cpu: number }>();
	const ours = new Map<string, boolean>();
	const isOurs = (pid: string): boolean => {
		const known = ours.get(pid);
		if (known !== undefined) {
			return known;
		}

		const is = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`HOME=${home}`);
		ours.set(pid, is);
		return is;
	};
	const memory: Record<Kind, number> = { packer: 0, supervisor: 0, viewer: 0 };
	const look = (): void => {
		const now: Record<Kind, number> = { packer: 0, supervisor: 0, viewer: 0 };
		for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
			try {
				const kind = isOurs(pid) ? kindOf(pid) : undefined;
				if (kind) {
					const usage = usageOf(pid);
					now[kind] += usage.memory;
					seen.set(pid, { kind, cpu: usage.cpu });
				}
			} catch {
				// It has just ended, or is somebody else's.
			}
		}

		for (const kind of kinds) {
			memory[kind] = Math.max(memory[kind], now[kind]);
		}
	};
	const timer = setInterval(look, lookInterval);
	return () => {
		clearInterval(timer);
		const usage = (kind: Kind): Usage => ({
			cpu: [...seen.values()].reduce((sum, each) => (each.kind === kind ? sum + each.cpu : sum), 0),
			memory: memory[kind],
		});
		return { packer: usage('packer'), supervisor: usage('supervisor'), viewer: usage('viewer') };
	};
};

/** A script that prints so many lines of some 80 characters. */
export const printingLines = (lines: number): string =>
	`awk 'BEGIN { for (i = 1; i <= ${lines}; i++) print "line " i " of what a build prints, such as a package that is unpacked and set up" }'`;

const template = (script: string): string => `source "null" "image" {
  communicator = "none"
}

build {
  sources = ["source.null.image"]

  provisioner "shell-local" {
    inline = [${JSON.stringify(script)}]
  }
}
`;

type Place = {
	readonly folder: string;
	readonly environment: Record<string, string>;
	readonly program: string;
};

const ended = async (command: readonly string[], place: Place, output?: string): Promise<void> => {
	const [program = '', ...args] = command;
	const descriptor = output === undefined ? 'ignore' : openSync(output, 'w');
	const child = spawnProcess(program, args, {
		cwd: place.folder,
		env: place.environment,
		stdio: ['ignore', descriptor, 'pipe'],
	});
	let said = '';
	child.stderr?.on('data', (text: Buffer) => {
		said += text.toString();
	});
	const [code] = (await once(child, 'close')) as [number | null];
	if (typeof descriptor === 'number') {
		closeSync(descriptor);
	}

	if (code !== 0) {
		throw new Error(`${command.join(' ')} ended with ${code}: ${said}`);
	}
};

const onScreen = (args: readonly string[], place: Place): Promise<void> =>
	new Promise((resolve, reject) => {
		const terminal = spawnTerminal(process.execPath, [place.program, ...args], {
			cols: 120,
			rows: 40,
			cwd: place.folder,
			env: { ...place.environment, TERM: 'xterm-256color' },
		});
		let last = '';
		terminal.onData(data => {
			last = (last + data).slice(-20_000);
			if (last.includes('The rehearsal is over')) {
				terminal.write('q');
			}
		});
		terminal.onExit(({ exitCode }) =>
			last.includes('The rehearsal is over')
				? resolve()
				: reject(new Error(`The screen ended with ${exitCode}: ${last.slice(-2000)}`)),
		);
	});

/**
 * Runs a build of a script by the real Packer, with its null builder and as a rehearsal, and looks at it in one way.
 * @param program the built program, `dist/cli.cjs`, absolute.
 * @param packer the real Packer, absolute.
 * @param home an empty home of its own, absolute; what runs is known by it. It goes with the build.
 * @throws Error if the build does not come to its end.
 */
export const watchBuild = async (
	front: Front,
	{
		program,
		packer,
		script,
		home,
	}: { readonly program: string; readonly packer: string; readonly script: string; readonly home: string },
): Promise<WatchedBuild> => {
	try {
		const folder = path.join(home, 'folder');
		await mkdir(folder);
		const place: Place = {
			folder,
			program,
			environment: {
				HOME: home,
				// Without a container: the null builder needs none.
				PATH: front === 'packer' ? (process.env['PATH'] ?? '') : '/usr/bin:/bin',
				LANG: 'C.UTF-8',
				CHECKPOINT_DISABLE: '1',
				AWS_EC2_METADATA_DISABLED: 'true',
				PACKER_WIZARD_PACKER: packer,
			},
		};
		await ended(
			[process.execPath, program, 'render', 'nodejs', '--out', './web', '--name', 'web', '--quiet'],
			place,
		);
		await writeFile(path.join(folder, 'web', 'image.pkr.hcl'), template(script));
		const args = ['run', './web', '--rehearse', '--sandbox', 'trace', '--keep', '--trust'];
		const began = performance.now();
		const stop = lookAt(home);
		try {
			switch (front) {
				case 'packer':
					await ended(
						[packer, 'build', '-machine-readable', 'web/image.pkr.hcl'],
						place,
						path.join(home, 'output'),
					);
					break;
				case 'screen':
					await onScreen(args, place);
					break;
				default:
					await ended([process.execPath, program, ...args, `--${front}`], place, path.join(home, 'output'));
			}
		} finally {
			stop();
		}

		return { front, seconds: (performance.now() - began) / 1000, ...stop() };
	} finally {
		await rm(home, { recursive: true, force: true, maxRetries: 5 });
	}
};

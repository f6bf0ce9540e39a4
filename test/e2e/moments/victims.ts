import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { buildFolderOf, eventually } from '../../builds/helpers.ts';
import { builtProgram, type Person, runningProcesses, runProgram } from '../../helpers/program.ts';
import { launch } from '../../helpers/terminal.ts';
import { testEnvironment } from '../../setup/places.ts';

/** Where a build is started: what comes before the program, and in its environment. */
export type Place = {
	readonly enter: readonly string[];
	readonly environment: Readonly<Record<string, string>>;
};

/** A build that was started as a person or a job does. */
type Victim = {
	readonly shown: () => string;
	/** Hits it, and waits until who started it is over. */
	readonly hit: (pick: number) => Promise<void>;
};
export type Begin = (person: Person, place: Place, build: readonly string[]) => Victim;

export const idOf = (person: Person): string | undefined => {
	const builds = buildFolderOf(person, '');
	return existsSync(builds) ? readdirSync(builds)[0] : undefined;
};

/** What the journal holds, whole lines of it. */
export const journalText = (person: Person): string => {
	try {
		const text = readFileSync(
			path.join(buildFolderOf(person, idOf(person) ?? '-'), 'journal.ndjson'),
			'utf8',
		);
		return text.slice(0, text.lastIndexOf('\n') + 1);
	} catch {
		return '';
	}
};

const killAll = (pids: readonly number[]): void => {
	for (const pid of pids) {
		try {
			process.kill(pid, 'SIGKILL');
		} catch {
			// It ended before.
		}
	}
};

const childrenOf = (pid: number): readonly number[] =>
	spawnSync('pgrep', ['--parent', String(pid)], { encoding: 'utf8' })
		.stdout.split('\n')
		.filter(Boolean)
		.map(Number);

const familyOf = (pid: number): readonly number[] => [pid, ...childrenOf(pid).flatMap(familyOf)];

const ofProcess = (pid: number, file: 'environ' | 'cmdline' | 'comm'): string => {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch {
		return '';
	}
};

const processesWith = async (
	person: Person,
	file: 'environ' | 'cmdline' | 'comm',
	text: string,
): Promise<readonly number[]> =>
	(await runningProcesses(person)).filter(pid => ofProcess(pid, file).includes(text)).sort((a, b) => a - b);

export const inTerminal =
	(signal: 'SIGKILL' | 'SIGHUP'): Begin =>
	(person, { enter, environment }, build) => {
		const command = [...enter, process.execPath, builtProgram];
		const terminal = launch(person, build, { command, env: environment, columns: 100, rows: 30 });
		return {
			shown: terminal.raw,
			hit: async pick => {
				if (signal === 'SIGHUP' && pick < 0.5) {
					terminal.hangUp();
				} else {
					terminal.kill(signal);
				}

				await terminal.exit;
			},
		};
	};

/** Starts it without a terminal; `targets` are killed as soon as there are some. */
const killing =
	(targets: (person: Person, pick: number) => Promise<readonly number[]>): Begin =>
	(person, { enter, environment }, build) => {
		let shown = '';
		let isOver = false;
		const command = [...enter, process.execPath, builtProgram];
		const running = runProgram(person, [...build, '--json'], { command, env: environment }).then(ended => {
			shown = ended.stdout;
			isOver = true;
		});
		return {
			shown: () => shown,
			hit: async pick => {
				killAll(
					await eventually(async () => {
						const found = await targets(person, pick);
						return (found.length > 0 || isOver) && found;
					}),
				);
				await running;
			},
		};
	};

export const killingSupervisor = killing(person => processesWith(person, 'cmdline', 'supervisor.js'));

/** Packer, its second process, one of its plugins, or all of them. */
export const killingPacker = killing(async (person, pick) => {
	const all = await processesWith(person, 'comm', 'packer');
	const [first, second, ...plugins] = all;
	const groups = [[first], [second ?? first], [plugins.at(-1) ?? second ?? first], all];
	return (groups[Math.floor(pick * groups.length)] ?? []).filter(pid => pid !== undefined);
});

/** A job whose shell is killed, and then all that is below it or carries its variable, as runners do it. */
export const inJob: Begin = (person, { enter, environment }, build) => {
	const variables = { CI: 'true', RUNNER_TRACKING_ID: 'github_1', JENKINS_NODE_COOKIE: 'cookie' };
	const [file = '', ...args] = [...enter, 'sh', '-c', '"$@"; exit', 'sh', process.execPath, builtProgram];
	const shell = spawn(file, [...args, ...build], {
		detached: true,
		cwd: person.folder,
		env: { ...person.environment, ...environment, ...variables },
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	let shown = '';
	shell.stdout.setEncoding('utf8').on('data', chunk => {
		shown += chunk;
	});
	return {
		shown: () => shown,
		hit: async () => {
			const family = familyOf(shell.pid ?? Number.NaN);
			killAll([shell.pid ?? Number.NaN]);
			await setTimeout(100);
			const tracked = await processesWith(person, 'environ', 'RUNNER_TRACKING_ID=github_1');
			killAll([...family, ...tracked.flatMap(familyOf)]);
		},
	};
};

const engine = (...args: readonly string[]): string =>
	spawnSync('podman', args, {
		encoding: 'utf8',
		env: { ...process.env, ...testEnvironment() },
	}).stdout.trim();

/** The containers of this person's build. */
export const containersOf = (person: Person): string =>
	engine('ps', '--all', '--quiet', '--filter', `label=packer-wizard.build=${idOf(person)}`);

/** Its container is killed by its process, by the engine, or taken away by that. */
export const killingContainer = killing(async (person, pick) => {
	const container = containersOf(person);
	if (container === '') {
		return [];
	}

	if (pick < 0.3) {
		engine('kill', container);
	} else if (pick < 0.6) {
		engine('rm', '--force', '--time', '0', container);
	}

	const pid = Number(engine('inspect', '--format', '{{.State.Pid}}', container));
	return pid > 0 ? [pid] : [Number.NaN];
});

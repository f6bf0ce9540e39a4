import { spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import type { BuildResult } from '../../source/builds/journal/journal.ts';
import { readOwner } from '../../source/builds/supervisor/owner.ts';
import { buildFolderOf, eventually, journalOf } from '../builds/helpers.ts';
import { type AwsSandbox, withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, type Person, runningProcesses, runProgram } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';
import { testEnvironment } from '../setup/places.ts';
import { type Image, leftBehind, nothing, ownImages, runInSandbox } from './sandbox-builds.ts';

/**
 * Builds that are hit at moments of chance. CI tries one of each kind; by hand more, and the same again:
 * `MOMENTS=20 MOMENTS_SEED=7 npx vitest run --project e2e test/e2e/moments.test.ts`.
 */
const moments = Number(process.env['MOMENTS'] ?? 1);
const seed = Number(process.env['MOMENTS_SEED'] ?? randomInt(2 ** 31));

/** Numbers from 0 to 1 that a seed repeats (Park and Miller). */
const chances = (from: number): (() => number) => {
	let state = (from % 2_147_483_646) + 1;
	return () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
};

/** When a build is hit: behind so many lines of its journal, and a little later. */
type Moment = { readonly lines: number; readonly wait: number; readonly pick: number };

/** A whole build in AWS writes about 40 lines. */
const momentsOf = (kind: string, lines: number): readonly Moment[] => {
	const chance = chances(
		[...kind].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2 ** 31, seed),
	);
	return Array.from({ length: moments }, () => ({
		lines: Math.floor(chance() * lines),
		wait: Math.floor(chance() * 400),
		pick: chance(),
	}));
};

const idOf = (person: Person): string | undefined => {
	const builds = buildFolderOf(person, '');
	return existsSync(builds) ? readdirSync(builds)[0] : undefined;
};

const journalText = (person: Person): string => {
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

const isOver = (text: string): boolean => text.includes('{"seq":') && text.includes('"kind":"end"');

/** Waits for the moment, or for the build's end. */
const until = async (person: Person, { lines, wait }: Moment): Promise<void> => {
	await eventually(async () => {
		const text = journalText(person);
		return text.split('\n').length > lines || isOver(text);
	});
	await setTimeout(wait);
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

const environmentOf = (pid: number): string => {
	try {
		return readFileSync(`/proc/${pid}/environ`, 'utf8');
	} catch {
		return '';
	}
};

/** Starts a build in AWS as a person or a job does; gives what was shown, and hits it. */
type Victim = { readonly shown: () => string; readonly hit: (pick: number) => Promise<void> };
type Begin = (person: Person, sandbox: AwsSandbox) => Victim;

const answers = [
	'--region',
	'us-east-1',
	'--base',
	'ubuntu-24.04',
	'--name',
	'web',
	'--command',
	'sleep 0.5',
];
const build = ['new', ...answers, '--yes'];

const inTerminal =
	(signal: NodeJS.Signals): Begin =>
	(person, { enter, environment }) => {
		const command = [...enter, process.execPath, builtProgram];
		const terminal = launch(person, build, { command, env: environment, columns: 100, rows: 30 });
		return {
			shown: terminal.raw,
			hit: async () => {
				terminal.kill(signal);
				await terminal.exit;
			},
		};
	};

/** Starts it without a terminal; `targets` are killed. */
const killing =
	(targets: (person: Person, pick: number) => Promise<readonly number[]>): Begin =>
	(person, sandbox) => {
		const running = runInSandbox(person, sandbox, [...build, '--json']);
		let shown = '';
		running.then(ended => {
			shown = ended.stdout;
		});
		return {
			shown: () => shown,
			hit: async pick => {
				killAll(await targets(person, pick));
				await running;
			},
		};
	};

const supervisorOf = async (person: Person): Promise<readonly number[]> => {
	const owner = readOwner(buildFolderOf(person, idOf(person) ?? '-'));
	return owner === undefined || owner === 'unknown' || owner.generation === 0 ? [] : [owner.process.pid];
};

/** Packer, its second process, one of its plugins, or all of them. */
const packerOf = async (person: Person, pick: number): Promise<readonly number[]> => {
	const lines = idOf(person) === undefined ? [] : await journalOf(person, idOf(person) ?? '');
	const first = lines.find(line => line.kind === 'packer')?.process.pid;
	if (first === undefined || lines.at(-1)?.kind === 'end') {
		return [];
	}

	const all = familyOf(first);
	const kinds = [[first], childrenOf(first), all.slice(2, 3), all];
	return kinds[Math.floor(pick * kinds.length)] ?? [];
};

/** A job whose shell is killed, and then all that is below it or carries its variable, as runners do it. */
const inJob: Begin = (person, { enter, environment }) => {
	const variables = { CI: 'true', RUNNER_TRACKING_ID: 'github_1', JENKINS_NODE_COOKIE: 'cookie' };
	const [file = '', ...before] = enter;
	const shell = spawn(
		file,
		[...before, 'sh', '-c', '"$@"; exit', 'sh', process.execPath, builtProgram, ...build],
		{
			detached: true,
			cwd: person.folder,
			env: { ...person.environment, ...environment, ...variables },
			stdio: ['ignore', 'pipe', 'ignore'],
		},
	);
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
			const tracked = (await runningProcesses(person)).filter(pid =>
				environmentOf(pid).includes('RUNNER_TRACKING_ID=github_1'),
			);
			killAll([...family, ...tracked.flatMap(familyOf)]);
		},
	};
};

const named = /\b(?:i|ami|sg|snap)-[0-9a-f]{8,17}\b/g;

/** What is left in EC2, each by the name that Packer gives it or gets for it. */
const leftIn = (sandbox: AwsSandbox): ReadonlyMap<string, string> => {
	const found = Object.values(leftBehind(sandbox)).flat();
	return new Map(
		found.map(resource => {
			const { KeyName, GroupName, InstanceId, VolumeId, LaunchTemplateName } = Object(resource);
			const name = KeyName ?? GroupName ?? InstanceId ?? VolumeId ?? LaunchTemplateName;
			return [String(name), JSON.stringify(resource)];
		}),
	);
};

const expectNobody = async (person: Person): Promise<void> => {
	await eventually(async () => (await runningProcesses(person)).length === 0);
};

const tryMoment = async (sandbox: AwsSandbox, begin: Begin, moment: Moment): Promise<string> => {
	const person = await makePerson();
	const { shown, hit } = begin(person, sandbox);
	await until(person, moment);
	const before = journalText(person);
	await hit(moment.pick);
	const seen = shown();
	// Whoever looks next finds it, and has somebody go on with it.
	const id = idOf(person);
	const watched = await runInSandbox(person, sandbox, ['builds', 'watch', '--no-input']);
	await expectNobody(person);
	const after = journalText(person);
	expect(after.startsWith(before), 'the journal keeps what it held').toBe(true);
	for (const name of seen.match(named) ?? []) {
		expect(after, name).toContain(name);
	}

	if (id === undefined || after === '') {
		expect(leftBehind(sandbox)).toEqual(nothing);
		return 'had not begun';
	}

	const end = (await journalOf(person, id)).at(-1);
	if (end?.kind !== 'end') {
		throw new Error(`The build has no end.\n${watched.stdout}${watched.stderr}`);
	}

	const left = leftIn(sandbox);
	for (const [name, resource] of left) {
		expect(resource.includes(id) || after.includes(name), `the journal or a tag knows ${resource}`).toBe(
			true,
		);
	}

	const artifacts = end.artifacts.map(({ ami }) => ami);
	const unnamed = (): readonly Image[] =>
		ownImages(sandbox, 'us-east-1').filter(
			image => JSON.stringify(image.Tags).includes(id) && !artifacts.includes(image.ImageId),
		);
	if (left.size > 0 || unnamed().length > 0) {
		const { stdout, stderr } = await runInSandbox(person, sandbox, ['cleanup', id, '--yes', '--no-input']);
		expect([...leftIn(sandbox).keys(), ...unnamed()], stdout + stderr).toEqual([]);
	}

	return end.result;
};

/** Who is hit, and how such a build may end. */
const kinds: readonly (readonly [kind: string, begin: Begin, ...results: BuildResult[]])[] = [
	['the screen is killed', inTerminal('SIGKILL'), 'done'],
	['the terminal hangs up', inTerminal('SIGHUP'), 'done'],
	['the supervisor is killed', killing(supervisorOf), 'done', 'interrupted'],
	['Packer is killed', killing(packerOf), 'done', 'cancelled', 'failed'],
	['the job is killed, and all that carries its variable', inJob, 'cancelled', 'done'],
];

describe('at a moment of chance', () => {
	beforeEach(context => {
		needs(context, 'packer', 'containers', 'moto', 'namespaces');
	});

	const timeout = 240_000 + moments * kinds.length * 60_000;

	test('nothing is lost, nobody is left, and nothing stays in EC2', { timeout }, async () => {
		await withAwsSandbox(async sandbox => {
			for (const [kind, begin, ...results] of kinds) {
				for (const moment of momentsOf(kind, 45)) {
					const result = await tryMoment(sandbox, begin, moment);
					process.stdout.write(`${kind}: ${JSON.stringify(moment)} of seed ${seed}: ${result}\n`);
					expect(['had not begun', ...results]).toContain(result);
				}
			}
		});
	});

	test('the container of a rehearsal is killed: nobody is left', { timeout }, async () => {
		for (const moment of momentsOf('container', 30)) {
			const person = await makePerson();
			const engine = (...args: readonly string[]): string =>
				spawnSync('podman', args, {
					encoding: 'utf8',
					env: { ...process.env, ...testEnvironment() },
				}).stdout.trim();
			const containers = (): string =>
				engine('ps', '--all', '--quiet', '--filter', `label=packer-wizard.build=${idOf(person)}`);
			const running = runProgram(person, ['new', ...answers, '--rehearse', '--speed', '50', '--no-input']);
			await until(person, moment);
			const container = idOf(person) === undefined ? '' : containers();
			if (container !== '') {
				engine('kill', container);
			}

			const { code, stdout } = await running;
			process.stdout.write(`container: ${JSON.stringify(moment)} of seed ${seed}: exit ${code}\n`);
			expect([0, 1], stdout).toContain(code);
			expect(code === 0 || container !== '').toBe(true);
			await expectNobody(person);
			expect(containers()).toBe('');
		}
	});
});

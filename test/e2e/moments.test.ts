import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import type { BuildResult } from '../../source/builds/journal/journal.ts';
import { eventually, filesBelow, journalOf } from '../builds/helpers.ts';
import { type AwsSandbox, withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { needs } from '../helpers/needs.ts';
import {
	builtProgram,
	type Ended,
	makePerson,
	type Person,
	runningProcesses,
	runProgram,
} from '../helpers/program.ts';
import { howMany, isMeant, type Moment, momentsOf, seed } from './moments/draw.ts';
import {
	type Begin,
	containersOf,
	idOf,
	inJob,
	inTerminal,
	journalText,
	killingContainer,
	killingPacker,
	killingSupervisor,
	type Place,
} from './moments/victims.ts';
import { type Image, leftBehind, nothing, ownImages } from './sandbox-builds.ts';

const answers = [
	...['--region', 'us-east-1', '--base', 'ubuntu-24.04', '--name', 'web'],
	...['--copy-to', 'eu-west-1', '--command', 'sleep 0.5'],
];
const build = ['new', ...answers, '--yes'];
const rehearsal = ['new', ...answers, '--rehearse', '--speed', '50', '--no-input'];
const regions = ['us-east-1', 'eu-west-1'] as const;

/** Who is hit, and how such a build may end if it had begun. */
type Kind = {
	readonly name: string;
	readonly begin: Begin;
	/** Whether the build goes on only when somebody looks. */
	readonly isSeenLater?: boolean;
	readonly results: readonly BuildResult[];
};

const kinds: readonly Kind[] = [
	{ name: 'the screen is killed', begin: inTerminal('SIGKILL'), results: ['done'] },
	{ name: 'the terminal hangs up', begin: inTerminal('SIGHUP'), results: ['done'] },
	{
		name: 'the supervisor is killed',
		begin: killingSupervisor,
		isSeenLater: true,
		results: ['done', 'interrupted'],
	},
	{ name: 'Packer is killed', begin: killingPacker, results: ['done', 'cancelled', 'failed'] },
	{
		name: 'the job is killed, and all that carries its variable',
		begin: inJob,
		results: ['cancelled', 'done'],
	},
];

const rehearsedKinds: readonly Kind[] = [
	{ name: 'the container is killed', begin: killingContainer, results: ['done', 'failed'] },
];

const isOver = (text: string): boolean => text.includes('"kind":"end"');

/** Waits for the moment, or for the build's end. */
const until = async (person: Person, { behind, wait }: Moment): Promise<void> => {
	await eventually(async () => {
		const text = journalText(person);
		return behind === '' || text.includes(behind) || isOver(text);
	});
	await setTimeout(wait);
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

/** The journals are left, whole files of the template, and nothing that only some process would know. */
const expectTidy = async (person: Person): Promise<void> => {
	const state = path.join(person.home, '.local', 'state', 'packer-wizard');
	const kept = (await filesBelow(state).catch(() => [])).filter(
		file => !/\/builds\/[0-9a-f]+\/journal\.ndjson$/.test(file),
	);
	expect(kept, `in the state folder: ${kept.join(', ')}`).toEqual([]);
	// Packer's own, if it is killed before there is a build, while it is asked for its version (1.16.0).
	const temporary = (await readdir(path.join(person.home, 'tmp'))).filter(
		name => !/^packer-log\d+$/.test(name),
	);
	expect(temporary, `in the temporary folder: ${temporary.join(', ')}`).toEqual([]);
	const written = await readdir(person.folder, { recursive: true });
	expect(written.filter(name => path.basename(name).startsWith('.'))).toEqual([]);
};

/** Nothing in EC2 that the journal or a tag does not know, and nothing at all after a clean-up. */
const expectCleanup = async (
	sandbox: AwsSandbox,
	id: string,
	journal: string,
	artifacts: readonly string[],
	run: (...args: readonly string[]) => Promise<Ended>,
): Promise<void> => {
	const left = leftIn(sandbox);
	for (const [name, resource] of left) {
		expect(resource.includes(id) || journal.includes(name), `the journal or a tag knows ${resource}`).toBe(
			true,
		);
	}

	const unnamed = (): readonly Image[] =>
		regions
			.flatMap(region => ownImages(sandbox, region))
			.filter(image => JSON.stringify(image.Tags).includes(id) && !artifacts.includes(image.ImageId));
	if (left.size > 0 || unnamed().length > 0) {
		const { stdout, stderr } = await run('cleanup', id, '--yes', '--no-input');
		expect([...leftIn(sandbox).keys(), ...unnamed()], stdout + stderr).toEqual([]);
	}
};

/** So many lines of a journal tell what became of a build that did not end as it may. */
const lastLines = 30;

/** Hits one build, and gives how it ended. */
const tryMoment = async (
	{ begin, isSeenLater, results }: Kind,
	moment: Moment,
	sandbox?: AwsSandbox,
): Promise<BuildResult | 'had not begun'> => {
	const person = await makePerson();
	const place: Place = sandbox ?? { enter: [], environment: {} };
	const run = (...args: readonly string[]): Promise<Ended> =>
		runProgram(person, args, {
			command: [...place.enter, process.execPath, builtProgram],
			env: place.environment,
		});
	const { shown, hit } = begin(person, place, sandbox ? build : rehearsal);
	await until(person, moment);
	const before = journalText(person);
	await hit(moment.pick);
	const seen = shown();
	if (!isSeenLater) {
		await expectNobody(person);
	}

	// Whoever looks next finds it, and has somebody go on with it where nobody does.
	const id = idOf(person);
	const watched = await run('builds', 'watch', '--no-input');
	await expectNobody(person);
	await expectTidy(person);
	expect(sandbox ? '' : containersOf(person)).toBe('');
	const after = journalText(person);
	expect(after.startsWith(before), 'the journal keeps what it held').toBe(true);
	for (const name of seen.match(named) ?? []) {
		expect(after, name).toContain(name);
	}

	if (id === undefined || after === '') {
		expect(sandbox && leftBehind(sandbox)).toEqual(sandbox && nothing);
		return 'had not begun';
	}

	const end = (await journalOf(person, id)).findLast(line => line.kind === 'end');
	if (end?.kind !== 'end') {
		throw new Error(`The build has no end.\n${watched.stdout}${watched.stderr}`);
	}

	expect(results, after.split('\n').slice(-lastLines).join('\n')).toContain(end.result);
	if (sandbox) {
		const artifacts = end.artifacts.map(({ ami }) => ami);
		await expectCleanup(sandbox, id, after, artifacts, run);
	}

	return end.result;
};

/** Longer than any part of a build on a busy machine: what takes so long hangs. */
const longest = 180_000;

/** Tries moments one after another, until one fails; gives how many were tried, and what is wrong. */
const tryMoments = async (
	kind: Kind,
	moments: readonly Moment[],
	sandbox?: AwsSandbox,
): Promise<{ readonly tried: number; readonly wrong: readonly string[] }> => {
	for (const [index, moment] of moments.entries()) {
		const what = `${kind.name}: ${JSON.stringify(moment)} of seed ${seed}`;
		const began = Date.now();
		try {
			const hangs = setTimeout(longest, undefined, { ref: false }).then(() => {
				throw new Error('It hangs.');
			});
			const result = await Promise.race([tryMoment(kind, moment, sandbox), hangs]);
			process.stdout.write(`${what}: ${result}, ${Date.now() - began} ms\n`);
		} catch (error) {
			const wrong = `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
			process.stdout.write(`${wrong}\n`);
			return { tried: index + 1, wrong: [wrong] };
		}
	}

	return { tried: moments.length, wrong: [] };
};

describe('at a moment of chance', () => {
	beforeEach(context => {
		needs(context, 'packer', 'containers', 'moto', 'namespaces');
	});

	const timeout = 240_000 + howMany * kinds.length * 60_000;

	test('nothing is lost, nobody is left, and nothing stays in EC2', { timeout }, async () => {
		const wrong: string[] = [];
		let rest = kinds
			.filter(({ name }) => isMeant(name))
			.map(kind => ({ kind, moments: momentsOf(kind.name) }));
		while (rest.length > 0) {
			// What a failure left in EC2 is no failure of the next moment.
			await withAwsSandbox(async sandbox => {
				for (const { kind, moments } of rest) {
					const seen = await tryMoments(kind, moments, sandbox);
					wrong.push(...seen.wrong);
					rest =
						seen.tried < moments.length
							? [{ kind, moments: moments.slice(seen.tried) }, ...rest.slice(1)]
							: rest.slice(1);
					if (seen.wrong.length > 0) {
						return;
					}
				}
			});
		}

		expect(wrong).toEqual([]);
	});

	test('nobody is left of a rehearsal', { timeout }, async () => {
		const wrong: string[] = [];
		for (const kind of rehearsedKinds.filter(({ name }) => isMeant(name))) {
			for (let rest = momentsOf(kind.name); rest.length > 0; ) {
				const seen = await tryMoments(kind, rest);
				wrong.push(...seen.wrong);
				rest = rest.slice(seen.tried);
			}
		}

		expect(wrong).toEqual([]);
	});
});

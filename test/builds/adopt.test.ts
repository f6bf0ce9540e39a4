import { appendFile, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { cancelBuild } from '../../source/builds/cancel.ts';
import type { JournalHeader, JournalLine, PackerEntry } from '../../source/builds/journal/journal.ts';
import { createJournal } from '../../source/builds/journal/writer.ts';
import { haveAdopted, sweepBuilds } from '../../source/builds/orphans.ts';
import { startBuild } from '../../source/builds/start.ts';
import { readOwner } from '../../source/builds/supervisor/owner.ts';
import { identityOf } from '../../source/builds/supervisor/process.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person, runningProcesses } from '../helpers/program.ts';
import { at } from '../helpers/whereabouts.ts';
import {
	buildFolderOf,
	endOfBuild,
	eventually,
	filesWith,
	journalOf,
	listBuilds,
	requestFor,
	startScript,
	textsOf,
	untilOnlyJournal,
	untilPrinted,
	writeNullTemplate,
} from './helpers.ts';

const headerOf = async (person: Person, id: string): Promise<JournalHeader> => {
	const [header] = await journalOf(person, id);
	if (header?.kind !== 'header') {
		throw new Error('The journal has no header.');
	}

	return header;
};

const packerOf = (lines: readonly JournalLine[]): PackerEntry['process'] => {
	const entry = lines.find(line => line.kind === 'packer');
	if (!entry) {
		throw new Error('No Packer was started.');
	}

	return entry.process;
};

const isGone = (pid: number) => async () => identityOf(pid) === undefined;

const killSupervisor = async (person: Person, id: string): Promise<void> => {
	const { pid } = (await headerOf(person, id)).supervisor;
	process.kill(pid, 'SIGKILL');
	await eventually(isGone(pid));
};

const notices = (lines: readonly JournalLine[]): string[] =>
	lines.flatMap(line => (line.kind === 'notice' ? line.message : []));

/** Waits until another one watches a build: whoever has taken it may not have come to its Packer yet. */
const untilTaken = (person: Person, id: string): Promise<true> =>
	eventually(async () => notices(await journalOf(person, id)).length > 0);

describe('a build whose supervisor is killed', () => {
	beforeEach(context => {
		needs(context, 'packer');
		context.skip(process.platform !== 'linux', 'only /proc can open the output of a running Packer again');
	});

	test('goes on with another, from the very place, secrets still hidden', async () => {
		const secret = 'ghp_a1b2c3d4e5f6';
		const person = await makePerson({ GITHUB_OAUTH_TOKEN: secret });
		const goOn = path.join(person.folder, 'go-on');
		// It prints on while the supervisor is killed, and is not over before another one has it.
		const folder = await writeNullTemplate(
			person,
			`tick() { echo "tick $1 $GITHUB_OAUTH_TOKEN opensesame"; sleep 0.1; }
for i in $(seq 1 20); do tick $i; done
until [ -e ${goOn} ]; do sleep 0.1; done
for i in $(seq 21 40); do tick $i; done`,
		);
		const word = 'variable "word" {\n  default = "opensesame"\n  sensitive = true\n}\n';
		await writeFile(path.join(folder, 'word.pkr.hcl'), word);
		const { id } = await startBuild(await requestFor(person, folder));
		await untilPrinted(person, id, 'tick 5');
		await killSupervisor(person, id);
		await appendFile(path.join(buildFolderOf(person, id), 'journal.ndjson'), '{"seq":7,"ti');
		await sweepBuilds(person.environment);
		await untilTaken(person, id);
		await writeFile(goOn, '');

		expect(await endOfBuild(person, id)).toMatchObject({
			result: 'done',
			exitCode: null,
			artifacts: [{ ami: 'Null' }],
		});
		const lines = await journalOf(person, id);
		const ticks = textsOf(lines).flatMap(text => /tick (\d+) <sensitive> <sensitive>$/.exec(text)?.[1] ?? []);
		expect(ticks).toEqual([...Array(40).keys()].map(index => String(index + 1)));
		expect(lines.slice(1).map(line => ('seq' in line ? line.seq : 0))).toEqual(
			lines.slice(1).map((_, index) => index + 1),
		);
		expect(notices(lines)).toEqual([expect.stringContaining('Another one watches it')]);
		expect(await filesWith(person.home, secret)).toEqual([]);
		await untilOnlyJournal(person, id);
		await eventually(async () => (await runningProcesses(person)).length === 0);
	});

	test('is taken by one, however many look', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'echo begun; sleep 2');
		await untilPrinted(person, id, 'begun');
		await killSupervisor(person, id);
		await Promise.all([1, 2, 3, 4].map(() => sweepBuilds(person.environment)));
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'done' });
		const lines = await journalOf(person, id);
		expect(notices(lines)).toHaveLength(1);
		expect(lines.filter(line => line.kind === 'end')).toHaveLength(1);
	});

	test('goes on again when the second one is killed too', async () => {
		const person = await makePerson();
		const goOn = path.join(person.folder, 'go-on');
		const id = await startScript(
			person,
			`echo begun; until [ -e ${goOn} ]; do sleep 0.2; done; echo last words`,
		);
		await untilPrinted(person, id, 'begun');
		await killSupervisor(person, id);
		await sweepBuilds(person.environment);
		const owner = readOwner(buildFolderOf(person, id));
		if (owner === undefined || owner === 'unknown') {
			throw new Error('Nobody took the build.');
		}

		expect(owner.generation).toBe(2);
		process.kill(owner.process.pid, 'SIGKILL');
		await eventually(isGone(owner.process.pid));
		// The second one may have been killed before it said a word.
		const told = notices(await journalOf(person, id)).length;
		const following = endOfBuild(person, id);
		await eventually(async () => notices(await journalOf(person, id)).length > told);
		await writeFile(goOn, '');
		expect(await following).toMatchObject({ result: 'done' });
		expect(textsOf(await journalOf(person, id)).filter(text => text.includes('last words'))).toHaveLength(1);
	});

	test('is noticed by whoever watches it, and each of two sees the same', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'echo begun; sleep 3');
		const seen: readonly JournalLine[][] = [[], []];
		const following = Promise.all(seen.map(lines => endOfBuild(person, id, more => lines.push(...more))));
		await untilPrinted(person, id, 'begun');
		await killSupervisor(person, id);
		expect(await following).toMatchObject([{ result: 'done' }, { result: 'done' }]);
		const written = await journalOf(person, id);
		expect(seen).toEqual([written, written]);
	});

	test('can be cancelled', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'echo begun; sleep 600');
		await untilPrinted(person, id, 'begun');
		await killSupervisor(person, id);
		await cancelBuild(id, at(person.environment));
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'cancelled' });
		await eventually(isGone(packerOf(await journalOf(person, id)).pid));
	});

	test('is done by what the manifest says if Packer ended before anybody looked', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'echo begun; sleep 1');
		await untilPrinted(person, id, 'begun');
		await killSupervisor(person, id);
		await eventually(isGone(packerOf(await journalOf(person, id)).pid));
		await sweepBuilds(person.environment);
		expect(await endOfBuild(person, id)).toMatchObject({
			result: 'done',
			exitCode: null,
			artifacts: [{ ami: 'Null' }],
		});
		await untilOnlyJournal(person, id);
	});

	describe('just as it had started Packer', () => {
		beforeEach(context => {
			context.skip(process.platform !== 'linux', 'only /proc tells where a process works');
		});

		/** A build whose journal is as when its supervisor is killed before it has told of Packer, and that Packer. */
		const startUntold = async (
			person: Person,
			script: string,
		): Promise<{ readonly id: string; readonly packer: number }> => {
			const id = await startScript(person, script);
			await untilPrinted(person, id, 'begun');
			await killSupervisor(person, id);
			const { pid } = packerOf(await journalOf(person, id));
			const file = path.join(buildFolderOf(person, id), 'journal.ndjson');
			const lines = (await readFile(file, 'utf8')).split('\n');
			const told = lines.findIndex(line => line.includes('"kind":"packer"'));
			await writeFile(file, [...lines.slice(0, told), ''].join('\n'));
			return { id, packer: pid };
		};

		test('goes on: nothing runs that nobody knows of', async () => {
			const person = await makePerson();
			const goOn = path.join(person.folder, 'go-on');
			const script = `echo begun; until [ -e ${goOn} ]; do sleep 0.2; done; echo last words`;
			const { id, packer } = await startUntold(person, script);
			await sweepBuilds(person.environment);
			await untilTaken(person, id);
			await writeFile(goOn, '');
			expect(await endOfBuild(person, id)).toMatchObject({ result: 'done' });
			const told = await journalOf(person, id);
			expect(told.flatMap(line => (line.kind === 'packer' ? line.process.pid : []))).toEqual([packer]);
			expect(textsOf(told).filter(text => /begun|last words/.test(text))).toHaveLength(2);
		});

		test('is done by what the manifest says if Packer ended before anybody looked', async () => {
			const person = await makePerson();
			const { id, packer } = await startUntold(person, 'echo begun; sleep 1');
			await eventually(isGone(packer));
			await sweepBuilds(person.environment);
			expect(await endOfBuild(person, id)).toMatchObject({
				result: 'done',
				exitCode: null,
				artifacts: [{ ami: 'Null' }],
			});
			expect(notices(await journalOf(person, id))).toEqual([expect.stringContaining('Packer ended before')]);
			await untilOnlyJournal(person, id);
		});
	});

	test('is unknown if Packer was killed with it', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'echo begun; sleep 600');
		await untilPrinted(person, id, 'begun');
		await killSupervisor(person, id);
		const { pid } = packerOf(await journalOf(person, id));
		process.kill(-pid, 'SIGKILL');
		await eventually(isGone(pid));
		await sweepBuilds(person.environment);
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'unknown', exitCode: null, artifacts: [] });
		await untilOnlyJournal(person, id);
	});
});

describe('a sweep', () => {
	const header = (id: string): JournalHeader => ({
		kind: 'header',
		version: 1,
		id,
		time: 1000,
		mode: 'aws',
		recipe: defaultRecipe(),
		folder: '/nowhere',
		packer: { path: '/usr/bin/packer', version: '1.6.6' },
		supervisor: { pid: 1, started: 'long ago' },
		secrets: [],
		steps: [],
	});

	const gone = { pid: process.pid, started: 'another time' };

	const makeBuild = async (
		person: Person,
		id: string,
		files: Readonly<Record<string, string>>,
	): Promise<string> => {
		const folder = buildFolderOf(person, id);
		await mkdir(folder, { recursive: true });
		for (const [name, content] of Object.entries(files)) {
			await writeFile(path.join(folder, name), content);
		}

		return folder;
	};

	const owner = (more: object) => JSON.stringify({ process: gone, host: '', ...more });

	test('ends what had not come to start Packer', async () => {
		const person = await makePerson();
		const folder = await makeBuild(person, 'aa01', { 'owner.1': owner({ host: hostname() }) });
		createJournal(path.join(folder, 'journal.ndjson'), header('aa01')).close();
		await mkdir(path.join(folder, 'copy'));
		await sweepBuilds(person.environment);
		expect(await endOfBuild(person, 'aa01')).toMatchObject({ result: 'interrupted', artifacts: [] });
		await untilOnlyJournal(person, 'aa01');
	});

	test('removes what had not come to a journal, and an empty folder only when it is old', async () => {
		const person = await makePerson();
		const folder = await makeBuild(person, 'aa02', { 'owner.1': owner({ host: hostname() }) });
		await mkdir(path.join(folder, 'copy'));
		const unstarted = await makeBuild(person, 'aa05', { 'owner.0': owner({ host: hostname() }) });
		await mkdir(path.join(unstarted, 'files'));
		const fresh = await makeBuild(person, 'aa03', {});
		const old = await makeBuild(person, 'aa04', {});
		await utimes(old, 1000, 1000);
		await sweepBuilds(person.environment);
		await eventually(async () => (await readdir(path.dirname(folder))).length === 1);
		expect(await readdir(path.dirname(fresh))).toEqual(['aa03']);
	});

	test('leaves alone what ended, what runs, and what another machine runs', async () => {
		const person = await makePerson();
		const ended = await makeBuild(person, 'bb01', {});
		const journal = createJournal(path.join(ended, 'journal.ndjson'), header('bb01'));
		journal.append([{ kind: 'end', result: 'done', exitCode: 0, artifacts: [] }]);
		journal.close();
		const self = identityOf(process.pid);
		for (const [id, content] of [
			['bb02', owner({ process: self, host: hostname() })],
			['bb03', owner({ host: 'another-machine' })],
			['bb04', ''],
		] as const) {
			const folder = await makeBuild(person, id, { 'owner.1': content });
			createJournal(path.join(folder, 'journal.ndjson'), header(id)).close();
		}

		await sweepBuilds(person.environment);
		await haveAdopted('bb02', person.environment);
		for (const build of await listBuilds(person.environment)) {
			expect([build.id, build.last.length]).toEqual([build.id, build.id === 'bb01' ? 1 : 0]);
		}
	});

	test('of nothing is fine', async () => {
		const person = await makePerson();
		await sweepBuilds(person.environment);
		expect(await listBuilds(person.environment)).toEqual([]);
	});
});

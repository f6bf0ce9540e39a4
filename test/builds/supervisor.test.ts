import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { cancelBuild } from '../../source/builds/cancel.ts';
import { causeOf } from '../../source/builds/report/ending.ts';
import { startBuild } from '../../source/builds/start.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { timelineOf } from '../commands/timelines.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, root, runningProcesses, runProgram } from '../helpers/program.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { at } from '../helpers/whereabouts.ts';
import {
	argumentsWith,
	buildFolderOf,
	endOfBuild,
	eventually,
	filesWith,
	journalOf,
	requestFor,
	startScript,
	textsOf,
	untilOnlyJournal,
	untilPrinted,
	writeNullTemplate,
} from './helpers.ts';
import { dressed, sentences } from './timeline/sentences.ts';

/** A script that prints these lines, on standard output and on standard error. */
const printing = (lines: readonly string[]): string =>
	`cat <<'END' | tee /dev/stderr\n${lines.join('\n')}\nEND`;

const onLinux = process.platform === 'linux';

describe('a build', () => {
	beforeEach(context => needs(context, 'packer'));

	test('is journalled from its header to its end', async () => {
		const person = await makePerson();
		const id = await startScript(
			person,
			`printf 'plain\\ncomma, tab\\t%%d {{x}} ümläut 🦀\\n'; echo aside >&2`,
			{
				preset: 'web-server',
			},
		);
		expect(id).toMatch(/^[0-9a-f]{4,}$/);
		const seen: unknown[] = [];
		const end = await endOfBuild(person, id, lines => seen.push(...lines));
		expect(end).toMatchObject({ result: 'done', exitCode: 0, artifacts: [{ ami: 'Null' }] });

		const lines = await journalOf(person, id);
		expect(seen).toEqual(lines);
		const [header, packer, ...entries] = lines;
		expect(header).toMatchObject({ kind: 'header', id, mode: 'aws', preset: 'web-server' });
		expect(header).toMatchObject({
			steps: [{ script: 'scripts/00-wait-for-boot.sh', name: 'wait-for-boot' }],
		});
		expect(packer).toMatchObject({ kind: 'packer', seq: 1 });
		expect(entries.map(entry => ('seq' in entry ? entry.seq : 0))).toEqual(
			entries.map((_, index) => index + 2),
		);
		const texts = textsOf(lines).map(text => text.replace(/^.*?null\.image: /, ''));
		expect(texts).toEqual(expect.arrayContaining(['plain', 'comma, tab\t%d {{x}} ümläut 🦀', 'aside']));
	});

	test('means the same whatever its script prints', async () => {
		const person = await makePerson();
		const id = await startScript(person, printing(sentences.flatMap(dressed)));
		expect(await endOfBuild(person, id)).toMatchObject({
			result: 'done',
			exitCode: 0,
			artifacts: [{ ami: 'Null' }],
		});
		const lines = await journalOf(person, id);
		// What is in the image is not asked in these tests, which is noted.
		const kinds = ['header', 'packer', 'contents', 'record', 'end'];
		expect([...new Set(lines.map(({ kind }) => kind))]).toEqual(kinds);
		const timeline = timelineOf(lines);
		const begun = timeline.phases.filter(({ began }) => began !== undefined);
		expect(begun.map(({ id: phase, status }) => [phase, status])).toEqual([
			['check', 'done'],
			['provision', 'done'],
		]);
		expect(timeline).toMatchObject({ cancelling: false, copies: [], artifacts: [{ ami: 'Null' }] });
		for (const fact of ['instance', 'address', 'sourceAmi', 'sandbox', 'cancelReason', 'error', 'why']) {
			expect(timeline).not.toHaveProperty(fact);
		}
	});

	test('leaves nothing but its journal and what it made, and touches nothing of the person', async () => {
		const person = await makePerson();
		const folder = await writeNullTemplate(person, 'touch made-here "$TMPDIR/and-there"');
		const before = await readdir(person.folder, { recursive: true });
		const { id } = await startBuild(await requestFor(person, folder));
		await endOfBuild(person, id);

		const place = buildFolderOf(person, id);
		await untilOnlyJournal(person, id);
		expect((await stat(place)).mode & 0o777).toBe(0o700);
		expect((await stat(path.join(place, 'journal.ndjson'))).mode & 0o777).toBe(0o600);
		expect((await readdir(person.folder, { recursive: true })).sort()).toEqual(
			[...before, 'web/made-here'].sort(),
		);
		expect(await readdir(path.join(person.home, 'tmp'))).toEqual([]);
		await eventually(async () => (await runningProcesses(person)).length === 0);
	});

	test('runs in a private copy of the files as they stand, permissions included', async () => {
		const person = await makePerson();
		const folder = await writeNullTemplate(
			person,
			`ls -ld . "$TMPDIR" | cut -c 1-10
stat -c '%a %n' files/a files
cat files/a; ls`,
		);
		await mkdir(path.join(folder, 'files'));
		await mkdir(path.join(folder, '.git'));
		await writeFile(path.join(folder, 'files', 'a'), 'a file of the person\n');
		await chmod(path.join(folder, 'files', 'a'), 0o644);
		await chmod(path.join(folder, 'files'), 0o755);
		const { id } = await startBuild(await requestFor(person, folder));
		await endOfBuild(person, id);
		const texts = textsOf(await journalOf(person, id)).map(text => text.replace(/^.*?null\.image: /, ''));
		expect(texts.filter(text => text === 'drwx------')).toHaveLength(2);
		expect(texts).toEqual(expect.arrayContaining(['644 files/a', '755 files', 'a file of the person']));
		expect(texts).not.toContain('.git');
	});

	test('whose clock is set while it runs takes no longer, and tells what the clock shows', async () => {
		const person = await makePerson();
		const ahead = `const now = Date.now; Date.now = () => now() + ${2 * 60 * 60_000}`;
		const environment = {
			...person.environment,
			NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(ahead)}`,
		};
		const id = await startScript(person, 'exit 3', { whereabouts: at(environment), timeout: 60 * 60_000 });
		const end = await endOfBuild(person, id);
		expect(end).toMatchObject({ result: 'failed', exitCode: 1 });
		expect((end?.clock ?? 0) - (end?.time ?? 0)).toBeGreaterThan(90 * 60_000);
	});

	test('that fails says so', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'echo wrong >&2; exit 3');
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'failed', exitCode: 1, artifacts: [] });
		expect(textsOf(await journalOf(person, id)).join('\n')).toContain('wrong');
	});

	test('gets its id, its secrets and a TMPDIR of its own by environment', async () => {
		const person = await makePerson();
		const id = await startScript(
			person,
			'echo "id $PKR_VAR_build_id"; test "$OWN" = hidden-value && echo "own is there"; echo "tmp $TMPDIR"; tr "\\0" "\\n" </proc/$PPID/environ | grep PKR_VAR_my-size',
			// No shell takes such a name, and Packer does.
			{
				secrets: { OWN: 'hidden-value' },
				whereabouts: at({ ...person.environment, 'PKR_VAR_my-size': 'handed on' }),
			},
		);
		await endOfBuild(person, id);
		const text = textsOf(await journalOf(person, id)).join('\n');
		expect(text).toContain(`id ${id}`);
		expect(text).toContain('own is there');
		expect(text).toContain(`tmp ${person.home}`);
		expect(text).toContain('PKR_VAR_my-size=handed on');
	});

	test('signs with the profile that is chosen: no key of the environment goes along', async () => {
		const person = await makePerson();
		const environment = {
			...person.environment,
			AWS_ACCESS_KEY_ID: 'AKIA',
			AWS_ACCESS_KEY: 'AKIA',
			AWS_SESSION_TOKEN: 'of-another-account',
			AWS_DEFAULT_PROFILE: 'other',
			PKR_VAR_aws_profile: 'other',
		};
		const script =
			'env | grep -c "^AWS_ACCESS_KEY\\|^AWS_SESSION\\|PKR_VAR_aws_profile"; echo "by $AWS_PROFILE$AWS_DEFAULT_PROFILE"';
		const textOf = async (recipe: Recipe) => {
			const id = await startScript(person, script, { whereabouts: at(environment), recipe });
			await endOfBuild(person, id);
			return textsOf(await journalOf(person, id)).join('\n');
		};
		const chosen = await textOf(recipeWith({ profile: 'dev' }));
		expect(chosen).toContain('by dev');
		expect(chosen).toMatch(/: 0$/m);
		const offered = await textOf(defaultRecipe());
		expect(offered).toContain('by other');
	});

	test('with a very long path to its folder still runs', async () => {
		const person = await makePerson();
		const state = path.join(person.home, 'x'.repeat(90), 'y'.repeat(90));
		const environment = { ...person.environment, XDG_STATE_HOME: state };
		const folder = await writeNullTemplate(person, 'true');
		const { id } = await startBuild(await requestFor(person, folder, { whereabouts: at(environment) }));
		const end = await endOfBuild({ ...person, environment }, id);
		expect(end).toMatchObject({ result: 'done' });
		expect(await readdir(path.join(person.home, 'tmp'))).toEqual([]);
		const place = path.join(state, 'packer-wizard', 'builds', id);
		await eventually(async () => (await readdir(place)).join() === 'journal.ndjson');
	});

	test('with such a path leaves no temporary folder that nobody finds, even if it is killed as that is made', async () => {
		const person = await makePerson();
		const build = path.join(person.home, 'x'.repeat(90));
		await mkdir(build);
		const source = path.join(root, 'source', 'builds', 'supervisor', 'work-files.ts');
		const script = `
			import fs from 'node:fs';
			import { syncBuiltinESMExports } from 'node:module';
			fs.symlinkSync = () => process.kill(process.pid, 'SIGKILL');
			syncBuiltinESMExports();
			const { makeTemporaryFolder } = await import(${JSON.stringify(source)});
			makeTemporaryFolder(${JSON.stringify(build)});`;
		const command = [process.execPath, '--input-type=module', '--eval', script];
		expect(await runProgram(person, [], { command })).toMatchObject({ signal: 'SIGKILL', stderr: '' });
		expect(await readdir(path.join(person.home, 'tmp'))).toEqual([]);
	});

	test('goes on when the program that started it is killed', async () => {
		const person = await makePerson();
		const folder = await writeNullTemplate(person, 'echo begun; sleep 2; echo survived');
		const request = await requestFor(person, folder);
		const script = `
			import { startBuild } from ${JSON.stringify(path.join(root, 'source/builds/start.ts'))};
			const { id } = await startBuild(${JSON.stringify(request)});
			console.log(id);
			setInterval(() => {}, 1000);`;
		const starter = spawn(process.execPath, ['--input-type=module', '--eval', script], {
			env: person.environment,
			stdio: ['ignore', 'pipe', 'inherit'],
			detached: true,
		});
		const [chunk] = await once(starter.stdout, 'data');
		const id = String(chunk).trim();
		await untilPrinted(person, id, 'begun');
		// As a terminal that closes: its whole process group is told, and then it is gone.
		process.kill(-(starter.pid ?? Number.NaN), 'SIGHUP');
		await once(starter, 'exit');
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'done' });
		expect(textsOf(await journalOf(person, id)).join('\n')).toContain('survived');
	});

	test('can be one of two at once', async () => {
		const person = await makePerson();
		const ids = [await startScript(person, 'sleep 1'), await startScript(person, 'sleep 1')];
		expect(new Set(ids).size).toBe(2);
		for (const id of ids) {
			expect(await endOfBuild(person, id)).toMatchObject({ result: 'done' });
		}
	});
});

describe('a build that cannot be started', () => {
	beforeEach(context => needs(context, 'packer'));

	test.each([
		['no folder', async () => {}, 'cannot be read'],
		['an empty folder', async (folder: string) => mkdir(folder), 'holds no template'],
	])('for %s leaves nothing behind', async (_name, prepare, message) => {
		const person = await makePerson();
		const folder = path.join(person.folder, 'web');
		await prepare(folder);
		const starting = startBuild(await requestFor(person, folder));
		await expect(starting).rejects.toMatchObject({ name: 'Problem', exitCode: 3 });
		await expect(starting).rejects.toThrow(message);
		expect(await readdir(path.dirname(buildFolderOf(person, 'x')))).toEqual([]);
		await eventually(async () => (await runningProcesses(person)).length === 0);
	});

	test('for a state folder that is a file says so', async () => {
		const person = await makePerson();
		const folder = await writeNullTemplate(person, 'true');
		const environment = { ...person.environment, XDG_STATE_HOME: path.join(folder, 'image.pkr.hcl') };
		const starting = startBuild(await requestFor(person, folder, { whereabouts: at(environment) }));
		await expect(starting).rejects.toMatchObject({
			exitCode: 3,
			message: expect.stringContaining('cannot be written'),
		});
	});

	test('for a Packer that is gone ends with the reason in its journal', async () => {
		const person = await makePerson();
		const request = await requestFor(person, await writeNullTemplate(person, 'true'));
		const packer = { ...request.packer, path: path.join(person.home, 'gone') };
		const { id } = await startBuild({ ...request, packer });
		expect(await endOfBuild(person, id)).toMatchObject({
			result: 'failed',
			exitCode: null,
			message: expect.stringContaining('cannot be started'),
		});
		await untilOnlyJournal(person, id);
	});
});

describe('cancelling', () => {
	beforeEach(context => needs(context, 'packer'));

	test('lets Packer clean up and end by itself', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'echo begun; sleep 600');
		await untilPrinted(person, id, 'begun');
		await cancelBuild(id, at(person.environment));
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'cancelled', exitCode: 1, artifacts: [] });
		const lines = await journalOf(person, id);
		expect(lines.filter(line => line.kind === 'cancel')).toMatchObject([{ reason: 'person' }]);
		expect(textsOf(lines).join('\n')).toContain('Cleanly cancelled builds');
		await untilOnlyJournal(person, id);
	});

	test('reaches Packer whatever a script has printed', async () => {
		const person = await makePerson();
		const id = await startScript(person, `${printing(sentences)}\necho begun; sleep 600`);
		await untilPrinted(person, id, 'begun');
		await cancelBuild(id, at(person.environment));
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'cancelled' });
		expect(textsOf(await journalOf(person, id))).toContain(
			'Cleanly cancelled builds after being interrupted.',
		);
	});

	test('by somebody else, who told Packer alone, is a cancel as well', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'echo begun; sleep 600');
		await untilPrinted(person, id, 'begun');
		const packer = (await journalOf(person, id)).find(line => line.kind === 'packer');
		const end = endOfBuild(person, id);
		const tell = setInterval(() => packer && process.kill(packer.process.pid, 'SIGTERM'), 500);
		onTestFinished(() => clearInterval(tell));
		await eventually(async () => (await journalOf(person, id)).some(line => line.kind === 'cancel'));
		clearInterval(tell);
		expect(await end).toMatchObject({ result: 'cancelled', artifacts: [] });
		const lines = await journalOf(person, id);
		expect(lines.filter(line => line.kind === 'cancel')).toMatchObject([{ reason: 'signal' }]);
		expect(causeOf(timelineOf(lines))).toContain('Another program told Packer to end');
	});

	test('reaches processes that somebody stopped', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'echo begun; sleep 600');
		await untilPrinted(person, id, 'begun');
		for (const pid of await runningProcesses(person)) {
			process.kill(pid, 'SIGSTOP');
		}

		await cancelBuild(id, at(person.environment));
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'cancelled' });
		await eventually(async () => (await runningProcesses(person)).length === 0);
	});

	test('right after the start leaves no Packer behind', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'sleep 600');
		await cancelBuild(id, at(person.environment));
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'cancelled' });
		await eventually(async () => (await runningProcesses(person)).length === 0);
	});

	test('twice is the same as once, and what is over stays as it is', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'echo begun; sleep 600');
		await untilPrinted(person, id, 'begun');
		await Promise.all([cancelBuild(id, at(person.environment)), cancelBuild(id, at(person.environment))]);
		await endOfBuild(person, id);
		await cancelBuild(id, at(person.environment));
		expect((await journalOf(person, id)).filter(line => line.kind === 'cancel')).toHaveLength(1);
		expect((await journalOf(person, id)).filter(line => line.kind === 'end')).toHaveLength(1);
	});

	test('does not happen before its time, be that a fraction or weeks', async () => {
		const person = await makePerson();
		const timeouts = [64_200.000_000_000_01, 36_000 * 60_000, 1e15];
		const ids = [];
		for (const timeout of timeouts) {
			ids.push(await startScript(person, 'true', { timeout }));
		}

		for (const id of ids) {
			expect(await endOfBuild(person, id)).toMatchObject({ result: 'done' });
		}
	});

	test('happens by itself when the build takes longer than it may', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'sleep 600', { timeout: 1500 });
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'cancelled' });
		const lines = await journalOf(person, id);
		expect(lines.find(line => line.kind === 'cancel')).toMatchObject({ reason: 'timeout' });
		expect(lines.find(line => line.kind === 'notice')).toMatchObject({
			message: expect.stringContaining('longer'),
		});
	});
});

describe('a clock that is set', () => {
	beforeEach(context => needs(context, 'packer'));

	const day = 24 * 60 * 60 * 1000;

	/** Builds with a clock that is set when the build has begun; gives its journal. */
	const withJump = async (by: number, script: string, timeout: number) => {
		const person = await makePerson();
		const jump = path.join(person.home, 'jump.mjs');
		const flag = path.join(person.home, 'set');
		await writeFile(
			jump,
			`import { existsSync } from 'node:fs';
			const real = Date.now;
			Date.now = () => real() + (existsSync(${JSON.stringify(flag)}) ? ${by} : 0);`,
		);
		const environment = { ...person.environment, NODE_OPTIONS: `--import=${jump}` };
		const id = await startScript(person, `touch ${flag}; ${script}`, {
			whereabouts: at(environment, person.folder),
			timeout,
		});
		const end = await endOfBuild(person, id);
		return { end, lines: await journalOf(person, id) };
	};

	test.each([
		['forwards', day],
		['backwards', -day],
	])('%s ends no build before its time, and dates nothing before what came before', async (_name, by) => {
		const { end, lines } = await withJump(by, 'sleep 1; echo done', day / 2);
		expect(end).toMatchObject({ result: 'done' });
		const times = lines.map(({ time }) => time);
		expect(times).toEqual([...times].sort((a, b) => a - b));
		expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(day / 2);
	});

	test('backwards stops no build from ending in time', async () => {
		const { end } = await withJump(-day, 'sleep 600', 2000);
		expect(end).toMatchObject({ result: 'cancelled' });
	});
});

describe('a Packer that is killed', () => {
	beforeEach(context => {
		needs(context, 'packer');
		context.skip(!onLinux, 'processes are looked at through /proc');
	});

	/** Begins a build that waits, kills some of Packer, and gives its journal when nothing of it runs any more. */
	const killed = async (targets: (packer: number) => readonly number[]) => {
		const person = await makePerson();
		const id = await startScript(person, 'echo begun; sleep 600');
		await untilPrinted(person, id, 'begun');
		const packer = (await journalOf(person, id)).find(line => line.kind === 'packer');
		for (const target of targets(packer?.process.pid ?? Number.NaN)) {
			try {
				process.kill(target, 'SIGKILL');
			} catch {
				// It went with one before it.
			}
		}

		await endOfBuild(person, id);
		await untilOnlyJournal(person, id);
		await eventually(async () => (await runningProcesses(person)).length === 0);
		return journalOf(person, id);
	};

	const childrenOf = (pid: number): readonly number[] =>
		execFileSync('pgrep', ['--parent', String(pid)], { encoding: 'utf8' })
			.trim()
			.split('\n')
			.map(Number);

	test('by the process that one sees cleans up all the same', async () => {
		const lines = await killed(packer => [packer]);
		expect(lines.at(-1)).toMatchObject({ kind: 'end', result: 'cancelled' });
		expect(lines.find(line => line.kind === 'cancel')).toMatchObject({ reason: 'signal' });
		expect(textsOf(lines)).toContain('Cleanly cancelled builds after being interrupted.');
	});

	test.each([
		['as a group', (packer: number) => [-packer]],
		['by the process that does the work', childrenOf],
		['by its plugins', (packer: number) => childrenOf(packer).flatMap(childrenOf)],
	] as const)('%s leaves no process, and the end says it', async (_name, targets) => {
		const lines = await killed(targets);
		expect(lines.at(-1)).toMatchObject({ kind: 'end', result: 'failed', artifacts: [] });
		expect(causeOf(timelineOf(lines))).toMatch(/was killed/);
	});

	test('or that ends takes along what its scripts left running', async () => {
		const person = await makePerson();
		const id = await startScript(person, 'nohup sleep 600 >/dev/null 2>&1 & echo done');
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'done' });
		await eventually(async () => (await runningProcesses(person)).length === 0);
	});
});

describe('a secret', () => {
	beforeEach(context => {
		needs(context, 'packer');
		context.skip(!onLinux, 'argument lists and open files are looked at through /proc');
	});

	test('that a script prints is in no file and in no argument list', async () => {
		const secret = `ghp_${'Z9y8X7w6'.repeat(4)}`;
		const other = 'correct, "horse" & battery';
		const person = await makePerson({ GITHUB_OAUTH_TOKEN: secret });
		const id = await startScript(
			person,
			`echo "token $GITHUB_OAUTH_TOKEN and $GITHUB_OAUTH_TOKEN"
echo "error $GITHUB_OAUTH_TOKEN" >&2
echo "$OTHER"; printf %s "$OTHER" | base64
printf '%s\\r\\n' "$GITHUB_OAUTH_TOKEN"
echo printed; sleep 3`,
			{ secrets: { OTHER: other } },
		);
		await untilPrinted(person, id, 'printed');
		expect(await argumentsWith(secret)).toEqual([]);
		// Packer keeps a log for the case that it crashes, which nobody can ask it not to: its TMPDIR is private for that.
		const temporary = path.join(buildFolderOf(person, id), 'tmp');
		const files = await filesWith(person.home, secret);
		expect(files.filter(file => !file.startsWith(temporary))).toEqual([]);

		expect(await endOfBuild(person, id)).toMatchObject({ result: 'done' });
		const text = await readFile(path.join(buildFolderOf(person, id), 'journal.ndjson'), 'utf8');
		expect(text).toContain('token <sensitive> and <sensitive>');
		for (const hidden of [
			secret,
			other,
			JSON.stringify(other).slice(1, -1),
			Buffer.from(other).toString('base64'),
		]) {
			expect(await filesWith(person.home, hidden)).toEqual([]);
		}

		expect((await journalOf(person, id))[0]).toMatchObject({ secrets: ['OTHER', 'GITHUB_OAUTH_TOKEN'] });
	});
});

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { copyFolder, copyPersonsFolder } from '../../source/builds/copy/mirror.ts';
import type { JournalEntry } from '../../source/builds/journal/journal.ts';
import { sweepBuilds } from '../../source/builds/orphans.ts';
import { startBuild } from '../../source/builds/start.ts';
import { identityOf } from '../../source/builds/supervisor/process.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { findProgram } from '../setup/needs.ts';
import {
	buildFolderOf,
	endOfBuild,
	eventually,
	journalOf,
	requestFor,
	untilOnlyJournal,
	untilPrinted,
	writeNullTemplate,
} from './helpers.ts';

let person: Person;
let folder: string;
beforeEach(async context => {
	needs(context, 'packer');
	person = await makePerson();
	folder = path.join(person.folder, 'web');
});

const read = (...place: string[]): Promise<string> => readFile(path.join(folder, ...place), 'utf8');

/** Builds with a script that runs here, beside the template; gives the id. */
const build = async (
	script: string,
	during: () => Promise<void> = async () => undefined,
): Promise<string> => {
	await writeNullTemplate(person, script);
	const { id } = await startBuild(await requestFor(person, folder));
	await during();
	await endOfBuild(person, id);
	return id;
};

const filesOf = async (id: string): Promise<Extract<JournalEntry, { kind: 'files' }>['files']> =>
	(await journalOf(person, id)).flatMap(line => (line.kind === 'files' ? line.files : []));

test('what a template reaches above its folder is there, also where the path is made up while it runs', async () => {
	const modules = path.join(person.folder, '..', 'modules', 'deep');
	await mkdir(modules, { recursive: true });
	await writeFile(path.join(modules, 'x.sh'), 'echo reached\n');
	await mkdir(path.join(person.folder, 'beside'));
	await writeFile(path.join(person.folder, 'beside', 'y.txt'), 'beside\n');
	const id = await build(
		[
			'set -eu',
			'up=..',
			'bash $up/$up/modules/deep/x.sh > one',
			'(cd $up/beside && cat y.txt) > two',
			'basename "$PWD" > three',
			'basename "$(cd .. && pwd)" > four',
			`cat "$PWD/../../modules/deep/x.sh" > five`,
		].join('\n'),
	);
	expect(await read('one')).toBe('reached\n');
	expect(await read('two')).toBe('beside\n');
	expect(await read('three')).toBe('web\n');
	expect(await read('four')).toBe('folder\n');
	expect(await read('five')).toBe('echo reached\n');
	expect(await filesOf(id)).toHaveLength(5);
	await untilOnlyJournal(person, id);
});

test('a folder above that may not be listed lends what the template names', async () => {
	const above = path.join(person.home, 'many');
	const web = path.join(above, 'web');
	await mkdir(web, { recursive: true });
	for (let count = 0; count < 2001; count++) {
		await writeFile(path.join(above, `${count}`), '');
	}

	await writeFile(path.join(web, 'image.pkr.hcl'), `# ../7 \${path.root}/../../folder ../nowhere ..\n`);
	const build = path.join(person.home, 'build');
	await mkdir(build);
	await copyPersonsFolder(web, build);
	const copy = copyFolder(build);
	expect((await readdir(path.join(copy, '..'))).sort()).toEqual(['7', 'web']);
	expect(await readdir(path.join(copy, '..', '..', 'folder'))).toEqual([]);
	expect((await stat(copy)).mode & 0o777).toBe(0o700);
});

test('the commit of a folder is known in its copy, whether the repository begins there or above', async context => {
	context.skip(findProgram('git') === undefined, 'there is no git');
	const git = (...args: string[]) =>
		promisify(execFile)('git', ['-C', person.folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
	const asked = 'git rev-parse HEAD > commit';
	for (const at of ['web', '.']) {
		await writeNullTemplate(person, asked);
		await git('init', '-q', at);
		await git('-C', at, 'commit', '-q', '--allow-empty', '-m', 'begun');
		const { stdout } = await git('-C', at, 'rev-parse', 'HEAD');
		await build(asked);
		expect(await read('commit')).toBe(stdout);
		await rm(path.join(folder, '.git'), { recursive: true, force: true });
	}
});

test('what a template names in its own words is found: templatefile, path.root and path.cwd, two folders up', async () => {
	await mkdir(path.join(person.home, 'modules'));
	await writeFile(path.join(person.home, 'modules', 'said.txt'), 'from two folders up');
	await writeNullTemplate(person, 'true');
	await writeFile(
		path.join(folder, 'image.pkr.hcl'),
		`locals {
  up = join("/", ["..", "..", "modules", "said.txt"])
}
source "null" "image" {
  communicator = "none"
}
build {
  sources = ["source.null.image"]
  provisioner "shell-local" {
    inline = [
      "cat \${path.root}/../../modules/said.txt > root.txt",
      "cat \${path.cwd}/\${local.up} > cwd.txt",
      "echo '\${file("\${path.root}/../../modules/said.txt")}' > file.txt",
      "echo '\${abspath("\${path.root}/..")}' > above.txt",
    ]
  }
}
`,
	);
	const { id } = await startBuild(await requestFor(person, folder));
	await endOfBuild(person, id);
	expect(await read('root.txt')).toBe('from two folders up');
	expect(await read('cwd.txt')).toBe('from two folders up');
	expect(await read('file.txt')).toBe('from two folders up\n');
	expect(path.basename((await read('above.txt')).trim())).toBe('folder');
});

test('what a build writes comes back, of a failed one too, and what it wrote the last time is replaced', async () => {
	const script =
		'mkdir -p out/deep; echo $RANDOM >> out/deep/log.txt; echo new > mine.json; echo above > ../above.txt';
	const first = await build(`${script}; mkfifo pipe; exit 3`);
	const once = await read('out', 'deep', 'log.txt');
	expect(await read('mine.json')).toBe('new\n');
	expect(await readFile(path.join(person.folder, 'above.txt'), 'utf8')).toBe('above\n');
	expect(await filesOf(first)).toEqual(
		['above.txt', 'web/mine.json', 'web/out/deep/log.txt'].map(name => ({
			path: path.join(person.folder, name),
			how: 'new',
		})),
	);
	const second = await build(script);
	expect((await read('out', 'deep', 'log.txt')).startsWith(once)).toBe(true);
	expect(await filesOf(second)).toEqual([
		{ path: path.join(folder, 'out', 'deep', 'log.txt'), how: 'replaced' },
	]);
});

test('a source that the build changed, and what the person changed meanwhile, stay as they are and are kept', async () => {
	await mkdir(path.join(folder, 'scripts'), { recursive: true });
	await writeFile(path.join(folder, 'notes.txt'), 'before');
	await writeFile(path.join(folder, 'scripts', '02-more.sh'), 'mine');
	const goOn = path.join(person.home, 'go-on');
	const id = await build(
		`echo theirs > scripts/02-more.sh; echo built > notes.txt; echo built > late.txt; touch begun; until [ -e ${goOn} ]; do sleep 0.1; done`,
		async () => {
			await writeFile(path.join(folder, 'notes.txt'), 'meanwhile');
			await writeFile(path.join(folder, 'late.txt'), 'also meanwhile');
			await writeFile(goOn, '');
		},
	);
	expect(await read('scripts', '02-more.sh')).toBe('mine');
	expect(await read('notes.txt')).toBe('meanwhile');
	expect(await read('late.txt')).toBe('also meanwhile');
	const left = path.join(buildFolderOf(person, id), 'left');
	const kept = (await filesOf(id)).filter(({ how }) => how === 'kept');
	expect(kept.map(({ at }) => at)).toEqual(
		['late.txt', 'notes.txt', 'scripts/02-more.sh'].map(name => path.join(left, name)),
	);
	expect(await readFile(path.join(left, 'notes.txt'), 'utf8')).toBe('built\n');
	expect(kept[2]?.why).toContain('The image is made of it');
});

test('permissions and links come along, and a link never leads into what is gone', async () => {
	const id = await build(
		'printf x > tool; chmod 750 tool; ln -s tool near; ln -s "$PWD/tool" far; ln -s nowhere lost',
	);
	expect((await filesOf(id)).map(({ path: file }) => path.basename(file))).toEqual([
		'far',
		'lost',
		'near',
		'tool',
	]);
	expect((await stat(path.join(folder, 'tool'))).mode & 0o777).toBe(0o750);
	expect(await read('near')).toBe('x');
	expect(await read('far')).toBe('x');
});

test('what may not be written there stays with the build, which ends well all the same', async () => {
	await mkdir(folder, { recursive: true });
	await writeFile(path.join(person.folder, 'target.txt'), 'before');
	await symlink('../target.txt', path.join(folder, 'linked.txt'));
	const id = await build(
		'echo through > linked.txt; rm -rf gone; mkdir -p file.d; echo a > file.d/a',
		async () => {
			await writeFile(path.join(folder, 'file.d'), 'in the way');
		},
	);
	// As who writes to a link writes to what it leads to.
	expect(await readFile(path.join(person.folder, 'target.txt'), 'utf8')).toBe('through\n');
	const [kept] = (await filesOf(id)).filter(({ how }) => how === 'kept');
	expect(kept).toMatchObject({
		path: path.join(folder, 'file.d', 'a'),
		why: expect.stringContaining('in the way'),
	});
});

test('a build that another process goes on with brings its files back, too', async context => {
	context.skip(process.platform !== 'linux', 'only /proc can open the output of a running Packer again');
	await writeNullTemplate(person, 'echo made > made.txt; echo begun; sleep 3; echo more >> made.txt');
	const { id } = await startBuild(await requestFor(person, folder));
	await untilPrinted(person, id, 'begun');
	const [header] = await journalOf(person, id);
	const supervisor = header?.kind === 'header' ? header.supervisor.pid : Number.NaN;
	process.kill(supervisor, 'SIGKILL');
	await eventually(async () => identityOf(supervisor) === undefined);
	await sweepBuilds(person.environment);
	await endOfBuild(person, id);
	expect(await read('made.txt')).toBe('made\nmore\n');
	expect(await filesOf(id)).toEqual([{ path: path.join(folder, 'made.txt'), how: 'new' }]);
});

test('files come back to another disk, whole and with their permissions', async context => {
	const elsewhere = await mkdtemp('/dev/shm/pw-').catch(() => person.home);
	onTestFinished(() => rm(elsewhere, { recursive: true, force: true }));
	context.skip((await stat(elsewhere)).dev === (await stat(person.home)).dev, 'there is no other disk');
	const web = path.join(elsewhere, 'web');
	await writeNullTemplate(person, 'head -c 3000000 /dev/zero > big; chmod 700 big; ln -s big near');
	await cp(folder, web, { recursive: true });
	const { id } = await startBuild(await requestFor(person, web));
	await endOfBuild(person, id);
	expect(await filesOf(id)).toEqual([
		{ path: path.join(web, 'big'), how: 'new' },
		{ path: path.join(web, 'near'), how: 'new' },
	]);
	expect(await stat(path.join(web, 'near'))).toMatchObject({ size: 3_000_000 });
	expect((await stat(path.join(web, 'big'))).mode & 0o777).toBe(0o700);
	expect((await readdir(web)).sort()).toEqual(['big', 'image.pkr.hcl', 'near', 'scripts']);
});

import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Environment } from '../../source/base/paths.ts';
import { type BuildSummary, readBuilds } from '../../source/builds/builds.ts';
import { buildFolder } from '../../source/builds/folders.ts';
import { followJournal } from '../../source/builds/follow-journal.ts';
import type {
	Artifact,
	BuildResult,
	EndEntry,
	JournalEntry,
	JournalHeader,
	JournalLine,
	PresetFrom,
} from '../../source/builds/journal/journal.ts';
import { readToPresentEnd } from '../../source/builds/journal/reader.ts';
import { createJournal } from '../../source/builds/journal/writer.ts';
import { startBuild } from '../../source/builds/start.ts';
import type { StartRequest } from '../../source/builds/start-request.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { at, findPacker } from '../helpers/whereabouts.ts';
import { findProgram } from '../setup/needs.ts';

/** Writes a template that needs no machine: Packer's null builder, and a script that runs here. */
export const writeNullTemplate = async (person: Person, script: string): Promise<string> => {
	const folder = path.join(person.folder, 'web');
	await mkdir(path.join(folder, 'scripts'), { recursive: true });
	await writeFile(path.join(folder, 'scripts', '01-work.sh'), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
	await writeFile(
		path.join(folder, 'image.pkr.hcl'),
		`source "null" "image" {
  communicator = "none"
}

build {
  sources = ["source.null.image"]

  provisioner "shell-local" {
    script = "\${path.root}/scripts/01-work.sh"
  }
}
`,
	);
	return folder;
};

/** What a build of this person is started with. */
export const requestFor = async (
	person: Person,
	folder: string,
	more: Partial<StartRequest> = {},
): Promise<StartRequest> => ({
	recipe: defaultRecipe(),
	template: { folder },
	mode: 'aws',
	packer: await findPacker(person.environment),
	secrets: {},
	whereabouts: at(person.environment, person.folder),
	...more,
});

/** Starts a build of a script and gives its id. */
export const startScript = async (
	person: Person,
	script: string,
	more: Partial<StartRequest> = {},
): Promise<string> => {
	const folder = await writeNullTemplate(person, script);
	return (await startBuild(await requestFor(person, folder, more))).id;
};

/** Follows a build to its end. */
export const endOfBuild = async (
	person: Person,
	id: string,
	onLines: (lines: readonly JournalLine[]) => void = () => {},
): Promise<EndEntry | undefined> => followJournal(id, onLines, { environment: person.environment });

/** All builds that can be read, the newest first. */
export const listBuilds = async (environment: Environment): Promise<readonly BuildSummary[]> =>
	(await readBuilds(environment)).builds;

export const buildFolderOf = (person: Person, id: string): string =>
	path.join(person.home, '.local', 'state', 'packer-wizard', 'builds', id);

/** All lines of a journal. */
export const journalLines = async (file: string): Promise<readonly JournalLine[]> => {
	const all: JournalLine[] = [];
	for await (const { lines } of readToPresentEnd(file)) {
		all.push(...lines);
	}

	return all;
};

export const journalOf = (person: Person, id: string): Promise<readonly JournalLine[]> =>
	journalLines(path.join(buildFolderOf(person, id), 'journal.ndjson'));

/** What Packer said so far, one text a record. */
export const textsOf = (lines: readonly JournalLine[]): string[] =>
	lines.flatMap(line => (line.kind === 'record' && line.type === 'ui' ? (line.data[1] ?? []) : []));

/** Waits until something is there, and gives it. */
export const eventually = async <Value>(
	look: () => Promise<Value | undefined | false>,
	pause = 50,
): Promise<Value> => {
	for (;;) {
		const value = await look();
		if (value !== undefined && value !== false) {
			return value;
		}

		await setTimeout(pause);
	}
};

/** Waits until a build's folder holds its journal and nothing else: the owner goes right after the end is written. */
export const untilOnlyJournal = (person: Person, id: string): Promise<true> =>
	eventually(async () => (await readdir(buildFolderOf(person, id))).join() === 'journal.ndjson');

/** Waits until a build has printed a text. */
export const untilPrinted = (person: Person, id: string, text: string): Promise<true> =>
	eventually(async () => textsOf(await journalOf(person, id)).some(said => said.includes(text)));

/** All files below a folder, absolute. */
export const filesBelow = async (folder: string): Promise<string[]> => {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
};

/** The files below a folder that hold a text. */
export const filesWith = async (folder: string, text: string): Promise<string[]> => {
	const found: string[] = [];
	for (const file of await filesBelow(folder)) {
		const content = await readFile(file, 'latin1').catch(() => '');
		if (content.includes(text)) {
			found.push(file);
		}
	}

	return found;
};

/** The argument lists of all processes in which a text occurs. Linux only. */
export const argumentsWith = async (text: string): Promise<string[]> => {
	const found: string[] = [];
	for (const pid of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
		const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
		if (line.includes(text)) {
			found.push(line.replaceAll('\0', ' '));
		}
	}

	return found;
};

/** The header of a rehearsal whose supervisor is long gone. */
const oldHeader = (id: string, time: number, name: string): JournalHeader => ({
	kind: 'header',
	version: 1,
	id,
	time,
	mode: 'rehearsal',
	recipe: recipeWith({ name }),
	packer: { path: '/usr/bin/packer', version: '1.6.6' },
	supervisor: { pid: 1, started: '1' },
	secrets: [],
	steps: [],
});

const writtenJournal = async (folder: string, header: JournalHeader) => {
	await mkdir(folder, { recursive: true });
	return createJournal(path.join(folder, 'journal.ndjson'), header);
};

/** Writes the journal of a build that is not there. */
export const makeBuild = async (
	{ environment }: Person,
	id: string,
	{
		name = 'web',
		preset,
		presetFrom,
		isChanged,
		time = 1000,
		result,
	}: {
		name?: string;
		preset?: string;
		presetFrom?: PresetFrom;
		isChanged?: boolean;
		time?: number;
		result?: BuildResult;
	},
): Promise<void> => {
	const journal = await writtenJournal(buildFolder(id, environment), {
		...oldHeader(id, time, name),
		folder: '/nowhere',
		preset,
		presetFrom,
		isChanged,
	});
	journal.append([{ kind: 'notice', message: 'begun' }]);
	if (result) {
		journal.append([
			{ kind: 'end', result, exitCode: 0, artifacts: [{ region: 'eu-west-1', ami: 'ami-1' }] },
		]);
	}

	journal.close();
};

/** A person without any container engine: PATH holds Packer and a shell. */
export const makePersonWithoutEngine = async (
	extra: Readonly<Record<string, string>> = {},
): Promise<Person> => {
	const person = await makePerson(extra);
	const bin = path.join(person.home, 'bin');
	await mkdir(bin);
	for (const name of ['packer', 'bash', 'sh']) {
		await symlink(findProgram(name) ?? '', path.join(bin, name));
	}

	return { ...person, environment: { ...person.environment, PATH: bin } };
};

/** Writes the journal of a build in an account: with an image, or broken off when its key was made, or before. */
export const realBuild = async (
	person: Person,
	id: string,
	time: number,
	{
		artifacts = [],
		entries = [],
		kept,
	}: { artifacts?: readonly Artifact[]; entries?: readonly JournalEntry[]; kept?: EndEntry['kept'] },
): Promise<void> => {
	const journal = await writtenJournal(buildFolderOf(person, id), {
		...oldHeader(id, time, 'web'),
		mode: 'aws',
	});
	journal.append([
		...entries.filter(({ kind }) => kind !== 'end'),
		{ kind: 'end', result: artifacts.length > 0 ? 'done' : 'failed', exitCode: 1, artifacts, kept },
	]);
	journal.close();
};

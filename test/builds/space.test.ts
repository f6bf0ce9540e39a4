import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person, root } from '../helpers/program.ts';
import { requestFor, writeNullTemplate } from './helpers.ts';

const run = promisify(execFile);

const stateOf = (person: Person): string => path.join(person.home, '.local', 'state');

/**
 * Runs a script (the body of a module that sees `request` and the exports of the build room) where a folder of the
 * person's lies on a small disk of its own, and gives what it printed, parsed.
 */
const onSmallDisk = async (
	person: Person,
	megabytes: number,
	build: string,
	script: string,
	disk = stateOf(person),
): Promise<unknown> => {
	await mkdir(disk, { recursive: true });
	const request = await requestFor(person, await writeNullTemplate(person, build));
	const source = (name: string) => JSON.stringify(path.join(root, 'source', 'builds', `${name}.ts`));
	const module = `
		import { setTimeout } from 'node:timers/promises';
		import { readdirSync, statfsSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
		import { readToPresentEnd } from ${source('journal/reader')};
		import { createJournal } from ${source('journal/writer')};
		import { startBuild } from ${source('start')};
		import { followJournal } from ${source('follow-journal')};
		const disk = ${JSON.stringify(disk)};
		const request = ${JSON.stringify(request)};
		const { environment } = request.whereabouts;
		${script}`;
	const mount = `mount -t tmpfs -o size=${megabytes}m none "$0" && exec "$@"`;
	const command = [process.execPath, '--input-type=module', '--eval', module];
	const { stdout } = await run('unshare', ['--mount', '--', 'sh', '-c', mount, disk, ...command], {
		env: person.environment,
	});
	return JSON.parse(stdout);
};

/** Somebody whose temporary files are elsewhere, since the path of the state folder is too long for a socket. */
const makeFarPerson = async (): Promise<{ readonly person: Person; readonly temporary: string }> => {
	const person = await makePerson();
	const temporary = path.join(person.home, 't');
	const state = path.join(person.home, 'x'.repeat(90));
	await mkdir(temporary);
	const environment = { ...person.environment, XDG_STATE_HOME: state, TMPDIR: temporary };
	return { person: { ...person, environment }, temporary };
};

/** Waits for the first line of a script, leaves 20 MB of a disk, and prints how the build ended. */
const fillWhileBuilding = `const { id } = await startBuild(request);
	const lines = [];
	const following = followJournal(id, more => lines.push(...more), { environment });
	while (!lines.some(line => line.data?.[1]?.includes('begun'))) {
		await setTimeout(50);
	}
	const { bavail, bsize } = statfsSync(disk);
	writeFileSync(disk + '/filler', Buffer.alloc(bavail * bsize - 20 * 1024 * 1024));
	const end = await following;
	const texts = lines.flatMap(line => line.data?.[1] ?? []);
	console.log(JSON.stringify({ end, lines: lines.filter(line => line.kind !== 'record'), texts }));`;

const cancelledForTheDisk = {
	end: { result: 'cancelled', exitCode: 1 },
	texts: expect.arrayContaining(['Cleanly cancelled builds after being interrupted.']),
	lines: expect.arrayContaining([
		expect.objectContaining({ kind: 'cancel', reason: 'disk' }),
		expect.objectContaining({ kind: 'notice', message: expect.stringContaining('nearly full') }),
	]),
};

describe('the disk that builds write to', () => {
	beforeEach(context => needs(context, 'packer', 'namespaces'));

	test('must have room before a build is started', async () => {
		const person = await makePerson();
		const seen = await onSmallDisk(
			person,
			10,
			'true',
			`const problem = await startBuild(request).then(() => undefined, error => error);
			const left = readdirSync(disk + '/packer-wizard/builds');
			console.log(JSON.stringify({ ...problem, message: problem.message, left }));`,
		);
		expect(seen).toMatchObject({
			name: 'Problem',
			message: expect.stringMatching(/^Only (9|10) MB are free for ~\/\.local\/state/),
			reason: expect.stringContaining('256 MB'),
			exitCode: 3,
			left: [],
		});
	});

	test('has a build cancelled when it is nearly full, while Packer can still clean up', async () => {
		const person = await makePerson();
		expect(await onSmallDisk(person, 300, 'echo begun; sleep 600', fillWhileBuilding)).toMatchObject(
			cancelledForTheDisk,
		);
	});

	test('is that of the temporary files too, where those are elsewhere', async () => {
		const { person, temporary } = await makeFarPerson();
		const begin = 'echo begun; sleep 600';
		expect(await onSmallDisk(person, 300, begin, fillWhileBuilding, temporary)).toMatchObject(
			cancelledForTheDisk,
		);
		const refused = `const problem = await startBuild(request).then(() => undefined, error => error);
			console.log(JSON.stringify({ message: problem.message, next: problem.next }));`;
		expect(await onSmallDisk(person, 10, begin, refused, temporary)).toMatchObject({
			message: expect.stringMatching(/^Only (9|10) MB are free for ~\/t\.$/),
			next: [expect.stringContaining('TMPDIR')],
		});
	});

	test('may be full for a while: the journal keeps what it could not write', async () => {
		const person = await makePerson();
		const seen = await onSmallDisk(
			person,
			8,
			'true',
			`const file = disk + '/journal.ndjson';
			const journal = createJournal(file, { kind: 'header', time: 1 });
			writeFileSync(disk + '/filler', Buffer.alloc(7 * 1024 * 1024));
			const message = 'x'.repeat(1000);
			for (let count = 0; count < 2000; count++) {
				journal.append([{ kind: 'notice', message }]);
			}

			const full = journal.flush();
			const size = statSync(file).size;
			unlinkSync(disk + '/filler');
			const free = journal.flush();
			journal.close();
			const lines = [];
			for await (const part of readToPresentEnd(file)) {
				lines.push(...part.lines);
			}

			const seq = lines.filter(line => line.kind === 'notice').map(line => line.seq);
			console.log(JSON.stringify({ full, size, free, seq }));`,
		);
		expect(seen).toMatchObject({ full: false, free: true });
		const { seq, size } = seen as { seq: number[]; size: number };
		expect(size).toBeLessThan(1_100_000);
		expect(seq).toEqual([...Array(2000).keys()].map(index => index + 1));
	});
});

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { buildFolder } from '../../../source/builds/folders.ts';
import { summaryLines, summaryOf } from '../../../source/builds/report/summary.ts';
import { startBuild } from '../../../source/builds/start.ts';
import { readOwner } from '../../../source/builds/supervisor/owner.ts';
import { endOfBuild } from '../../builds/helpers.ts';
import { needs } from '../../helpers/needs.ts';
import { runProgram } from '../../helpers/program.ts';
import {
	engine,
	makeKeeper,
	prepareRehearsal,
	recordsOf,
	rehearse,
	takenOf,
	timelineOfBuild,
} from './rehearse.ts';

const scripts = { one: 'echo 1 | sudo tee /etc/one', two: 'echo 2 | sudo tee /etc/two' };

describe('layers', () => {
	beforeEach(context => needs(context, 'packer', 'containers'));

	test('of two rehearsals at once are whole, and a shell shows what was there after a step', async () => {
		const person = await makeKeeper();
		const request = await prepareRehearsal(person, { scripts });
		const started = [await startBuild(request), await startBuild(request)];
		await Promise.all(started.map(({ id }) => endOfBuild(person, id)));
		for (const { id } of started) {
			const timeline = await timelineOfBuild(person, id);
			expect(timeline.result).toBe('done');
			expect(timeline.steps.every(({ layer }) => layer !== undefined)).toBe(true);
		}

		for (const { image } of await recordsOf(person)) {
			expect(await engine(person, 'image', 'inspect', '--format', '{{.Id}}', image)).toContain(image);
		}

		// Each step is that of one of the two: the first, which waits for the machine, goes with either. What was made on the
		// other machine than the step before it is run again, and kept.
		const next = await rehearse(person, { scripts });
		expect(next.result).toBe('done');
		expect(next.steps[0]?.from).toBeDefined();
		const third = await rehearse(person, { scripts });
		expect(takenOf(third)).toEqual(['one', 'two']);

		// After the second of three steps (the first waits for the machine) there is what that made, and nothing of the third.
		const { id } = third.header;
		expect(summaryLines(summaryOf(third, { folder: './web' }))).toContain(
			`  Shell       packer-wizard shell ${id}`,
		);
		const look = {
			input: 'pwd; id -un; cat /etc/one; test -e /etc/two; echo $?; sudo touch /etc/one-more\n',
		};
		const shell = await runProgram(person, ['shell', id, '--after', 'one'], look);
		expect(shell).toMatchObject({ code: 0, stderr: '', stdout: '/home/ubuntu\nubuntu\n1\n1\n' });
		const after = await runProgram(person, ['shell', id], {
			input: 'ls /etc/one /etc/two /etc/one-more; exit 7\n',
		});
		expect(after.code).toBe(1);
		expect(after.stderr.split('\n').slice(-2)).toEqual(['The shell in the machine ended with 7.', '']);
		expect(after.stdout).toBe('/etc/one\n/etc/two\n');
		expect(
			await engine(person, 'ps', '--all', '--quiet', '--filter', 'label=packer-wizard.build=shell'),
		).toBe('');

		// What is gone is no failure: the step is run. A shell says so.
		const last = (await recordsOf(person)).find(({ hash }) => hash === third.steps.at(-1)?.layer);
		await engine(person, 'image', 'rm', `localhost/packer-wizard-layers:${last?.hash}`);
		const gone = await runProgram(person, ['shell', id], { input: 'true\n' });
		expect(gone.code).toBe(3);
		expect(gone.stderr).toContain(`Rehearse it again: packer-wizard builds rerun ${id}`);
		expect(takenOf(await rehearse(person, { scripts }))).toEqual(['one']);
	}, 600_000);

	test('that vanish between look and use are made again, unheard', async () => {
		const person = await makeKeeper();
		const first = await rehearse(person, { scripts });
		const layer = first.steps.find(({ name }) => name === 'two')?.layer;
		const image = (await recordsOf(person)).find(({ hash }) => hash === layer)?.image;
		// An engine of which the image goes at the moment in which it is to be run.
		const program = path.join(person.home, 'programs', 'podman');
		await mkdir(path.dirname(program), { recursive: true });
		await writeFile(
			program,
			`#!/bin/sh
PATH=\${PATH#*:}
case "$1 $*" in
	"run "*${image}*) podman image rm --force ${image} >/dev/null ;;
esac
exec podman "$@"
`,
			{ mode: 0o755 },
		);
		const robbed = {
			...person,
			environment: {
				...person.environment,
				PATH: `${path.dirname(program)}:${person.environment['PATH'] ?? ''}`,
			},
		};
		const third = { ...scripts, three: 'cat /etc/one /etc/two' };
		const timeline = await rehearse(robbed, { scripts: third });
		expect(timeline.result).toBe('done');
		expect(takenOf(timeline)).toEqual(['one', 'two']);
		expect(timeline.log.filter(({ step }) => step === 3).map(({ text }) => text)).toEqual(
			expect.arrayContaining(['1', '2']),
		);
	}, 600_000);

	test('of a rehearsal that was killed are whole or not there, and the next one goes on from them', async () => {
		const person = await makeKeeper();
		const request = await prepareRehearsal(person, { scripts });
		const { id } = await startBuild(request);
		const folder = buildFolder(id, person.environment);
		let kept = 0;
		await endOfBuild(person, id, lines => {
			kept += lines.filter(({ kind }) => kind === 'layer').length;
			const owner = readOwner(folder);
			// The next step is being run, or its state being kept.
			if (kept === 1 && typeof owner === 'object') {
				kept++;
				process.kill(owner.process.pid, 'SIGKILL');
			}
		}).catch(() => undefined);
		const records = await recordsOf(person);
		expect(records.length).toBeGreaterThan(0);
		const next = await rehearse(person, { scripts });
		expect(next.result).toBe('done');
		expect(next.steps[0]?.from).toBeDefined();
		for (const { image } of await recordsOf(person)) {
			expect(await engine(person, 'image', 'inspect', '--format', '{{.Id}}', image)).toContain(image);
		}
	}, 600_000);
});

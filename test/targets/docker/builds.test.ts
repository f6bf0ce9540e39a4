import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkEngine, lookForEngine } from '../../../source/actions/checks/machine.ts';
import { runCommand } from '../../../source/base/run-command.ts';
import { cleanupText } from '../../../source/builds/report/ending.ts';
import { summaryLines, summaryOf } from '../../../source/builds/report/summary.ts';
import { advance, startTimeline, type Timeline } from '../../../source/builds/timeline/timeline.ts';
import { phaseRows } from '../../../source/flow/words/phases.ts';
import { provideDocker } from '../../../source/targets/docker/builds/engine.ts';
import { dockerSchema } from '../../../source/targets/docker/recipe/schema.ts';
import { makePerson } from '../../helpers/program.ts';
import { journalEntries, journalHeader, recordedVersions, transcript } from '../../helpers/transcript.ts';
import { makePrograms } from './programs.ts';

const timelineOf = (version: string, output: Buffer, exitCode: number): Timeline =>
	advance(
		startTimeline({
			...journalHeader(version, ['scripts/01-hello.sh']),
			mode: 'docker',
			engine: 'podman',
			recipe: {
				...journalHeader(version, []).recipe,
				targets: ['docker'],
				docker: dockerSchema.parse({ ports: ['8080'] }),
			},
		}),
		journalEntries(output, { exitCode }),
	);

const names = (timeline: Timeline): readonly string[] =>
	phaseRows(timeline, 0, 20).map(({ name, status }) => `${status} ${name}`);

describe.each(recordedVersions)('a container image by Packer %s', version => {
	test('has phases of its own, and ends with its names and the line that starts it', () => {
		const timeline = timelineOf(version, transcript(version, 'docker'), 0);
		expect(names(timeline)).toEqual([
			'done Get the base image',
			'done Start the container',
			'done Enter the container',
			'done Install',
			'done Make the image',
			'done Remove the container',
			'done Name it, hand it on',
		]);
		const lines = summaryLines(summaryOf(timeline, { folder: './web' }));
		expect(lines).toContain('  Name        local/transcript:1');
		expect(lines).toContain('  Try it      podman run --rm -it -p 8080:8080 local/transcript:1');
		expect(lines.join('\n')).not.toMatch(/AMI|aws|us-east-1/);
	});

	test('that a registry refuses: it is here all the same, and the phase that failed is the last', () => {
		const timeline = timelineOf(version, transcript(version, 'docker-refused'), 1);
		expect(names(timeline).filter(name => name.startsWith('failed'))).toEqual(['failed Name it, hand it on']);
		const lines = summaryLines(summaryOf(timeline, { folder: './web' })).join('\n');
		expect(lines).toContain('failed after');
		expect(lines).toContain('podman login 127.0.0.1:5557');
		expect(lines).toMatch(/^ {2}Name +127.0.0.1:5557\/ann\/web:1$/m);
		expect(lines).not.toContain('Pushed');
		expect(cleanupText(timeline)).toBe('Packer removed its container.');
	});

	test('whose base image is not there: nothing had been made', () => {
		const timeline = timelineOf(version, transcript(version, 'docker-no-image'), 1);
		expect(names(timeline).filter(name => name.startsWith('failed'))).toEqual(['failed Get the base image']);
		expect(cleanupText(timeline)).toBe('Nothing had been made yet.');
	});
});

const dockers = `echo '{"Architecture":"x86_64"}'`;
const podmans = `echo '{"host":{"arch":"amd64"}}'`;

test('what Packer finds as Docker: that, or a program that calls Podman', async () => {
	const person = await makePerson();
	const settings = path.join(person.home, '.docker');
	const found = async (engines: Readonly<Record<string, string>>, folder: string) => {
		const environment = await makePrograms(person, engines);
		const build = path.join(person.home, folder);
		await runCommand('mkdir', ['-p', build, settings], { environment, folder: person.home });
		return provideDocker(build, { environment, cwd: person.folder });
	};
	expect(await found({ docker: dockers, podman: podmans }, 'a')).toEqual({
		program: 'docker',
		changes: { DOCKER_CONFIG: settings },
	});
	const { program, changes } = await found(
		{ docker: 'exit 1', podman: `[ "$1" = info ] && ${podmans} || echo "podman $*"` },
		'b',
	);
	expect(program).toBe('podman');
	const run = async (...args: readonly string[]): Promise<string> => {
		const environment = { ...person.environment, PATH: changes['PATH'] };
		return (await runCommand('docker', args, { environment, folder: person.home })).stdout;
	};
	expect(await run('-v')).toMatch(/^Docker version 20/);
	expect(await run('--config', '/x', 'push', 'a b')).toBe('podman push a b\n');
	expect(await readFile(path.join(person.home, 'b', 'programs', 'docker'), 'utf8')).toMatch(/^#!\/bin\/sh\n/);
	await expect(found({ docker: 'exit 1', podman: 'exit 1' }, 'c')).rejects.toMatchObject({
		message: 'A container image needs Docker or Podman on this computer.',
		exitCode: 3,
	});
});

test('an engine for other processors than the recipe has is told before the build', async () => {
	const person = await makePerson();
	const arm = `echo '{"Architecture":"aarch64"}'`;
	const environment = await makePrograms(person, { docker: arm, podman: 'exit 1' });
	const answer = await lookForEngine({ environment, cwd: person.folder });
	expect(checkEngine(answer, 'x86_64')).toMatchObject({
		status: 'warning',
		notice: 'Docker runs arm64: the container image is for that, not for x86_64.',
	});
	// A rehearsal looks at that for itself.
	expect(checkEngine(answer, undefined)).toMatchObject({ status: 'ok' });
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { cleanupText } from '../../source/builds/report/ending.ts';
import { explain } from '../../source/builds/report/explain.ts';
import { summaryLines, summaryOf } from '../../source/builds/report/summary.ts';
import {
	advance,
	linesOf,
	partsOf,
	startTimeline,
	type Timeline,
} from '../../source/builds/timeline/timeline.ts';
import { buildContents } from '../../source/flow/contents.ts';
import { cancelEffect, overText, stopQuestion } from '../../source/flow/stopping.ts';
import { happenings } from '../../source/flow/words/moments.ts';
import { partRow, phaseRows } from '../../source/flow/words/phases.ts';
import { listRows } from '../../source/screens/build/phase-list.ts';
import { failureLines } from '../../source/screens/failure/failure-lines.ts';
import { dockerSchema } from '../../source/targets/docker/recipe/schema.ts';
import { fileOf, nodeContents } from '../helpers/contents.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, runProgram } from '../helpers/program.ts';
import {
	journalEntries,
	journalHeader,
	type RecordedVersion,
	recordedVersions,
	transcript,
} from '../helpers/transcript.ts';
import { containerImage } from '../setup/places.ts';
import { runToEnd } from '../template/packer.ts';

const scripts = { aws: ['scripts/01-hello.sh', 'scripts/02-ok.sh'], docker: ['scripts/01-hello.sh'] };

const header = (version: RecordedVersion, target?: 'aws' | 'docker') => {
	const plain = journalHeader(version, target ? scripts[target] : []);
	const step = (script: string) => ({ script, name: script.slice(11, -3) });
	return {
		...plain,
		...(target === 'docker' && { mode: 'docker' as const }),
		engine: 'podman',
		recipe: {
			...plain.recipe,
			targets: target ? [target] : (['docker', 'aws'] satisfies ('aws' | 'docker')[]),
			docker: dockerSchema.parse({ ports: ['8080'] }),
		},
		steps: target
			? plain.steps
			: (['aws', 'docker'] as const).flatMap(each =>
					scripts[each].map(script => ({ ...step(script), target: each })),
				),
	};
};

/** What two Packers printed, each by itself, as one that makes both prints it: line by line in turn. */
const mixed = (...outputs: readonly Buffer[]): string => {
	const lines = outputs.map(output => output.toString().trimEnd().split('\n'));
	return `${Array.from({ length: Math.max(...lines.map(({ length }) => length)) }, (_, index) =>
		lines.flatMap(each => each[index] ?? []),
	)
		.flat()
		.join('\n')}\n`;
};

/** What a Packer printed, without what it says when all that it makes is over. */
const untilEnd = (output: Buffer): Buffer =>
	Buffer.from(
		output.toString().replaceAll(/^.*(?:==> (?:Wait completed|Some builds|Builds finished)|--> ).*\n/gm, ''),
	);

const stages = ({ phases, steps }: Timeline) => [
	...phases.map(({ id, status }) => `${status} ${id}`),
	...steps.map(({ name, status }) => `${status} ${name}`),
];

describe.each(recordedVersions)('an AMI and a container image in one build of Packer %s', version => {
	const ami = transcript(version, 'success');
	const timelineOf = (docker: string, exitCode: number): Timeline =>
		advance(
			startTimeline(header(version)),
			journalEntries(mixed(ami, transcript(version, docker)), { exitCode }),
		);
	const alone = (target: 'aws' | 'docker', output: Buffer, exitCode: number): Timeline =>
		advance(startTimeline(header(version, target)), journalEntries(output, { exitCode }));

	test('each goes its way as if it were the only one, and the log tells them apart', () => {
		const timeline = timelineOf('docker', 0);
		const [first, second] = partsOf(timeline);
		expect(first && stages(first)).toEqual(stages(alone('aws', ami, 0)));
		expect(second && stages(second)).toEqual(stages(alone('docker', transcript(version, 'docker'), 0)));
		expect(timeline.steps.map(({ name }) => name)).toEqual(['hello', 'ok', 'hello']);
		expect(timeline.result).toBe('done');
		const ofStep = (step: number) => timeline.log.filter(line => line.step === step);
		expect(ofStep(0).length).toBeGreaterThan(0);
		expect(ofStep(0).every(({ text }) => text.startsWith('AMI: '))).toBe(true);
		expect(ofStep(2).length).toBeGreaterThan(0);
		expect(ofStep(2).every(({ text }) => text.startsWith('Container: '))).toBe(true);
		// What Packer says of all stands there once.
		const all = timeline.log.filter(({ text }) => /==> (?:Wait completed|Builds finished)/.test(text));
		// Each of the two Packers said both.
		expect(all).toHaveLength(4);
		expect(all.every(({ text, target }) => target === undefined && text.startsWith('==> '))).toBe(true);
	});

	test.each(['docker', 'docker-refused'])('every line of both is found by its number (%s)', docker => {
		const timeline = timelineOf(docker, docker === 'docker' ? 0 : 1);
		const lines = linesOf(timeline);
		const found = Array.from({ length: lines.length }, (_, index) =>
			lines.lineAt(index, lines.textAt(index) ?? ''),
		);
		expect(found.length).toBeGreaterThan(50);
		expect(found).toEqual(timeline.log);
	});

	test('the time of one that failed stands still, while the other goes on and when all is over', () => {
		const entries = journalEntries(mixed(ami, transcript(version, 'docker-refused')), { exitCode: 1 });
		const failedAt = entries.findIndex(
			entry => entry.kind === 'record' && /docker.* errored after/.test(entry.data.join(' ')),
		);
		expect(failedAt).toBeGreaterThan(0);
		for (const until of [failedAt + 1, entries.length]) {
			const [, container] = partsOf(advance(startTimeline(header(version)), entries.slice(0, until)));
			const times = [0, 3_600_000].map(
				later => container && partRow(container, container.time + later, true).time,
			);
			expect(times[0]).not.toBe('');
			expect(times[1]).toBe(times[0]);
		}
	});

	test('both are told at the end, each with how it is used', () => {
		const lines = summaryLines(summaryOf(timelineOf('docker', 0), { folder: './web' })).join('\n');
		expect(lines).toMatch(/^ {2}us-east-1 +ami-/m);
		expect(lines).toMatch(/aws ec2 run-instances/);
		expect(lines).toMatch(/^ {2}Name +local\/transcript:1$/m);
		expect(lines).toMatch(/podman run --rm -it -p 8080:8080 local\/transcript:1/);
	});

	test('one fails: which and why, and that the other is there', () => {
		const timeline = timelineOf('docker-refused', 1);
		expect(timeline.result).toBe('failed');
		expect(partsOf(timeline).map(({ result }) => result)).toEqual(['done', 'failed']);
		expect(explain(timeline)?.what).toContain('127.0.0.1:5557');
		const lines = summaryLines(summaryOf(timeline, { folder: './web' })).join('\n');
		expect(lines).toMatch(/failed after .* at Container: Name it, hand it on/);
		expect(lines).toMatch(/An image was made all the same: ami-\w+ us-east-1\./);
		expect(lines).toContain('Packer deleted its machine, key and firewall.');
	});

	test('both fail: where and why each, and that both are cleaned', () => {
		const timeline = advance(
			startTimeline(header(version)),
			journalEntries(
				mixed(transcript(version, 'script-fails'), untilEnd(transcript(version, 'docker-refused'))),
				{
					exitCode: 1,
				},
			),
		);
		const lines = summaryLines(summaryOf(timeline, { folder: './web' })).join('\n');
		expect(lines).toMatch(/ at AMI: Install, \w+; Container: Name it, hand it on$/m);
		expect(lines).toMatch(/Happened +AMI: .*\. Container: .*127\.0\.0\.1:5557/);
		expect(lines).toMatch(/Clean-up +Packer deleted .* firewall\. Packer removed its container\.$/m);
	});

	test('of a rehearsal that failed it is said that the container was real', () => {
		const timeline = advance(
			startTimeline({ ...header(version), mode: 'rehearsal' as const }),
			journalEntries(mixed(transcript(version, 'script-fails'), untilEnd(transcript(version, 'docker'))), {
				exitCode: 1,
			}),
		);
		expect(cleanupText(timeline)).toBe('The machine was not real. Packer removed its container.');
	});

	test('a clean-up of one changes nothing of when the build ended', () => {
		const timeline = timelineOf('docker-refused', 1);
		const cleanup = { time: timeline.time + 60_000, removed: [], left: [], isWhole: true, engine: 'podman' };
		const after = advance(timeline, [{ seq: 9999, kind: 'cleanup', ...cleanup }]);
		expect(after.time).toBe(timeline.time);
	});

	test('what is in an image was brought by its own steps', () => {
		const timeline = timelineOf('docker', 0);
		const [first, second] = partsOf(timeline);
		const [aws, docker] = buildContents(
			timeline,
			[first, second].map((part, index) => ({
				...nodeContents,
				target: index === 0 ? 'amazon-ebs.image' : 'docker.image',
				packages: [],
				files: [fileOf('/etc/late', (part?.steps.at(-1)?.began ?? 0) + 1)],
			})),
		).images;
		expect(aws?.steps.map(({ step, name }) => [step, name])).toEqual([[2, 'ok']]);
		expect(docker?.steps.map(({ step, name }) => [step, name])).toEqual([[1, 'hello']]);
	});

	test('rows are there from the first moment on, folded where there is no room for all', () => {
		const rows = (timeline: Timeline, room: number) => listRows(timeline, { now: 0, room });
		for (const room of [10, 18, 40]) {
			const [before, after] = [
				rows(startTimeline(header(version)), room),
				rows(timelineOf('docker', 0), room),
			];
			expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
			expect(before.length).toBeLessThanOrEqual(room);
			expect(new Set(before.map(({ id }) => id)).size).toBe(before.length);
			expect(after.filter(({ status }) => status === 'done').length).toBeGreaterThan(3);
		}

		const all = partsOf(startTimeline(header(version))).flatMap(part => phaseRows(part, 0, 0));
		expect(rows(timelineOf('docker', 0), 40)).toHaveLength(all.length + 2 + 3);
	});

	test('an AMI that fails: the container image that is there is told of', () => {
		const failed = advance(
			startTimeline(header(version)),
			journalEntries(mixed(transcript(version, 'script-fails'), transcript(version, 'docker')), {
				exitCode: 1,
			}),
		);
		const told = 'The container image local/transcript:1 was made all the same.';
		expect(overText(failed)).toContain(told);
		const { lines } = failureLines(failed, 'packer-wizard', { rows: [], marked: 0, width: 100, height: 24 });
		expect(lines.map(line => line.map(({ text }) => text).join('')).join('\n')).toContain(told);
	});

	test('a cancel says what goes first, of each', () => {
		const [both, ami, container] = [header(version), header(version, 'aws'), header(version, 'docker')].map(
			each => stopQuestion(cancelEffect(startTimeline(each))),
		);
		expect(both).toBe('Cancel? First it deletes machine, key, firewall and container.');
		expect(ami).toBe('Cancel? First it deletes its machine, key and firewall.');
		expect(container).toBe('Cancel? First it removes its container.');
	});

	test('what happens is told of which it happens to', () => {
		const texts = happenings(startTimeline(header(version)), timelineOf('docker', 0)).map(({ text }) => text);
		expect(texts.some(text => text.startsWith('AMI: started: step 1 of 2, hello'))).toBe(true);
		expect(texts.some(text => text.startsWith('Container: started: step 1 of 1, hello'))).toBe(true);
		expect(texts.filter(text => text.startsWith('done: '))).toHaveLength(1);
	});
});

describe('the program', () => {
	beforeEach(context => needs(context, 'packer', 'containers'));

	test('rehearses an AMI and makes a container image in one build, and pushes nothing', async () => {
		const person = await makePerson();
		const name = `both-${path.basename(person.home).toLowerCase()}`;
		// Nothing listens there: what is pushed fails.
		const repository = `127.0.0.1:1/${name}`;
		onTestFinished(async () => {
			await runToEnd('podman', ['rmi', '--force', `${repository}:1`]);
		});
		const { code, stdout, stderr } = await runProgram(person, [
			...[
				'new',
				'--name',
				name,
				'--region',
				'us-east-1',
				'--base',
				'ubuntu-24.04',
				'--target',
				'both',
				'--container-image',
				containerImage,
			],
			...['--repository', repository, '--image-tag', '1', '--push', 'yes'],
			...['--command', 'echo "made in $0"; echo both | sudo tee /etc/both', '--rehearse', '--plain'],
		]);
		const said = `${stdout}${stderr}`;
		expect(code, said).toBe(0);
		expect(said).toMatch(/AMI: done: Make the AMI/);
		expect(said).toMatch(/Container: done: Make the image/);
		expect(said).toContain('No AMI was made; the container image is real.');
		expect(said).toMatch(/us-east-1 +ami-[0-9a-f]{17} \(rehearsed, not real\)/);
		const there = await runToEnd('podman', ['run', '--rm', `${repository}:1`, 'cat', '/etc/both']);
		expect(there.output.trim()).toBe('both');
		// The template is the person's, with the push that is not played.
		const container = await readFile(path.join(person.folder, name, 'container.pkr.hcl'), 'utf8');
		expect(container).toContain('docker-push');
	}, 180_000);
});

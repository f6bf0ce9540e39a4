import { describe, expect, test } from 'vitest';
import type { JournalLine } from '../../../source/builds/journal/journal.ts';
import {
	advance,
	type PhaseId,
	type Status,
	startTimeline,
	type Timeline,
} from '../../../source/builds/timeline/timeline.ts';
import {
	firstTime,
	journalEntries,
	journalHeader,
	type RecordedVersion,
	recordedVersions,
	rehearsalEntries,
	transcript,
} from '../../helpers/transcript.ts';

const hello = 'scripts/01-hello.sh';

type Run = {
	readonly name: string;
	readonly last?: string;
	readonly exitCode: number;
	readonly copyTo?: readonly string[];
	readonly spot?: boolean;
};

const timelineOf = (version: RecordedVersion, run: Run): Timeline => {
	const scripts = run.last === undefined ? [hello] : [hello, `scripts/${run.last}`];
	const header = journalHeader(version, scripts, {
		copyTo: [...(run.copyTo ?? [])],
		spot: run.spot ?? false,
	});
	return advance(
		startTimeline(header),
		journalEntries(transcript(version, run.name), {
			exitCode: run.exitCode,
			cancelled: run.name === 'cancel',
		}),
	);
};

const inStatus = (timeline: Timeline, status: Status): PhaseId[] =>
	timeline.phases.filter(phase => phase.status === status).map(({ id }) => id);

const statuses = (stages: readonly { readonly status: Status }[]): Status[] =>
	stages.map(({ status }) => status);

const early: readonly PhaseId[] = ['check', 'access', 'launch', 'connect'];

describe.each(recordedVersions)('what Packer %s really printed', version => {
	const success: Run = { name: 'success', last: '02-ok.sh', exitCode: 0 };

	test('what Packer says when it clears the keys is no output of the last script', () => {
		const line = 'Trying to remove ephemeral keys from authorized_keys files';
		const output = transcript(version, success.name)
			.toString()
			.replace(/^(.*,ui,say,==> amazon-ebs\.image: )Stopping the source/m, `$1${line}\n$&`);
		const scripts = [hello, `scripts/${success.last}`];
		const entries = journalEntries(output, { exitCode: 0 });
		const timeline = advance(startTimeline(journalHeader(version, scripts)), entries);
		expect(timeline.log.filter(({ text }) => text === line)).toMatchObject([{ source: 'packer' }]);
		expect(inStatus(timeline, 'done')).toEqual(inStatus(timelineOf(version, success), 'done'));
	});

	test('a build to the end: every phase, both steps, the image', () => {
		const timeline = timelineOf(version, success);
		expect(inStatus(timeline, 'done')).toEqual([...early, 'provision', 'stop', 'image', 'finish', 'cleanup']);
		expect(inStatus(timeline, 'skipped')).toEqual(['copy']);
		expect(statuses(timeline.steps)).toEqual(['done', 'done']);
		expect(timeline.result).toBe('done');
		expect(timeline.artifacts).toEqual([
			{
				region: 'us-east-1',
				ami: { '1.6.6': 'ami-fa6f827b261a50218', '1.16.0': 'ami-800b4d972d4178293' }[version],
			},
		]);
		expect(timeline).toMatchObject(
			{
				'1.6.6': {
					instance: 'i-5ebcae6875ad67588',
					address: '54.214.58.245',
					sourceAmi: 'ami-02b9a589195146a8f',
				},
				'1.16.0': {
					instance: 'i-42d57ff54a35e7fe3',
					address: '54.214.197.136',
					sourceAmi: 'ami-03bb34efd425af7a9',
				},
			}[version],
		);
		expect(timeline.error).toBeUndefined();
		expect(timeline.keptAmi).toBe(timeline.artifacts[0]?.ami);
	});

	test('an AMI is kept by a cancel that comes when all is done, and by no failure before', () => {
		const records = journalEntries(transcript(version, success.name).toString(), { exitCode: 0 });
		const begin = startTimeline(journalHeader(version, [hello, `scripts/${success.last}`]));
		const upTo = (text: string): Timeline => {
			const at = records.findIndex(line => line.kind === 'record' && line.data[1]?.endsWith(text));
			expect(at).toBeGreaterThan(0);
			return advance(begin, records.slice(0, at + 1));
		};
		const cancelled = advance(upTo('Waiting for AMI to become ready...'), [
			{ kind: 'cancel', seq: 1, time: 1, reason: 'person' },
			...records.slice(-25).filter(line => line.kind === 'record'),
		]);
		expect(cancelled.keptAmi).toBeUndefined();
		expect(upTo('Terminating the source AWS instance...').keptAmi).toMatch(/^ami-/);
	});

	test.each(['my web', 'my web: 2'])('a build block may be named %s', name => {
		const output = transcript(version, success.name).toString().replaceAll('amazon-ebs.image', `${name}.$&`);
		const header = journalHeader(version, [hello, `scripts/${success.last}`]);
		const { phases, steps, instance } = advance(
			startTimeline(header),
			journalEntries(output, { exitCode: 0 }),
		);
		expect({ phases, steps, instance }).toEqual({
			phases: timelineOf(version, success).phases,
			steps: timelineOf(version, success).steps,
			instance: timelineOf(version, success).instance,
		});
	});

	test('phases follow each other without a gap', () => {
		const ran = timelineOf(version, success).phases.filter(({ status }) => status === 'done');
		expect(ran[0]?.began).toBe(firstTime + 1000);
		ran.slice(1).forEach((phase, index) => {
			expect(phase.began).toBe(ran[index]?.ended);
		});
	});

	test('output of scripts has its step, and what they print on stderr is no error', () => {
		const { log } = timelineOf(version, success);
		const printed = log.filter(({ step }) => step !== undefined);
		expect(printed.map(({ step, source, text }) => `${step} ${source} ${text}`)).toEqual(
			expect.arrayContaining([
				'0 stderr a warning',
				'0 stdout hello, world',
				'0 stdout 30%',
				'1 stdout ==> Waiting for AMI to become ready...',
				'1 stdout tab\there, back\\slash %d {{x}}',
				'1 stdout ',
			]),
		);
		expect(log.filter(({ source }) => source === 'error')).toEqual([]);
		expect(log.filter(({ source }) => source === 'packer').map(({ text }) => text)).toEqual(
			expect.arrayContaining(['Connected to SSH!', 'Stopping the source instance...', 'Stopping instance']),
		);
	});

	test('copies in two regions', () => {
		const timeline = timelineOf(version, {
			name: 'copies',
			last: '02-ok.sh',
			exitCode: 0,
			copyTo: ['us-west-2', 'eu-west-1'],
		});
		expect(inStatus(timeline, 'skipped')).toEqual([]);
		expect(timeline.copies).toEqual([
			{ region: 'us-west-2', status: 'done' },
			{ region: 'eu-west-1', status: 'done' },
		]);
		expect(timeline.artifacts).toEqual(
			{
				'1.6.6': [
					{ region: 'eu-west-1', ami: 'ami-9e82791561e8165c9' },
					{ region: 'us-east-1', ami: 'ami-3017ea0f4adaaabfd' },
					{ region: 'us-west-2', ami: 'ami-043e6c481645266c9' },
				],
				'1.16.0': [
					{ region: 'eu-west-1', ami: 'ami-88adb093ecb07da80' },
					{ region: 'us-east-1', ami: 'ami-4376173269f89f112' },
					{ region: 'us-west-2', ami: 'ami-21398433b88b57dfa' },
				],
			}[version],
		);
	});

	test('encryption is a copy within the region', () => {
		const timeline = timelineOf(version, { name: 'encrypt', last: '02-ok.sh', exitCode: 0 });
		expect(inStatus(timeline, 'skipped')).toEqual([]);
		expect(timeline.copies).toEqual([{ region: 'us-east-1', status: 'done' }]);
		expect(timeline.artifacts).toEqual([
			{
				region: 'us-east-1',
				ami: { '1.6.6': 'ami-a0607a386f07e4b17', '1.16.0': 'ami-e2019ccba4cd84dc6' }[version],
			},
		]);
	});

	test.each([true, false])('a spot instance is not stopped (the Recipe says spot: %s)', spot => {
		const timeline = timelineOf(version, { name: 'spot', last: '02-ok.sh', exitCode: 0, spot });
		expect(inStatus(timeline, 'skipped')).toEqual(['stop', 'copy']);
		expect(inStatus(timeline, 'failed')).toEqual([]);
		expect(statuses(timeline.steps)).toEqual(['done', 'done']);
		expect(timeline.artifacts).toHaveLength(1);
	});

	test('a secret that Packer printed is in the log as it came: removing it is not the work of the Timeline', () => {
		const { log, result } = timelineOf(version, { name: 'secret', last: '02-ok.sh', exitCode: 0 });
		expect(result).toBe('done');
		expect(log.find(({ text }) => text.startsWith('token is'))?.text).toBe(
			{ '1.6.6': 'token is s3cr$t+tok(en', '1.16.0': 'token is <sensitive>' }[version],
		);
	});

	test('docker', () => {
		const timeline = timelineOf(version, { name: 'docker', exitCode: 0 });
		expect(inStatus(timeline, 'done')).toEqual([
			'check',
			'access',
			'launch',
			'connect',
			'provision',
			'image',
			'cleanup',
		]);
		expect(statuses(timeline.steps)).toEqual(['done']);
		expect(timeline.result).toBe('done');
		expect(timeline.artifacts.map(({ ami }) => ami)).toEqual([
			{
				'1.6.6': '3fadb0d0f6968d6c5641f77b980ea89dc016c72d55be62fbb226c10a6f0abd88',
				'1.16.0': '15908d189ade282cdf994d1a4481bb252b7516c01c91e70532c9b73675104bed',
			}[version],
			'local/transcript:1',
		]);
	});

	test('a script that fails', () => {
		const timeline = timelineOf(version, { name: 'script-fails', last: '02-fail.sh', exitCode: 1 });
		expect(inStatus(timeline, 'failed')).toEqual(['provision']);
		expect(inStatus(timeline, 'done')).toEqual([...early, 'cleanup']);
		expect(inStatus(timeline, 'skipped')).toEqual(['stop', 'image', 'copy', 'finish']);
		expect(statuses(timeline.steps)).toEqual(['done', 'failed']);
		expect(timeline.result).toBe('failed');
		expect(timeline.artifacts).toEqual([]);
		expect(timeline.error).toMatch(
			/^Script exited with non-zero exit status: 3\. ?Allowed exit codes are: \[0\]$/,
		);
		expect(timeline.log.filter(({ step }) => step === 1)).toMatchObject([
			{ source: 'stderr', text: 'E: Unable to locate package nodejss' },
		]);
	});

	test('with -on-error=abort there is no clean-up', () => {
		const timeline = timelineOf(version, { name: 'abort', last: '02-fail.sh', exitCode: 1 });
		expect(inStatus(timeline, 'failed')).toEqual(['provision']);
		expect(inStatus(timeline, 'done')).toEqual(early);
		expect(statuses(timeline.steps)).toEqual(['done', 'failed']);
	});

	test('a cancel breaks off the step, and Packer cleans up', () => {
		const timeline = timelineOf(version, { name: 'cancel', last: '02-slow.sh', exitCode: 1 });
		expect(timeline.cancelling).toBe(true);
		expect(timeline.result).toBe('cancelled');
		expect(inStatus(timeline, 'failed')).toEqual([]);
		expect(inStatus(timeline, 'done')).toEqual([...early, 'cleanup']);
		expect(timeline.steps).toMatchObject([
			{ status: 'done' },
			{ status: 'skipped', began: expect.any(Number), ended: expect.any(Number) },
		]);
	});

	test.each([
		['ssh-denied', 'connect', /^Packer experienced an authentication error/, true],
		['no-image', 'check', /^No AMI was found matching filters/, false],
		['name-taken', 'check', /^Error: AMI Name: 'same' is used by an existing AMI/, false],
		['no-profile', 'access', /^Couldn't find specified instance profile/, true],
		['wrong-creds', 'check', /no valid credential sources/i, false],
	] as const)('%s fails in phase %s', (name, phase, error, cleansUp) => {
		const timeline = timelineOf(version, { name, last: '02-ok.sh', exitCode: 1 });
		expect(inStatus(timeline, 'failed')).toEqual([phase]);
		expect(timeline.phases.at(-1)?.status).toBe(cleansUp ? 'done' : 'skipped');
		expect(statuses(timeline.steps)).toEqual(['skipped', 'skipped']);
		expect(timeline.result).toBe('failed');
		expect(timeline.error).toMatch(error);
	});

	test.each([
		'success',
		'copies',
		'encrypt',
		'spot',
		'docker',
		'script-fails',
		'abort',
		'cancel',
		'ssh-denied',
		'no-profile',
		'wrong-creds',
	])('%s: line by line or all at once, it is the same, and nothing earlier changes', name => {
		const header = journalHeader(version, [
			hello,
			'scripts/02-ok.sh',
			'scripts/02-fail.sh',
			'scripts/02-slow.sh',
		]);
		const entries: readonly JournalLine[] = journalEntries(transcript(version, name), { exitCode: 0 });
		const states: Timeline[] = [startTimeline(header)];
		const seen: string[] = [];
		for (const entry of entries) {
			const state = advance(states.at(-1) ?? startTimeline(header), [entry]);
			states.push(state);
			seen.push(JSON.stringify(state));
		}

		expect(states.at(-1)).toEqual(advance(startTimeline(header), entries));
		expect(states.slice(1).map(state => JSON.stringify(state))).toEqual(seen);
	});
});

describe('the end of a journal alone', () => {
	const tail = (version: RecordedVersion, from: string, to: string): Timeline => {
		const entries = journalEntries(transcript(version, 'success'), { exitCode: 0 });
		const at = (text: string): number =>
			entries.findIndex(entry => entry.kind === 'record' && entry.data.join(',').includes(text));
		const header = journalHeader(version, [hello, 'scripts/02-ok.sh']);
		return advance(startTimeline(header), entries.slice(at(from), to === '' ? undefined : at(to) + 1));
	};

	test.each(recordedVersions)('%s: says what runs', version => {
		expect(inStatus(tail(version, 'hello, world', '30%'), 'running')).toEqual(['provision']);
		expect(statuses(tail(version, 'hello, world', '30%').steps)).toEqual(['waiting', 'waiting']);
		expect(inStatus(tail(version, 'hello, world', 'token is'), 'running')).toEqual(['provision']);
		expect(tail(version, 'hello, world', 'token is').steps[1]?.status).toBe('running');
		expect(statuses(tail(version, '01-hello', 'token is').steps)).toEqual(['done', 'running']);
		expect(inStatus(tail(version, 'Waiting for SSH', 'Connected to SSH!'), 'running')).toEqual(['connect']);
		expect(inStatus(tail(version, 'Creating AMI trans', 'AMI: ami-'), 'running')).toEqual(['image']);
		expect(tail(version, 'Terminating', '')).toMatchObject({
			result: 'done',
			artifacts: [{ region: 'us-east-1' }],
		});
	});
});

describe('the states in between', () => {
	const upTo = (version: RecordedVersion, run: Run, text: string): Timeline => {
		const header = journalHeader(version, [hello, `scripts/${run.last}`], {
			copyTo: [...(run.copyTo ?? [])],
		});
		const entries = journalEntries(transcript(version, run.name), { exitCode: run.exitCode });
		const at = entries.findIndex(entry => entry.kind === 'record' && entry.data.join(',').includes(text));
		expect(at).toBeGreaterThan(0);
		return advance(startTimeline(header), entries.slice(0, at + 1));
	};

	test('at the start everything waits, and what is not needed is skipped', () => {
		const timeline = startTimeline(journalHeader('1.6.6', [hello], { copyTo: ['us-west-2'] }));
		expect(inStatus(timeline, 'waiting')).toHaveLength(timeline.phases.length);
		expect(timeline.copies).toEqual([{ region: 'us-west-2', status: 'waiting' }]);
		expect(inStatus(startTimeline(journalHeader('1.6.6', [], { spot: true })), 'skipped')).toEqual([
			'provision',
			'stop',
			'copy',
		]);
	});

	test.each(recordedVersions)('%s: the phase and the step that run', version => {
		const run: Run = { name: 'copies', last: '02-ok.sh', exitCode: 0, copyTo: ['eu-west-1', 'us-west-2'] };
		const running = (text: string): readonly string[] => {
			const { phases, steps } = upTo(version, run, text);
			return [
				...phases.filter(({ status }) => status === 'running').map(({ id }) => id),
				...steps.filter(({ status }) => status === 'running').map(({ name }) => name),
			];
		};
		expect(running('Prevalidating any')).toEqual(['check']);
		expect(running('Creating temporary keypair')).toEqual(['access']);
		expect(running('Launching a source AWS instance')).toEqual(['launch']);
		expect(running('Waiting for SSH to become')).toEqual(['connect']);
		expect(running('Connected to SSH!')).toEqual(['connect']);
		expect(running('script: ./scripts/01-hello.sh')).toEqual(['provision', 'hello']);
		expect(running('token is')).toEqual(['provision', 'ok']);
		expect(running('Waiting for the instance to stop')).toEqual(['stop']);
		expect(running('AMI: ami-')).toEqual(['image']);
		expect(running('Copying to: us-west-2')).toEqual(['copy']);
		expect(running('Adding tags to AMI')).toEqual(['finish']);
		expect(running('Terminating the source')).toEqual(['cleanup']);
		expect(running("Build 'amazon-ebs.image' finished")).toEqual([]);
		expect(upTo(version, run, 'Waiting for all copies').copies).toEqual([
			{ region: 'eu-west-1', status: 'running' },
			{ region: 'us-west-2', status: 'running' },
		]);
	});
});

describe('a step that a rehearsal only checked', () => {
	const second = 'scripts/02-ok.sh';
	const rehearsed = (...[sandbox, output, notRun]: Parameters<typeof rehearsalEntries>): Timeline =>
		advance(
			startTimeline({ ...journalHeader('1.16.0', [hello, second]), mode: 'rehearsal' }),
			rehearsalEntries(sandbox, output, notRun),
		);
	const success = transcript('1.16.0', 'success');

	test('is not done, and the phase is done if another one ran', () => {
		const timeline = rehearsed('container', success, [second]);
		expect(statuses(timeline.steps)).toEqual(['done', 'not-run']);
		expect(inStatus(timeline, 'not-run')).toEqual([]);
		expect(inStatus(timeline, 'done')).toContain('provision');
	});

	test('is the phase, if none ran: the journal says so of each, or that it is a trace', () => {
		for (const timeline of [
			rehearsed('container', success, [hello, second]),
			rehearsed('trace', success, [hello, second]),
			rehearsed('trace', success),
		]) {
			expect(statuses(timeline.steps)).toEqual(['not-run', 'not-run']);
			expect(inStatus(timeline, 'not-run')).toEqual(['provision']);
			expect(timeline.result).toBe('done');
		}
	});

	test('runs while it is looked at, and is the same whichever way the journal is cut', () => {
		const entries = rehearsalEntries('container', success, [hello]);
		let timeline = startTimeline({ ...journalHeader('1.16.0', [hello, second]), mode: 'rehearsal' });
		const seen: string[] = [];
		for (const entry of entries) {
			timeline = advance(timeline, [entry]);
			seen.push(statuses(timeline.steps).join(' '));
		}

		expect([...new Set(seen)]).toEqual([
			'waiting waiting',
			'running waiting',
			'not-run running',
			'not-run done',
		]);
	});

	test('is not found in what a script prints, and a real build has none', () => {
		const printed = success
			.toString('utf8')
			.replace('hello%!(PACKER_COMMA) world', 'Not run: it has an error.');
		const timeline = rehearsed('container', printed);
		expect(timeline.log.map(({ text }) => text)).toContain('Not run: it has an error.');
		expect(statuses(timeline.steps)).toEqual(['done', 'done']);
	});

	test('that never began or that failed is no such step', () => {
		const fails = transcript('1.16.0', 'script-fails');
		const scripts = [hello, 'scripts/02-fail.sh', 'scripts/03-never.sh'];
		const header = { ...journalHeader('1.16.0', scripts), mode: 'rehearsal' as const };
		const timeline = advance(startTimeline(header), [
			...scripts.map(script => ({ kind: 'not-run' as const, seq: 1, time: firstTime, script })),
			...journalEntries(fails, { exitCode: 1 }),
		]);
		expect(statuses(timeline.steps)).toEqual(['not-run', 'failed', 'skipped']);
		expect(inStatus(timeline, 'failed')).toEqual(['provision']);
	});
});

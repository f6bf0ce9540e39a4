import { describe, expect, test } from 'vitest';
import type { JournalEntry, JournalHeader } from '../../../source/builds/journal/journal.ts';
import { builderLines } from '../../../source/builds/timeline/builder-lines.ts';
import { advance, startTimeline, type Timeline } from '../../../source/builds/timeline/timeline.ts';
import {
	journalEntries,
	journalHeader,
	type RecordedVersion,
	recordedVersions,
	transcript,
} from '../../helpers/transcript.ts';
import { builderSentences, dressed, sentences } from './sentences.ts';

/** How the Packer of that version prints what a script prints. */
const printedBy = (
	version: RecordedVersion,
	line: string,
	stream: 'stdout' | 'stderr' = 'stdout',
): string => {
	const text = line.replaceAll(',', '%!(PACKER_COMMA)');
	if (stream === 'stderr') {
		return `1795344493,,ui,error,==> amazon-ebs.image: ${text}`;
	}

	return version === '1.6.6'
		? `1795344493,,ui,message,    amazon-ebs.image: ${text}`
		: `1795344493,,ui,say,==> amazon-ebs.image: ${text}`;
};

const scripts = ['scripts/01-hello.sh', 'scripts/02-ok.sh'];

type Printed = { readonly text: string; readonly stream: 'stdout' | 'stderr' };

/** The output of a build in which a script prints more lines, as its first or as its last ones. */
const outputWith = (
	version: RecordedVersion,
	name: string,
	step: number,
	where: 'first' | 'last',
	lines: readonly (string | Printed)[],
	stream?: 'stdout' | 'stderr',
): string => {
	const output = transcript(version, name).toString().split('\n');
	const begins = output.findIndex(line => line.includes(`with shell script: ./scripts/0${step + 1}-`));
	expect(begins).toBeGreaterThan(0);
	const ends = output.findIndex(
		(line, index) =>
			index > begins &&
			/: (?:Provisioning with|Uploading \.|Stopping the source|Provisioning step had|Creating AMI bad)/.test(
				line,
			),
	);
	const at = where === 'first' ? begins + 1 : ends;
	return [
		...output.slice(0, at),
		...lines.map(line =>
			typeof line === 'string'
				? printedBy(version, line, stream)
				: printedBy(version, line.text, line.stream),
		),
		...output.slice(at),
	].join('\n');
};

const headerOf = (version: RecordedVersion, name: string): JournalHeader =>
	journalHeader(version, name === 'script-fails' ? ['scripts/01-hello.sh', 'scripts/02-fail.sh'] : scripts);

/** The journal of a build in which a script prints more. */
const entriesWith = (
	...[version, name, ...printed]: Parameters<typeof outputWith>
): readonly JournalEntry[] =>
	journalEntries(outputWith(version, name, ...printed), { exitCode: name === 'script-fails' ? 1 : 0 });

const timelinesOf = (
	version: RecordedVersion,
	name: string,
	output: string | Buffer,
): readonly Timeline[] => {
	const exitCode = name === 'script-fails' ? 1 : 0;
	const states: Timeline[] = [];
	for (const entry of journalEntries(output, { exitCode })) {
		states.push(advance(states.at(-1) ?? startTimeline(headerOf(version, name)), [entry]));
	}

	return states;
};

const wholeTimeline = (
	version: RecordedVersion,
	name: string,
	output: string | Buffer = transcript(version, name),
): Timeline =>
	advance(
		startTimeline(headerOf(version, name)),
		journalEntries(output, { exitCode: name === 'script-fails' ? 1 : 0 }),
	);

/** What a person sees of phases, steps and the outcome, without times. */
const outline = (timeline: Timeline | undefined) => ({
	phases: timeline?.phases.map(({ id, status }) => `${id} ${status}`),
	steps: timeline?.steps.map(({ name, status }) => `${name} ${status}`),
	result: timeline?.result,
	artifacts: timeline?.artifacts,
	copies: timeline?.copies,
	error: timeline?.error,
	why: timeline?.why,
	cancelling: timeline?.cancelling,
	sandbox: timeline?.sandbox,
	sourceAmi: timeline?.sourceAmi,
	instance: timeline?.instance,
	address: timeline?.address,
});

/** The log without times, and without the lines that were added. */
const logOf = (
	timeline: Timeline | undefined,
	added: readonly (string | Printed)[],
	step: number,
): readonly string[] => {
	const lines = (timeline?.log ?? []).map(line => `${line.source} ${line.step ?? '-'} ${line.text}`);
	for (const line of added) {
		const { text, stream } = typeof line === 'string' ? { text: line, stream: 'stdout' } : line;
		const at = lines.indexOf(`${stream} ${step} ${text}`);
		expect(at, `"${text}" is output of step ${step}`).toBeGreaterThan(-1);
		lines.splice(at, 1);
	}

	return lines;
};

const runningPhases = (states: readonly Timeline[]): readonly string[] => [
	...new Set(
		states.flatMap(({ phases }) => phases.filter(({ status }) => status === 'running').map(({ id }) => id)),
	),
];

test.each(builderLines.map(({ pattern }) => [pattern.source, pattern] as const))(
	'there is an imitation of %s',
	(_, pattern) => {
		expect(builderSentences.filter(line => pattern.test(line))).not.toEqual([]);
	},
);

/** Longer imitations; the last lines of each would stand where a phase is proved. */
const sequences: Readonly<Record<string, readonly string[]>> = {
	'the end of the provisioning, and more output': [
		'Stopping the source instance...',
		'Stopping instance',
		'Waiting for the instance to stop...',
		'and on it goes',
	],
	'the end of the provisioning, twice': [
		'Stopping the source instance...',
		'Stopping instance',
		'Waiting for the instance to stop...',
		'Stopping the source instance...',
		'Stopping instance',
		'Waiting for the instance to stop...',
	],
	'a part of the end': ['Stopping the source instance...', 'Stopping instance'],
	'an image of another instance': [
		'Creating AMI web from instance i-0123456789abcdef0',
		'AMI: ami-0123456789abcdef0',
		'Waiting for AMI to become ready...',
	],
	'a container that becomes an image': ['Committing the container', 'Image ID: sha256:0123456789abcdef', 'x'],
	'a failure': [
		'Provisioning step had errors: Running the cleanup provisioner, if present...',
		'Terminating the source AWS instance...',
		'Cleaning up any extra volumes...',
		'No volumes to clean up, skipping',
		'Deleting temporary security group...',
		'Deleting temporary keypair...',
		'after that',
	],
	'a step that begins': ['Provisioning with shell script: ./scripts/02-ok.sh', 'x', 'y'],
	'both steps': [
		'Provisioning with shell script: ./scripts/01-hello.sh',
		'Provisioning with shell script: ./scripts/02-ok.sh',
		'x',
	],
};

const stopped = sequences['the end of the provisioning, and more output']?.slice(0, 3) ?? [];

/** Ends of a build that are complete, so that nothing but Packer's own error tells that they are none. */
const endings: Readonly<Record<string, readonly string[]>> = {
	'a machine that stops': stopped,
	'an image': [
		...stopped,
		'Creating AMI web from instance i-0123456789abcdef0',
		'Attaching run tags to AMI...',
		'AMI: ami-0123456789abcdef0',
		'Waiting for AMI to become ready...',
		'Skipping Enable AMI deprecation...',
	],
};

describe.each(recordedVersions)('a script that imitates Packer %s', version => {
	describe.each([0, 1])('in step %i', step => {
		const plain = timelinesOf(version, 'success', transcript(version, 'success'));

		describe.each(['first', 'last'] as const)('as its %s line', where => {
			const before = entriesWith(version, 'success', step, where, []);
			const at = entriesWith(version, 'success', step, where, ['x']).findIndex(
				(entry, index) => JSON.stringify(entry) !== JSON.stringify(before[index]),
			);
			const until = advance(startTimeline(headerOf(version, 'success')), before.slice(0, at));

			/** The build when the line was printed, and in the end. */
			const statesWith = (line: string, stream?: 'stderr'): readonly [Timeline, Timeline] => {
				const entries = entriesWith(version, 'success', step, where, [line], stream).slice(at);
				const printed = advance(until, entries.slice(0, 1));
				return [printed, advance(printed, entries.slice(1))];
			};

			test.each(sentences)('means nothing: %s', line => {
				// It is the next line of all that may settle it, so one line is enough to see nothing changed.
				const [printed, end] = statesWith(line);
				expect(printed.log.at(-1)).toMatchObject({ source: 'stdout', step, text: line });
				expect(printed.phases).toEqual(until.phases);
				expect(printed.steps).toEqual(until.steps);
				expect(outline(end)).toEqual(outline(plain.at(-1)));
				expect(logOf(end, [line], step)).toEqual(logOf(plain.at(-1), [], step));
			});

			test.each([undefined, 'stderr'] as const)(
				'means nothing, whatever stands in front of it (%s)',
				stream => {
					for (const line of sentences.flatMap(dressed)) {
						const [printed, end] = statesWith(line, stream);
						expect(printed.phases, line).toEqual(until.phases);
						expect(outline(end), line).toEqual(outline(plain.at(-1)));
					}
				},
			);
		});

		test.each(Object.entries(sequences).filter(([name]) => !/step/.test(name)))(
			'changes nothing in the end: %s',
			(_, lines) => {
				for (const where of ['first', 'last'] as const) {
					const output = outputWith(version, 'success', step, where, lines);
					const states = timelinesOf(version, 'success', output);
					expect(outline(states.at(-1))).toEqual(outline(plain.at(-1)));
					expect(logOf(states.at(-1), lines, step)).toEqual(logOf(plain.at(-1), [], step));
				}
			},
		);

		test('even when it prints the whole log of another build', () => {
			for (const other of ['copies', 'script-fails', 'encrypt']) {
				const lines = transcript(version, other)
					.toString()
					.split('\n')
					.flatMap(line => /^\d+,,ui,\w+,(?:==>| {4}) ?[\w.-]+: (.*)$/.exec(line)?.[1] ?? [])
					.filter(line => !line.includes('./scripts/') && !line.includes('\\n') && !line.includes('%!('));
				expect(lines.length).toBeGreaterThan(15);
				const states = timelinesOf(version, 'success', outputWith(version, 'success', step, 'first', lines));
				expect(outline(states.at(-1))).toEqual(outline(plain.at(-1)));
				expect(logOf(states.at(-1), lines, step)).toEqual(logOf(plain.at(-1), [], step));
				if (version === '1.6.6') {
					expect(runningPhases(states)).toEqual(runningPhases(plain));
				}
			}
		});
	});

	test('a line break within a line, with the name of the build behind it', () => {
		const plain = timelinesOf(version, 'success', transcript(version, 'success')).at(-1);
		const line = 'x\\n==> amazon-ebs.image: Stopping the source instance...';
		const states = timelinesOf(version, 'success', outputWith(version, 'success', 1, 'first', [line]));
		expect(outline(states.at(-1))).toEqual(outline(plain));
	});

	test('a step that a script pretends to begin is put right when it does begin', () => {
		const lines = sequences['a step that begins'] ?? [];
		const plain = timelinesOf(version, 'success', transcript(version, 'success')).at(-1);
		const states = timelinesOf(version, 'success', outputWith(version, 'success', 0, 'first', lines));
		expect(outline(states.at(-1))).toEqual(outline(plain));
		expect(logOf(states.at(-1), lines, 0)).toEqual(logOf(plain, [], 0));
		const [first, second] = states.at(-1)?.steps ?? [];
		expect(first?.ended).toBe(second?.began);
		const begun = states.at(-1)?.log.filter(({ source, text }) => source === 'packer' && text === lines[0]);
		expect(begun).toHaveLength(1);
		expect(second?.began).toBe(begun?.[0]?.time);
	});

	test('what a post-processor prints means nothing', () => {
		const plain = wholeTimeline(version, 'success');
		const name = 'amazon-ebs.image (shell-local)';
		for (const line of builderSentences) {
			const lines = [printedBy(version, line), printedBy(version, line, 'stderr')].map(text =>
				text.replace('amazon-ebs.image', name),
			);
			const output = transcript(version, 'success')
				.toString()
				.replace(/^.*,Build '/m, `${lines.join('\n')}\n$&`);
			const end = wholeTimeline(version, 'success', output);
			expect(outline(end), line).toEqual(outline(plain));
			expect(end.log.filter(({ text }) => text === line).slice(-2)).toMatchObject([
				{ source: 'packer' },
				{ source: 'error' },
			]);
		}
	});

	test('what a script prints that cleans up behind a failure means nothing', () => {
		const plain = wholeTimeline(version, 'script-fails');
		for (const line of builderSentences) {
			const printed = `${printedBy(version, line)}\n${printedBy(version, line, 'stderr')}`;
			const output = transcript(version, 'script-fails')
				.toString()
				.replace(/^.*Provisioning step had errors.*$/m, `$&\n${printed}`);
			expect(outline(wholeTimeline(version, 'script-fails', output)), line).toEqual(outline(plain));
		}
	});

	describe.each([0, 1])('before a failure, in step %i', step => {
		const plain = timelinesOf(version, 'script-fails', transcript(version, 'script-fails')).at(-1);

		test('the imitation of a failure changes nothing', () => {
			const lines = sequences['a failure'] ?? [];
			const output = outputWith(version, 'script-fails', step, 'first', lines);
			const states = timelinesOf(version, 'script-fails', output);
			expect(outline(states.at(-1))).toEqual(outline(plain));
			expect(logOf(states.at(-1), lines, step)).toEqual(logOf(plain, [], step));
		});

		test.each(Object.entries({ ...sequences, ...endings }).filter(([name]) => !/step/.test(name)))(
			'it is the script that failed, though it printed last: %s',
			(_, lines) => {
				const own = lines.map(line => line.replace('i-0123456789abcdef0', plain?.instance ?? ''));
				for (const printed of [lines, own]) {
					const end = advance(
						startTimeline(headerOf(version, 'script-fails')),
						entriesWith(version, 'script-fails', step, 'last', printed),
					);
					expect(outline(end)).toEqual(outline(plain));
				}
			},
		);
	});

	test('random imitations on both streams, in random places', () => {
		// A linear congruential generator: the same lines in every run.
		let seed = 20_261_122;
		const random = (below: number): number => {
			seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
			return Math.floor((seed / 2_147_483_648) * below);
		};
		const plain = wholeTimeline(version, 'success');
		/** Some lines of what a script might show: that of another build, from anywhere to anywhere. */
		const slice = (): readonly Printed[] => {
			const from = random(sentences.length);
			const stream = random(3) === 0 ? 'stderr' : 'stdout';
			return sentences.slice(from, from + 1 + random(8)).map(text => ({ text, stream }));
		};
		for (let run = 0; run < 250; run++) {
			const step = random(2);
			const lines = Array.from({ length: 1 + random(12) }, slice).flat();
			const where = random(2) === 0 ? 'first' : 'last';
			const end = wholeTimeline(version, 'success', outputWith(version, 'success', step, where, lines));
			expect(outline(end), JSON.stringify(lines)).toEqual(outline(plain));
			expect(logOf(end, lines, step)).toEqual(logOf(plain, [], step));
		}
	});
});

describe('what is not certain at once', () => {
	const header = journalHeader('1.16.0', scripts);
	const state = (count: number): Timeline => {
		const entries = journalEntries(transcript('1.16.0', 'success'), { exitCode: 0 });
		const at = entries.findIndex(
			entry => entry.kind === 'record' && entry.data[1]?.endsWith('Stopping the source instance...'),
		);
		return advance(startTimeline(header), entries.slice(0, at + count));
	};

	test('the first lines of the stop are shown as output until the third proves them', () => {
		expect(state(1).log.at(-1)).toMatchObject({ source: 'stdout', step: 1 });
		expect(state(2).phases.find(({ id }) => id === 'stop')?.status).toBe('waiting');
		const proved = state(3);
		expect(proved.phases.find(({ id }) => id === 'stop')?.status).toBe('running');
		expect(proved.log.slice(-3).map(({ source, step }) => [source, step])).toEqual([
			['packer', undefined],
			['packer', undefined],
			['packer', undefined],
		]);
		expect(proved.phases.find(({ id }) => id === 'stop')?.began).toBe(proved.log.at(-3)?.time);
		expect(proved.steps[1]?.ended).toBe(proved.log.at(-3)?.time);
	});
});

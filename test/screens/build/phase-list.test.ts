import { describe, expect, test } from 'vitest';
import {
	advance,
	type Status,
	startTimeline,
	type Timeline,
} from '../../../source/builds/timeline/timeline.ts';
import { longestNames } from '../../../source/flow/words/phases.ts';
import { listRows, stepWindow } from '../../../source/screens/build/phase-list.ts';
import {
	firstTime,
	journalEntries,
	journalHeader,
	type RecordedVersion,
	recordedVersions,
	rehearsalEntries,
	transcript,
} from '../../helpers/transcript.ts';

const scripts = ['scripts/01-hello.sh', 'scripts/02-ok.sh'];
const far = ['scripts/01-a.sh', 'scripts/02-b.sh', 'scripts/03-c.sh', 'scripts/04-d.sh', 'scripts/05-e.sh'];

/** The Timeline at every moment of a recorded build. */
const momentsOf = (
	version: RecordedVersion,
	name: string,
	{ copyTo = [], exitCode = 0 }: { copyTo?: string[]; exitCode?: number } = {},
): Timeline[] => {
	let timeline = startTimeline(journalHeader(version, scripts, { copyTo }));
	const moments = [timeline];
	for (const entry of journalEntries(transcript(version, name), { exitCode, cancelled: name === 'cancel' })) {
		timeline = advance(timeline, [entry]);
		moments.push(timeline);
	}

	return moments;
};

const names = (timeline: Timeline, room = 20): string[] =>
	listRows(timeline, { now: timeline.time, room }).map(({ name }) => name);

describe.each(recordedVersions)('at every moment of what Packer %s printed', version => {
	test.each([
		['success', {}],
		['copies', { copyTo: ['us-west-2', 'eu-west-1'] }],
		['copies', { copyTo: ['us-west-2', 'eu-west-1', 'eu-west-2'] }],
		['encrypt', {}],
		['spot', {}],
		['script-fails', { exitCode: 1 }],
		['cancel', { exitCode: 1 }],
		['no-image', { exitCode: 1 }],
	] as const)('the rows of %s stay where they are', (name, options) => {
		const moments = momentsOf(version, name, {
			exitCode: 0,
			...options,
			copyTo: [...('copyTo' in options ? options.copyTo : [])],
		});
		for (const room of [9, 10, 12, 16]) {
			const ids = moments.map(timeline =>
				// A row of the window may show another step, it does not move.
				listRows(timeline, { now: timeline.time, room }).map(({ id, indented }) => (indented ? 'step' : id)),
			);
			expect(ids.every(row => row.join() === ids[0]?.join())).toBe(true);
			expect(ids[0]?.length).toBeLessThanOrEqual(Math.max(10, room));
		}
	});

	test('times count up and never back', () => {
		const moments = momentsOf(version, 'success');
		const before = new Map<string, string>();
		for (const timeline of moments) {
			for (const row of listRows(timeline, { now: timeline.time, room: 20 })) {
				expect(before.get(row.id) !== undefined && before.get(row.id) !== '' && row.time === '').toBe(false);
				before.set(row.id, row.time);
			}
		}

		expect(before.get('check')).toBe('4 s');
	});
});

test('all phases are there before anything happened, with the regions of the copies', () => {
	const header = journalHeader('1.16.0', scripts, { region: 'us-east-1', copyTo: ['eu-west-1'] });
	expect(names(startTimeline(header))).toEqual([
		'Check',
		'Key pair, firewall',
		'Start the machine',
		'Connect by SSH',
		'Install',
		'hello',
		'ok',
		'Stop the machine',
		'Make the AMI',
		'Copy to eu-west-1',
		'Tag the AMI',
		'Remove the machine',
	]);
});

test('what a build cannot have is not there: nothing to install, no copy, a spot instance that is not stopped', () => {
	expect(names(startTimeline(journalHeader('1.16.0', [], { spot: true })))).toEqual([
		'Check',
		'Key pair, firewall',
		'Start the machine',
		'Connect by SSH',
		'Make the AMI',
		'Tag the AMI',
		'Remove the machine',
	]);
});

test('more than two copies are one row, and so are two where there is no room', () => {
	const three = startTimeline(
		journalHeader('1.16.0', scripts, { copyTo: ['eu-west-1', 'eu-west-2', 'eu-west-3'] }),
	);
	expect(names(three)).toContain('Copy to 3 regions');
	const oneDone: Timeline = {
		...three,
		copies: three.copies.map((copy, index) => ({ ...copy, status: index === 0 ? 'done' : 'running' })),
	};
	expect(names(oneDone)).toContain('Copy to 3 regions  1 of 3');
	expect(longestNames(three, false)).toContain('Copy to 3 regions  2 of 3');
	const two = startTimeline(journalHeader('1.16.0', scripts, { copyTo: ['eu-west-1', 'eu-west-2'] }));
	expect(names(two, 11)).toEqual(expect.arrayContaining(['Copy to eu-west-1', 'Copy to eu-west-2']));
	expect(names(two, 10)).toContain('Copy to 2 regions');
});

test('of many steps four rows are shown, with what is above and below in one row each', () => {
	const start = startTimeline(journalHeader('1.16.0', far));
	const at = (running: number): Timeline => ({
		...start,
		phases: start.phases.map(phase => (phase.id === 'provision' ? { ...phase, status: 'running' } : phase)),
		steps: start.steps.map((step, index) =>
			index < running
				? { ...step, status: 'done', began: firstTime, ended: firstTime + 10_000 }
				: index === running
					? { ...step, status: 'running', began: firstTime }
					: step,
		),
	});
	const steps = (running: number, selected?: number): string[] =>
		listRows(at(running), { now: firstTime + 5000, room: 20, selected })
			.filter(({ indented }) => indented)
			.map(({ name, time }) => `${name} ${time}`.trim());
	expect(steps(0)).toEqual(['a 5 s', 'b', 'c', '2 more']);
	expect(steps(2)).toEqual(['a 10 s', 'b 10 s', 'c 5 s', '2 more']);
	expect(steps(3)).toEqual(['2 done 20 s', 'c 10 s', 'd 5 s', 'e']);
	expect(steps(4, 0)).toEqual(['a 10 s', 'b 10 s', 'c 10 s', '2 more']);
	expect(listRows(at(2), { now: firstTime, room: 20 }).find(({ id }) => id === 'provision')?.name).toBe(
		'Install 3 of 5',
	);
});

describe('what a rehearsal only checked says so, each in its row', () => {
	const rehearsed = (all: readonly string[], notRun: readonly string[]): Timeline =>
		advance(
			startTimeline({ ...journalHeader('1.16.0', all), mode: 'rehearsal' }),
			rehearsalEntries('container', transcript('1.16.0', 'success'), notRun),
		);
	const installed = (timeline: Timeline, room = 20): string[] =>
		listRows(timeline, { now: timeline.time, room })
			.filter(({ id, indented }) => indented || id === 'provision')
			.map(({ status, name, time }) => `${status}: ${name}, ${time}`);

	test('one of the steps', () => {
		expect(installed(rehearsed(scripts, ['scripts/02-ok.sh']))).toEqual([
			'done: Install, 10 s',
			'done: hello, 4 s',
			'not-run: ok, not run',
		]);
	});

	test('all of them', () => {
		expect(installed(rehearsed(scripts, scripts))).toEqual([
			'not-run: Install, not run',
			'not-run: hello, not run',
			'not-run: ok, not run',
		]);
	});

	test('those that are folded into one row', () => {
		const folded = (from: Status, more: Status): string => {
			const timeline = startTimeline(journalHeader('1.16.0', far));
			const statusOf = (index: number): Status => (index === 0 ? from : index < 4 ? more : 'running');
			const steps = timeline.steps.map((step, index) => ({ ...step, status: statusOf(index) }));
			const rows = listRows({ ...timeline, steps }, { now: firstTime, room: 20, steps: 3 });
			const row = rows.find(({ id }) => id === 'steps-above');
			return `${row?.status}: ${row?.name}, ${row?.time}`;
		};
		expect(folded('done', 'done')).toBe('done: 3 done, ');
		expect(folded('not-run', 'not-run')).toBe('not-run: 3 not run, ');
		expect(folded('done', 'not-run')).toBe('not-run: 1 done, 2 not run, ');
	});
});

test('the window always holds the current step and never more rows than it may', () => {
	for (let steps = 1; steps < 12; steps++) {
		for (let rows = 1; rows < 8; rows++) {
			for (let current = 0; current < steps; current++) {
				const { above, from, to, below } = stepWindow(steps, rows, current);
				expect(from <= current && current < to).toBe(true);
				expect(to - from + (above > 0 ? 1 : 0) + (below > 0 ? 1 : 0)).toBe(Math.min(steps, rows));
				expect(rows < 3 || above + (to - from) + below === steps).toBe(true);
			}
		}
	}
});

import { beforeEach, expect, test } from 'vitest';
import type { JournalLine } from '../../source/builds/journal/journal.ts';
import { advance, startTimeline, type Timeline } from '../../source/builds/timeline/timeline.ts';
import { runningText } from '../../source/flow/words/moments.ts';
import { phaseRows } from '../../source/flow/words/phases.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person, runProgram } from '../helpers/program.ts';

let person: Person;
beforeEach(async context => {
	needs(context, 'packer');
	person = await makePerson();
});

/** The build as it stood behind each line of its journal. */
const moments = ([header, ...lines]: readonly JournalLine[]): readonly Timeline[] => {
	if (header?.kind !== 'header') {
		throw new Error('no header');
	}

	const all = [startTimeline(header)];
	for (const line of lines) {
		all.push(advance(all.at(-1) ?? startTimeline(header), [line]));
	}

	return all;
};

test('while AWS makes the image and its copy one sees how far it is', async () => {
	const { stdout, code } = await runProgram(person, [
		...['run', 'nodejs', '--rehearse', '--sandbox', 'trace', '--speed', '20', '--region', 'us-east-1'],
		...['--copy-to', 'eu-west-1', '--json', '--no-input'],
	]);
	expect(code).toBe(0);
	const lines: readonly JournalLine[] = stdout
		.trim()
		.split('\n')
		.map(line => JSON.parse(line));
	const percents = (wanted: string): readonly number[] =>
		lines.flatMap(line => (line.kind === 'progress' && line.region === wanted ? line.percent : []));
	for (const region of ['us-east-1', 'eu-west-1']) {
		const told = percents(region);
		expect(told.length, region).toBeGreaterThan(1);
		expect(told, region).toEqual([...new Set(told)].sort((a, b) => a - b));
		expect(told.every(percent => Number.isInteger(percent) && percent >= 0 && percent <= 100)).toBe(true);
	}

	const seen = moments(lines);
	const rows = new Set(seen.flatMap(moment => phaseRows(moment, moment.time, 20).map(({ name }) => name)));
	const texts = new Set(seen.map(moment => runningText(moment, moment.time).replace(/,[^,]*$/, '')));
	const [image = 0] = percents('us-east-1');
	const [copy = 0] = percents('eu-west-1');
	expect([...rows]).toEqual(
		expect.arrayContaining([`Make the AMI  ${image} %`, `Copy to eu-west-1  ${copy} %`]),
	);
	expect([...texts]).toEqual(
		expect.arrayContaining([`Make the AMI (${image} %)`, `Copy (eu-west-1 ${copy} %)`]),
	);
	const over = seen.at(-1);
	expect(over && phaseRows(over, over.time, 20).map(({ name }) => name)).not.toContainEqual(
		expect.stringContaining('%'),
	);
});

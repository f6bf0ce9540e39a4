import { setTimeout } from 'node:timers/promises';
import { processesOf } from '../../test/helpers/home-processes.ts';
import type { Bench } from '../bench.ts';
import { whyOf } from '../measure/alternate.ts';
import { argumentsOf, type Memory, memoryOf } from '../measure/memory.ts';
import { type Person, program } from '../measure/place.ts';
import { untilDone } from '../measure/run.ts';
import { comparisonRow, type Row, type Series } from '../report/row.ts';

/** Looks at the memory of a build, and the milliseconds between two: meanwhile its machine starts as slowly as in EC2. */
const looks = 15;
const pause = 1000;

/** The memory of the supervisor, and of all of Packer's processes. */
type Sample = { readonly ours: Memory; readonly theirs: Memory };

const sum = (memories: readonly Memory[]): Memory => ({
	resident: memories.reduce((total, { resident }) => total + resident, 0),
	proportional: memories.reduce((total, { proportional }) => total + proportional, 0),
});

/** Looks at the build that a person has running. */
const look = async ({ environment }: Person): Promise<Sample> => {
	const processes = await processesOf(environment['HOME'] ?? '');
	const seen = await Promise.all(
		processes.map(async pid => ({ line: await argumentsOf(pid), memory: await memoryOf(pid) })),
	);
	const of = (pattern: RegExp): Memory =>
		sum(seen.filter(({ line }) => pattern.test(line)).map(({ memory }) => memory));
	return { ours: of(/\/supervisor\.js\b/), theirs: of(/^(\S*\/)?packer[\w.-]*( |$)/) };
};

const sampleBuild = async ({ place }: Bench): Promise<readonly Sample[]> => {
	const person = await place.makePerson();
	const { folder, environment } = person;
	const args = ['run', 'nodejs', '--rehearse', '--sandbox', 'trace', '--speed', '1', '--detach', '--plain'];
	await untilDone(place.open({ command: [...program, ...args], cwd: folder, environment }), /builds watch/);
	const samples: Sample[] = [];
	while (samples.length < looks) {
		await setTimeout(pause, undefined, place);
		samples.push(await look(person));
	}

	if (samples.some(({ ours, theirs }) => ours.resident === 0 || theirs.resident === 0)) {
		throw new Error('The build did not run all the time.');
	}

	return samples;
};

const rows = [
	['memory of a build that runs, resident', 'resident'],
	['the same, what is shared counted once', 'proportional'],
] as const;

/** What a build that runs takes of the memory: ours beside Packer's own. */
export const measureMemory = async (bench: Bench): Promise<readonly Row[]> => {
	bench.say(`memory: ${looks} looks at a build that runs`);
	let samples: readonly Sample[] = [];
	let failed: { readonly why: string } | undefined;
	try {
		samples = await sampleBuild(bench);
	} catch (error) {
		bench.place.signal.throwIfAborted();
		failed = { why: whyOf(error) };
	}

	return rows.map(([what, kind]) => {
		const series = (name: string, values: readonly number[]): Series => ({
			name,
			unit: 'bytes',
			values,
			...failed,
		});
		return comparisonRow({
			what,
			ours: series(
				'supervisor',
				samples.map(({ ours }) => ours[kind]),
			),
			other: series(
				"Packer's processes",
				samples.map(({ theirs }) => theirs[kind]),
			),
			most: 0.2,
		});
	});
};

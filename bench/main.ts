/**
 * Measures the program beside what a person would pick in its place, and prints one table. Run by `npm run bench`, with
 * the names of some groups if not all are wanted.
 */
import { availableParallelism, loadavg } from 'node:os';
import type { Group } from './bench.ts';
import { measureImages } from './groups/images.ts';
import { measureKeys } from './groups/keys.ts';
import { measureMemory } from './groups/memory.ts';
import { measurePackage } from './groups/package.ts';
import { measureRehearsal } from './groups/rehearsal.ts';
import { measureStart } from './groups/start.ts';
import { measureTrace } from './groups/trace.ts';
import { measureWatching } from './groups/watching.ts';
import { openPlace } from './measure/place.ts';
import { remarks } from './report/remarks.ts';
import type { Row } from './report/row.ts';
import { tableLines } from './report/table.ts';

const groups: Readonly<Record<string, Group>> = {
	start: measureStart,
	keys: measureKeys,
	images: measureImages,
	rehearsal: measureRehearsal,
	trace: measureTrace,
	watching: measureWatching,
	memory: measureMemory,
	package: measurePackage,
};

const asked = process.argv.slice(2);
const wanted = asked.length > 0 ? asked : Object.keys(groups);
const unknown = wanted.filter(name => !Object.hasOwn(groups, name));
if (unknown.length > 0) {
	console.error(`There is no group ${unknown.join(', ')}. There are: ${Object.keys(groups).join(', ')}.`);
	process.exit(2);
}

const leaving = new AbortController();
const say = (sentence: string): void => console.error(sentence);
const place = await openPlace(leaving.signal);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		leaving.abort();
		// What is waited for ends with what runs.
		void place.close();
	});
}

const rows: Row[] = [];
const [load = 0] = loadavg();
try {
	for (const name of wanted) {
		rows.push(...((await groups[name]?.({ place, say })) ?? []));
	}
} catch (error) {
	if (!leaving.signal.aborted) {
		throw error;
	}

	process.exitCode = 130;
} finally {
	await place.close();
}

if (!leaving.signal.aborted) {
	const machine = {
		cores: availableParallelism(),
		system: `${process.platform} ${process.arch}`,
		node: process.versions.node,
		load,
	};
	const width = process.stdout.columns ?? Number.POSITIVE_INFINITY;
	console.log([...tableLines(rows, width), '', ...remarks(rows, machine)].join('\n'));
}

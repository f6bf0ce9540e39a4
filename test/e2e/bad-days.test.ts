import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { beforeEach, expect, test } from 'vitest';
import { faultTable, readFault } from '../../source/base/faults.ts';
import { atLeast, parseVersion, type Version } from '../../source/base/versions.ts';
import { needs } from '../helpers/needs.ts';
import { fieldCases } from './bad-days/cases.ts';
import { faultRows } from './bad-days/faults.ts';
import { fieldRows } from './bad-days/field.ts';
import { metRows } from './bad-days/met.ts';
import type { Outcome, Row } from './bad-days/row.ts';
import { scriptRows } from './bad-days/scripts.ts';

/** The version of the Packer that is found first. */
const packerOnPath = (): Version => {
	const { stdout } = spawnSync('packer', ['version'], { encoding: 'utf8' });
	return parseVersion(stdout.replace(/^Packer /, '')) ?? [0, 0, 0];
};

/** By hand: only the days whose name fits. */
const wanted = new RegExp(process.env['BAD_DAYS'] ?? '');
const all: readonly Row[] = [...faultRows, ...scriptRows, ...metRows, ...fieldRows];
const rows = all.filter(({ day }) => wanted.test(day));

const columns = ['field', 'day', 'how', 'id', 'remedy', 'code', 'left'] as const;

const printed = (
	outcomes: readonly (Outcome & Pick<Row, 'day' | 'how'> & { readonly field: string })[],
): string => {
	const cells = [columns, ...outcomes.map(outcome => columns.map(column => String(outcome[column])))];
	const widths = columns.map((_, column) => Math.max(...cells.map(row => row[column]?.length ?? 0)));
	return cells
		.map(row =>
			row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
};

/** What becomes of each row, in their order; as many at once as there are processors. */
const outcomesOf = async (given: readonly Row[]): Promise<readonly Outcome[]> => {
	const outcomes = new Map<Row, Outcome>();
	const left = given.values();
	const work = async (): Promise<void> => {
		for (const row of left) {
			outcomes.set(row, await row.go());
		}
	};

	await Promise.all(Array.from({ length: availableParallelism() }, work));
	return given.flatMap(row => outcomes.get(row) ?? []);
};

beforeEach(context => needs(context, 'packer', 'containers'));

test('each bad day ends in its own diagnosis, with its way out, and leaves nothing unsaid', async () => {
	const outcomes = await outcomesOf(rows);
	const named = (results: readonly Outcome[]) =>
		results.map((outcome, index) => ({
			field: String(rows[index]?.field ?? ''),
			day: rows[index]?.day ?? '',
			how: rows[index]?.how ?? '',
			...outcome,
		}));
	process.stdout.write(`${printed(named(outcomes))}\n`);
	const isNewer = atLeast(packerOnPath(), '1.7.0');
	const expected = rows.map(({ wanted, newer }) => (isNewer ? (newer ?? wanted) : wanted));
	expect(named(outcomes)).toEqual(named(expected));
}, 600_000);

test('every fault has a row', () => {
	const met = faultRows.map(({ day }) => readFault(day.split(' ')[0] ?? '').name);
	expect([...faultTable.keys()].filter(name => !met.includes(name))).toEqual([]);
});

test('every case from the field has a row', () => {
	const met = new Set(all.map(({ field }) => field));
	expect(fieldCases.filter((_, index) => !met.has(index + 1))).toEqual([]);
	expect([...met].filter(field => field !== undefined && fieldCases[field - 1] === undefined)).toEqual([]);
});

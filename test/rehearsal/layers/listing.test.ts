import { expect, test } from 'vitest';
import { parseContents } from '../../../source/builds/contents/parse.ts';
import { listingCommand } from '../../../source/rehearsal/layers/listing.ts';

/** A machine whose list is seen this much later than its clock was read: by it, times move. */
const late = 74;
const clock = 1_700_000_020;

/** The files of a list, as a machine prints it that is told these spans. */
const filesOf = (spans: Parameters<typeof listingCommand>[1], files: Readonly<Record<string, string>>) => {
	const told = /SPANS='([^']*)'/.exec(listingCommand('true', spans))?.[1] ?? '';
	return parseContents({
		target: 'amazon-ebs.image',
		seen: clock * 1000 + late,
		lines: [
			`clock\t${clock}.000000000`,
			'since\t1700000000',
			...told.split('\n'),
			...Object.entries(files).map(
				([path, time]) => `file\t${time}\t${time}\tf\t644\troot:root\t1\t\t${path}`,
			),
			'looked\t0\t0',
		],
	}).files?.map(({ path, changed, layer }) => [path, changed, layer]);
};

test('what changed as a machine was started is of no step, however soon the first one began', () => {
	const spans = [{ from: 1_700_000_011.1, to: 1_700_000_011.667 }];
	expect(
		filesOf(spans, {
			'/etc/hosts': '1700000011.1020000000',
			// Files have finer times than ours, which are cut.
			'/root/.ssh/authorized_keys': '1700000011.6670600000',
			'/etc/one': '1700000011.6690000000',
		}),
	).toEqual([['/etc/one', 1_700_000_011_669 + late, undefined]]);
});

test('what a layer holds is of its step to the end of the millisecond in which it was kept', () => {
	const spans = [{ from: 1_700_000_003, to: 1_700_000_004.5, at: 1_700_000_002, layer: 'abc' }];
	expect(filesOf(spans, { '/etc/one': '1700000004.5009000000' })).toEqual([
		['/etc/one', 1_700_000_002_000 + late, 'abc'],
	]);
});

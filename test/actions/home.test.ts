import { expect, test } from 'vitest';
import { rowOf } from '../../source/actions/home.ts';
import { firstTime, journalHeader } from '../helpers/transcript.ts';

const scripts = ['scripts/01-hello.sh', 'scripts/02-ok.sh'];

test.each([
	[undefined, 'rehearsed'],
	[['scripts/02-ok.sh'], 'rehearsed, 1 of 2 scripts not run'],
	[scripts, 'rehearsed, scripts not run'],
])('a rehearsal that only checked %j is listed as no more than that', (notRun, detail) => {
	const header = { ...journalHeader('1.16.0', scripts), mode: 'rehearsal' as const };
	const base = { kind: 'end', seq: 9, time: firstTime, result: 'done', exitCode: 0, artifacts: [] } as const;
	const end = notRun === undefined ? base : { ...base, notRun };
	const row = rowOf({ id: header.id, header, last: [end], end }, firstTime);
	expect(row.detail).toBe(detail);
	expect(row.notRun).toEqual(notRun);
});

test('a build whose clock was set back meanwhile took no time, not less', () => {
	const header = journalHeader('1.16.0', scripts);
	const time = header.time - 60_000;
	const end = { kind: 'end', seq: 9, time, result: 'done', exitCode: 0, artifacts: [] } as const;
	expect(rowOf({ id: header.id, header, last: [end], end }, time).took).toBe(0);
	expect(rowOf({ id: header.id, header, last: [], end: undefined }, time).took).toBe(0);
});

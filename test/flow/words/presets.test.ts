import { expect, test } from 'vitest';
import type { PresetRow } from '../../../source/flow/rows.ts';
import { lastBuildText } from '../../../source/flow/words/presets.ts';

const now = 1_795_000_000_000;

const textOf = (last: Partial<NonNullable<PresetRow['last']>>): string =>
	lastBuildText(
		{
			last: { time: now - 180_000, took: 18_000, mode: 'rehearsal', result: 'done', artifacts: [], ...last },
		},
		now,
	);

test('a rehearsal is never told as a build, and a script that was only checked is told', () => {
	expect(lastBuildText({}, now)).toBe('never built');
	expect(textOf({})).toBe('rehearsed 3 min ago, 18 s');
	expect(textOf({ notRun: ['scripts/01-node.sh'] })).toBe('rehearsed 3 min ago, 18 s, scripts not run');
	expect(textOf({ result: 'failed' })).toBe('rehearsal failed 3 min ago');
	expect(textOf({ result: undefined })).toBe('rehearsal runs now');
	expect(textOf({ mode: 'aws' })).toBe('built 3 min ago, 18 s');
	expect(textOf({ mode: 'aws', result: 'interrupted' })).toBe('not finished 3 min ago');
});

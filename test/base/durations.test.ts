import { expect, test } from 'vitest';
import { agoText, durationText, sentenceDuration, spokenDuration } from '../../source/base/durations.ts';

test.each([
	[-5, '0 s', '0 s', '0 seconds'],
	[999, '0 s', '0 s', '0 seconds'],
	[1000, '1 s', '1 s', '1 second'],
	[59_999, '59 s', '59 s', '59 seconds'],
	[60_000, '1 m 00 s', '1 min', '1 minute'],
	[72_000, '1 m 12 s', '1 min 12 s', '1 minute 12 seconds'],
	[358_000, '5 m 58 s', '5 min 58 s', '5 minutes 58 seconds'],
	[3_600_000, '1 h 00 m', '1 h', '1 hour'],
	[7_500_000, '2 h 05 m', '2 h 5 min', '2 hours 5 minutes'],
])('%d ms', (milliseconds, column, sentence, spoken) => {
	expect(durationText(milliseconds)).toBe(column);
	expect(sentenceDuration(milliseconds)).toBe(sentence);
	expect(spokenDuration(milliseconds)).toBe(spoken);
});

test.each([
	[10, 'just now'],
	[60, '1 min ago'],
	[7200, '2 h ago'],
	[86_400, 'yesterday'],
	[3 * 86_400, '3 days ago'],
])('%d seconds ago', (seconds, text) => {
	expect(agoText(0, seconds * 1000)).toBe(text);
});

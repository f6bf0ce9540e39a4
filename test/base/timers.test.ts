import { expect, test, vi } from 'vitest';
import { abortAfter } from '../../source/base/timers.ts';

test.each([
	['a fraction', 0.4],
	['a minute and a bit', 64_200.000_000_000_01],
	['25 days, more than one timer takes', 36_000 * 60_000],
	['half a year', 180 * 24 * 60 * 60_000],
])('aborts when its time has come: %s', (_what, milliseconds) => {
	vi.useFakeTimers();
	try {
		const signal = abortAfter(milliseconds);
		vi.advanceTimersByTime(Math.floor(milliseconds * 0.99));
		expect(signal.aborted).toBe(false);
		vi.advanceTimersByTime(Math.ceil(milliseconds));
		expect(signal.aborted).toBe(true);
	} finally {
		vi.useRealTimers();
	}
});

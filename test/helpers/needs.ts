import type { TestContext } from 'vitest';
import { missing, type Need } from '../setup/needs.ts';

const found = new Map<Need, string | undefined>();

const reasonFor = (need: Need): string | undefined => {
	if (!found.has(need)) {
		found.set(need, missing[need]());
	}

	return found.get(need);
};

/**
 * Skips a test, loudly, on a machine that lacks what it needs: call it first thing in the test, or in `beforeEach`.
 * Where TEST_SKIPS is `never` (CI), the test fails instead.
 */
export const needs = (context: TestContext, ...wanted: readonly Need[]): void => {
	const reason = wanted.map(reasonFor).find(Boolean);
	if (reason && process.env['TEST_SKIPS'] === 'never') {
		throw new Error(`${reason}, and nothing may be skipped here`);
	}

	context.skip(reason !== undefined, reason);
};

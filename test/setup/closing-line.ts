import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';
import { catalogDates, oldDataLines } from './data-age.ts';

const skipReason = (test: TestCase): string => {
	const result = test.result();
	return (result.state === 'skipped' && result.note) || 'no reason given';
};

/** Tests in files that could not even be loaded count as one failure each. */
const brokenFiles = (modules: readonly TestModule[]): number =>
	modules.filter(module => module.state() === 'failed' && [...module.children.allTests()].length === 0)
		.length;

/**
 * Ends a run with what was skipped and why, what data has grown old, and with a plain line that other programs read: `12 passed, 0 failed`, and
 * `, 3 skipped` if there is anything.
 */
export class ClosingLine implements Reporter {
	#vitest: Vitest | undefined;

	onInit(vitest: Vitest): void {
		this.#vitest = vitest;
	}

	onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
		const tests = modules.flatMap(module => [...module.children.allTests()]);
		const count = (state: string): number => tests.filter(test => test.result().state === state).length;
		const skipped = tests.filter(test => test.result().state === 'skipped');
		// Who asks for some tests by name (-t) knows that the others do not run.
		if (skipped.length > 0 && !this.#vitest?.config.testNamePattern) {
			console.log('SKIPPED, so not tested:');
			for (const test of skipped) {
				console.log(`  ${test.module.relativeModuleId} > ${test.fullName}: ${skipReason(test)}`);
			}
		}

		for (const line of oldDataLines(catalogDates(), Date.now())) {
			console.log(line);
		}

		const failed = count('failed') + brokenFiles(modules) + errors.length;
		const tail = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
		console.log(`${count('passed')} passed, ${failed} failed${tail}`);
	}
}

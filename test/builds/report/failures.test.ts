import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../../source/base/problem.ts';
import { failureRemedyIds } from '../../../source/builds/journal/diagnosis.ts';
import { endingExitCode, reasonOf } from '../../../source/builds/report/ending.ts';
import { explain } from '../../../source/builds/report/explain.ts';
import { failures } from '../../../source/builds/report/failures/index.ts';
import { scriptFailures } from '../../../source/builds/report/failures/scripts/index.ts';
import { flatText, knownFailure } from '../../../source/builds/report/known-failure.ts';
import { saidText } from '../../../source/packer/ui-text.ts';
import { defaultRecipe } from '../../../source/recipe/defaults.ts';
import { recipeWith } from '../../helpers/recipe.ts';
import { recordedVersions, recordsOf, transcript } from '../../helpers/transcript.ts';
import { failedScript, timelineOf } from './failed-script.ts';
import { packerWords } from './packer-words.ts';
import { scriptWords } from './script-words.ts';

describe("Packer's words", () => {
	test.each(packerWords.map(([said, id, recipe = {}]) => ({ said: flatText(said), id, recipe })))(
		'$said',
		({ said, id, recipe }) => {
			const failure = knownFailure(said, {
				recipe: recipeWith(recipe),
				mode: 'aws',
				packer: { version: '1.6.6' },
			});
			expect(failure?.id).toBe(id);
			expect(failure?.what ?? '.').toMatch(/^[^\n]*[.]$/);
			expect(`${failure?.what}${failure?.why}${failure?.next}`).not.toMatch(/\$\{|undefined\b.*\bof /);
		},
	);

	test('every entry of the table has an example', () => {
		const known = new Set(packerWords.map(([, id]) => id));
		expect(failures.map(({ id }) => id).filter(id => !known.has(id) && id !== 'rehearsal.container')).toEqual(
			[],
		);
	});
});

describe("a script's words", () => {
	test.each(
		scriptWords.map(([lines, exitCode, id, because, bundle]) => ({ lines, exitCode, id, because, bundle })),
	)('$exitCode, $lines', ({ lines, exitCode, id, because, bundle }) => {
		const diagnosis = explain(failedScript('1.6.6', lines, exitCode, bundle));
		expect(diagnosis?.id).toBe(id);
		// A check says more than that its script ended.
		expect(diagnosis?.what).toMatch(
			id === 'step.check'
				? 'The check answers does not hold: its command ended with exit code 127, and 0 is needed.'
				: `The script of ${bundle ?? 'fail'} ended with exit code ${exitCode}${because === undefined ? '' : `: ${because}.`}`,
		);
		expect(diagnosis?.next).toMatch(/[.\w]$/);
	});

	test('every entry of the table has an example, and comes of entries that are there', () => {
		const known = new Set(scriptWords.map(([, , id]) => id));
		const ids = scriptFailures.map(({ id }) => id);
		expect(ids.filter(id => !known.has(id))).toEqual([]);
		expect(scriptFailures.flatMap(({ comesOf = [] }) => comesOf).filter(id => !ids.includes(id))).toEqual([]);
	});
});

test('a failure leads to one way out that is known', () => {
	const ways = [...failures, ...scriptFailures].flatMap(({ remedy }) =>
		typeof remedy === 'string' ? [remedy] : [],
	);
	expect(ways.filter(way => !failureRemedyIds.includes(way))).toEqual([]);
});

const successes = ['success', 'secret', 'copies', 'encrypt', 'spot', 'docker'] as const;

describe.each(recordedVersions)('of Packer %s', version => {
	test.each(successes)('a build that went well (%s) tells of no failure, line by line', name => {
		const output = transcript(version, name);
		const timeline = timelineOf(version, output, 0);
		expect(explain(timeline)).toBeUndefined();
		expect(reasonOf(timeline)).toEqual({});
		const texts = recordsOf(output).flatMap(({ type, data }) => (type === 'ui' ? [data[1] ?? ''] : []));
		expect(texts.length).toBeGreaterThan(10);
		for (const text of texts) {
			const lines = saidText(text).lines;
			expect(knownFailure(flatText(lines.join(' ')), { recipe: defaultRecipe() })).toBeUndefined();
			for (const line of lines) {
				expect(scriptFailures.filter(({ patterns }) => patterns.some(pattern => pattern.test(line)))).toEqual(
					[],
				);
			}
		}
	});

	test("whatever a script prints is never read as Packer's words", () => {
		const lines = packerWords.map(([said]) => flatText(said));
		const failed = failedScript(version, lines.slice(0, 1), 1);
		expect(failed.steps.at(-1)?.status).toBe('failed');
		for (const line of lines) {
			const timeline = failedScript(version, [line], 1);
			expect(explain(timeline)?.id).toMatch(/^script\./);
			expect(endingExitCode(timeline)).toBe(exitCodes.buildFailed);
		}
	});

	test('a script that prints all of it and ends well is a success', () => {
		const output = transcript(version, 'success').toString();
		const lines = packerWords.map(
			([said]) =>
				`1795345480,,ui,error,==> amazon-ebs.image: ${flatText(said).replaceAll(',', '%!(PACKER_COMMA)')}`,
		);
		const told = output.replace(/^(.*a warning\n)/m, (_, line: string) => `${line}${lines.join('\n')}\n`);
		expect(told).not.toBe(output);
		const timeline = timelineOf(version, told, 0);
		expect(timeline.result).toBe('done');
		expect(explain(timeline)).toBeUndefined();
	});
});

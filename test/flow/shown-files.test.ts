import { describe, expect, test } from 'vitest';
import type { FilePlan, PlannedFile } from '../../source/flow/files.ts';
import { type ShownFile, shownFiles } from '../../source/flow/shown-files.ts';

const planOf = (...files: readonly Partial<PlannedFile>[]): FilePlan => ({
	folder: '/nowhere/web',
	run: undefined,
	files: files.map(file => ({ path: 'a', content: '', executable: false, state: 'new', ...file })),
});

const compared = async (current: string, content: string): Promise<ShownFile> => {
	const [file] = await shownFiles(planOf({ state: 'differs', current, content }));
	return file ?? expect.fail('no file');
};

const signed = ({ lines }: ShownFile): readonly string[] => lines.map(({ sign, text }) => `${sign}${text}`);

const numbered = (what: string, count: number): string[] =>
	Array.from({ length: count }, (_, index) => `${what} ${index}`);

test('the files of a plan, or those that differ alone', async () => {
	const plan = planOf(
		{ path: 'new', content: 'one\ntwo\n' },
		{ path: 'mine', state: 'differs', current: 'a\n', content: 'b\n' },
		{ path: 'same', state: 'same', content: '' },
	);
	expect((await shownFiles(plan)).map(({ title }) => title)).toEqual([
		'new, new',
		'mine, differs: - goes, + comes',
		'same, as it stands there',
	]);
	expect(await shownFiles(plan, 'differing')).toMatchObject([{ path: 'mine', isDifference: true }]);
	expect((await shownFiles(plan))[0]).toMatchObject({
		isDifference: false,
		lines: [{ text: 'one' }, { text: 'two' }],
	});
});

describe('two texts compared', () => {
	test.each([
		['a\nb\nc\n', 'a\nx\nc\n', [' a', '-b', '+x', ' c']],
		['a\nc', 'a\nb\nc', [' a', '+b', ' c']],
		['a\nb\nc', 'a\nc', [' a', '-b', ' c']],
		['', 'a\n', ['+a']],
		['a\n', '', ['-a']],
		['a\na', 'a', [' a', '-a']],
		['a\nb\nc\nd', 'b\nd\ne', ['-a', ' b', '-c', ' d', '+e']],
		['a\nb', 'a\nb\n', [' Only the line break at the end differs.']],
	])('%j and %j', async (old, fresh, expected) => {
		expect(signed(await compared(old, fresh))).toEqual(expected);
	});

	test('the old text is what has no plus, the new one what has no minus', async () => {
		const texts = Array.from({ length: 50 }, (_, seed) =>
			Array.from({ length: 6 }, (_, index) => 'abc'[(seed * 7 + index * index * (seed % 5)) % 3]).join('\n'),
		);
		for (const [index, old] of texts.entries()) {
			const fresh = texts[(index * 31 + 1) % texts.length] ?? '';
			const { lines } = await compared(`start\n${old}`, `begin\n${fresh}`);
			const without = (sign: string) =>
				lines.flatMap(line => (line.sign === sign ? [] : line.text)).join('\n');
			expect(without('+')).toBe(`start\n${old}`);
			expect(without('-')).toBe(`begin\n${fresh}`);
		}
	});

	test('what is far from any change is left out and told by one line', async () => {
		const lines = numbered('line', 30);
		const shown = signed(await compared(lines.join('\n'), lines.with(15, 'other').join('\n')));
		expect(shown).toEqual([
			...[' ...', ' line 12', ' line 13', ' line 14', '-line 15', '+other'],
			...[' line 16', ' line 17', ' line 18', ' ...'],
		]);
	});

	test('of texts that have too little in common both beginnings are shown, at once', async () => {
		const began = process.cpuUsage();
		const shown = signed(
			await compared(numbered('old', 100_000).join('\n'), numbered('new', 100_000).join('\n')),
		);
		// Some seconds and hundreds of megabytes when every line is held against every other.
		expect(process.cpuUsage(began).user / 1000).toBeLessThan(2000);
		expect(shown).toHaveLength(2 * (1 + 100 + 1));
		expect(shown).toEqual(expect.arrayContaining(['-old 0', '-old 99', ' ...', '+new 0', '+new 99']));
		expect(shown[0]).toMatch(/differ in too many lines/);
	});

	test('few changes in a large text are found', async () => {
		const lines = numbered('line', 100_000);
		const shown = signed(await compared(lines.join('\n'), lines.with(99_000, 'other').join('\n')));
		expect(shown).toContain('+other');
		expect(shown).toHaveLength(1 + 3 + 2 + 3 + 1);
	});
});

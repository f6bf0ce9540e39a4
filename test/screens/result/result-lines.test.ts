import { expect, test } from 'vitest';
import { resultLines } from '../../../source/screens/result/result-lines.ts';

const folder = '~/.local/state/packer-wizard/builds/27b6/files';

const rowsOf = (summary: readonly string[], height = 20): readonly string[] =>
	resultLines(summary, { rows: [], marked: 0, width: 77, height }).lines.map(row =>
		row.map(({ text }) => text).join(''),
	);

test('what is too long for a row goes on below what it says, not below its label', () => {
	const summary = [
		'~ rehearsed: Packer finished, 13 s; the scripts were checked, not run.',
		`  For real    packer-wizard run ${folder}${folder}`,
		`  By hand     cd ${folder} && packer init . && packer build .`,
		'  Try it      aws ec2 run-instances --region us-east-1 \\',
		'                --image-id ami-d1bfc39c4a582df42 --instance-type t3.micro',
	];
	expect(rowsOf(summary).filter(Boolean)).toEqual([
		summary[0],
		'  For real    packer-wizard run',
		expect.stringMatching(/^ {14}~\/\.local/),
		expect.stringMatching(/^ {14}\S/),
		`  By hand     cd ${folder} && packer`,
		'              init . && packer build .',
		summary[3],
		summary[4],
	]);
	// An entry is shown whole or not at all.
	expect(rowsOf(summary.slice(0, 3), 5).filter(Boolean).at(-1)).toMatch(/^ {14}\S/);
});

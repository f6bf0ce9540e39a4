import { expect, test } from 'vitest';
import type { Summary } from '../../../source/builds/report/summary.ts';
import { resultLines } from '../../../source/screens/result/result-lines.ts';

const folder = '~/.local/state/packer-wizard/builds/27b6/files';

const rowsOf = (summary: Summary, height = 20): readonly string[] =>
	resultLines(summary, { rows: [], marked: 0, width: 77, height })
		.lines.map(row => row.map(({ text }) => text).join(''))
		.filter(Boolean);

test('what is too long for a row goes on below what it says, not below its label', () => {
	const summary: Summary = {
		head: '~ rehearsed: Packer finished, 13 s; the scripts were checked, not run.',
		rows: [
			{ lines: ['No image  was made: what looks like a  label is none.'] },
			{ label: 'For real    ', lines: [`packer-wizard run ${folder}${folder}`] },
			{ label: 'By hand     ', lines: [`cd ${folder} && packer init . && packer build .`] },
			{
				label: 'Try it      ',
				lines: [
					'aws ec2 run-instances --region us-east-1 \\',
					'  --image-id ami-d1bfc39c4a582df42 --instance-type t3.micro --profile production',
				],
			},
		],
	};
	expect(rowsOf(summary)).toEqual([
		summary.head,
		'  No image  was made: what looks like a  label is none.',
		'  For real    packer-wizard run',
		expect.stringMatching(/^ {14}~\/\.local/),
		expect.stringMatching(/^ {14}\S/),
		`  By hand     cd ${folder} && packer`,
		'              init . && packer build .',
		'  Try it      aws ec2 run-instances --region us-east-1 \\',
		'                --image-id ami-d1bfc39c4a582df42 --instance-type t3.micro',
		'                --profile production',
	]);
	// An entry is shown whole or not at all.
	expect(rowsOf(summary, 6)).toHaveLength(5);
	expect(rowsOf(summary, 5)).toHaveLength(2);
});

import { describe, expect, test } from 'vitest';
import { Problem } from '../../source/base/problem.ts';
import { attributeOf, type TemplateBlock, type TemplateItem } from '../../source/reader/document.ts';
import { readHcl } from '../../source/reader/hcl.ts';

const read = async (text: string): Promise<readonly TemplateItem[]> =>
	(await readHcl({ file: 'web.pkr.hcl', text })).items;

const valueIn = async (expression: string) => {
	const [item] = await read(`x = ${expression}\n`);
	return item?.kind === 'attribute' ? item.expression.value : undefined;
};

const textOf = async (expression: string): Promise<unknown> => {
	const value = await valueIn(expression);
	return value?.kind === 'text' && value.parts.every(part => typeof part === 'string')
		? value.parts.join('')
		: value;
};

describe('texts', () => {
	test.each([
		['"plain"', 'plain'],
		['""', ''],
		['"  edges  "', '  edges  '],
		[String.raw`"a\n\t\"q\" \\ \u00e9 \U0001F600"`, 'a\n\t"q" \\ é 😀'],
		['"$${x} %%{y} $ % $$ 100%"', `\${x} %{y} $ % $$ 100%`],
		['"{{ .Vars }} {{`{{`}}"', '{{ .Vars }} {{`{{`}}'],
		['<<EOF\n  two\n$${x}\n\nEOF', `  two\n\${x}\n\n`],
		['<<-EOF\n    one\n      two\n    EOF', 'one\n  two\n'],
		['<<EOF\nEOF', ''],
	])('%s', async (hcl, text) => {
		expect(await textOf(hcl)).toBe(text);
	});

	test('keep the white space around what they name', async () => {
		const value = await valueIn(`" \${var.a} and \${local.b.c} "`);
		expect(value).toMatchObject({
			kind: 'text',
			parts: [
				' ',
				{ value: { kind: 'reference', path: ['var', 'a'] } },
				' and ',
				{ value: { kind: 'reference', path: ['local', 'b', 'c'] } },
				' ',
			],
		});
	});
});

test('what is no plain value is kept as it stands', async () => {
	for (const hcl of [
		'var.a ? 1 : 2',
		'[for x in var.a : x]',
		'{for k, v in var.a : k => v}',
		'a.*.b',
		'1 + 2',
		'"%{ if var.a }x%{ endif }"',
	]) {
		const [item] = await read(`x = ${hcl}\n`);
		expect(item?.text).toBe(`x = ${hcl}`);
		expect(await textOf(hcl)).not.toBeTypeOf('string');
	}
});

test('blocks have their comments, their places and what they name', async () => {
	const text = [
		'# Of nobody.',
		'',
		'# Where.',
		'// And when.',
		'source "amazon-ebs" "web" {',
		'  region = var.region # here',
		'  tags = merge(local.tags, { (var.key) = path.root })',
		'}',
	].join('\r\n');
	const [block] = (await read(`\ufeff${text}\r\n`)) as readonly TemplateBlock[];
	expect(block).toMatchObject({
		type: 'source',
		labels: ['amazon-ebs', 'web'],
		place: { file: 'web.pkr.hcl', line: 5, column: 1 },
	});
	expect(block?.text.split('\n').slice(0, 3)).toEqual([
		'# Where.',
		'// And when.',
		'source "amazon-ebs" "web" {',
	]);
	const tags = block && attributeOf(block, 'tags');
	expect(tags?.place).toEqual({ file: 'web.pkr.hcl', line: 7, column: 3 });
	expect(tags?.references.map(({ begin, end }) => tags.text.slice(begin, end))).toEqual([
		'local.tags',
		'var.key',
		'path.root',
	]);
});

test.each([
	[
		'an open block',
		'a {\n  b = 1\n',
		/web\.pkr\.hcl cannot be read at line 2, column 8\./,
		/^A brace is open/,
	],
	['an open list', 'a {\n  b = [1, 2\n}\n', /at line 2, column 12\./, /^A bracket is open/],
	['an open call', 'a {\n  b = f(1\n}\n', /at line 2, column 10\./, /^A parenthesis is open/],
	['an open string', 'a {\n  b = "x\n}\n', /at line 2, column \d+\./, /no HCL from there on: b = "x$/],
	[
		'an open string at the end',
		'a "b" {\n  b = "x\n}\nc {}\n',
		/at line 2, column 7\./,
		/^A text .* no quote/,
	],
	['a text without its end', 'a {\n  b = <<END\nx\n}\n', /at line 4, column 2\./, /<< has no line/],
	['a text in single quotes', "a {\n  b = 'x'\n}\n", /at line 2, column 7\./, /in double quotes\.$/],
	['no value', 'a {\n  b =\n}\n', /at line 2, column \d+\./, /no HCL from there on: b =$/],
	[
		'no value before the end of a block',
		'a "b" "c" {\n  x = "y"\n  z = \n}\nbuild { sources = ["a"] }\n',
		/at line 3, column 6\./,
		/^A value is missing/,
	],
	['JSON', '{"builders": []}\n', /at line 1, column 1\./, /no HCL/],
])(
	'%s is refused with its place, and what Packer says of it can be asked',
	async (_what, text, said, why) => {
		const error = await read(text).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(Problem);
		expect(String(error)).toMatch(said);
		expect(error).toMatchObject({
			exitCode: 2,
			reason: expect.stringMatching(why),
			next: expect.arrayContaining([expect.stringMatching(/: packer validate web\.pkr\.hcl$/)]),
		});
	},
);

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sensitiveIn } from '../../../source/builds/copy/sensitive.ts';
import { startBuild } from '../../../source/builds/start.ts';
import { needs } from '../../helpers/needs.ts';
import { makePerson } from '../../helpers/program.ts';
import { endOfBuild, filesWith, journalOf, requestFor, textsOf, writeNullTemplate } from '../helpers.ts';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'sensitive-'));
});
afterEach(async () => {
	await rm(folder, { recursive: true, force: true });
});

type Files = Readonly<Record<string, string>>;

const write = async (place: string, files: Files): Promise<void> => {
	for (const [name, text] of Object.entries(files)) {
		await writeFile(path.join(place, name), text);
	}
};

const declared = 'variable "word" {\n  type = string\n  sensitive = true\n}\n';

describe('what a template declares to be sensitive', () => {
	test.each<[string, Files, readonly string[]]>([
		[
			'a default',
			{ 'a.pkr.hcl': 'variable "word" {\n default = "opensesame"\n sensitive = true # yes\n}' },
			['opensesame'],
		],
		[
			'true as a text',
			{ 'a.pkr.hcl': 'variable "word" {\n sensitive = "true"\n default = "opensesame"\n}' },
			['opensesame'],
		],
		[
			'escapes',
			{ 'a.pkr.hcl': 'variable "w" {\n sensitive = true\n default = "a\\"b\\\\c\\n$${d}\\u00e9"\n}' },
			[`a"b\\c\n\${d}é`],
		],
		['a number', { 'a.pkr.hcl': 'variable "w" {\n sensitive = true\n default = 271828\n}' }, ['271828']],
		[
			'a heredoc',
			{
				'a.pkr.hcl':
					'variable "w" {\n  sensitive = true\n  default = <<-EOT\n    one line\n    another\n  EOT\n}',
			},
			['    one line\n    another\n'],
		],
		[
			'lists and maps, without the keys',
			{
				'a.pkr.hcl':
					'variable "w" {\n sensitive = true\n default = { user = "admin", "pass" = ["one1", "two2"] }\n}',
			},
			['admin', 'one1', 'two2'],
		],
		[
			'comments are no values',
			{ 'a.pkr.hcl': 'variable "w" {\n sensitive = true\n default = "real" /* "not" */ # "nor"\n}' },
			['real'],
		],
		[
			'a file of values',
			{ 'a.pkr.hcl': declared, 'x.auto.pkrvars.hcl': 'word = "opensesame"\nother = "open"\n' },
			['opensesame'],
		],
		[
			'a file of values in JSON',
			{ 'a.pkr.hcl': declared, 'x.auto.pkrvars.json': '{"word":"opensesame","other":"open"}' },
			['opensesame'],
		],
		[
			'a template in JSON',
			{ 'a.pkr.json': '{"variable":{"w":{"default":"opensesame","sensitive":true},"o":{"default":"open"}}}' },
			['opensesame'],
		],
		[
			'a local, and what it is made of',
			{
				'a.pkr.hcl': `variable "part" {\n default = "half a secret"\n}\nlocals {\n  other = "the other half"\n}\nlocal "whole" {\n  sensitive = true\n  expression = "x-\${var.part}-longer than short-\${local.other}"\n}\n`,
			},
			['-longer than short-', 'half a secret', 'the other half'],
		],
		[
			'a local of the region: that stays readable',
			{
				'variables.pkr.hcl':
					'variable "aws_region" {\n default = "eu-west-1"\n}\nlocal "x" {\n sensitive = true\n expression = var.aws_region\n}\n',
			},
			[],
		],
		[
			'nothing',
			{ 'a.pkr.hcl': 'variable "w" {\n default = "open"\n sensitive = false\n}', 'b.hcl': declared },
			[],
		],
		['no JSON', { 'a.pkr.json': '{"variable":' }, []],
	])('%s', async (_what, files, expected) => {
		await write(folder, files);
		expect([...sensitiveIn(folder, {}).values].sort()).toEqual([...expected].sort());
	});

	test('comes from the environment too, whatever its name there', async () => {
		await write(folder, {
			'a.pkr.hcl': `${declared}variable "read" {\n  default = env("SOME_THING")\n  sensitive = true\n}\nvariable "open" {\n default = env("OPEN")\n}\n`,
		});
		const environment = { PKR_VAR_word: '["opensesame"]', SOME_THING: 'x', OPEN: 'y', PKR_VAR_open: 'z' };
		expect(sensitiveIn(folder, environment)).toEqual({
			values: ['opensesame'],
			names: ['PKR_VAR_word', 'SOME_THING'],
		});
	});
});

test('the real Packer prints it, and the journal does not hold it', async context => {
	needs(context, 'packer');
	const person = await makePerson({ PKR_VAR_handed: 'handed-over-1', MYSQL_PWD: 'hunter2hunter2' });
	const place = await writeNullTemplate(person, 'true');
	const script = (name: string): string =>
		`  provisioner "shell-local" {\n    inline = ["echo '${name}: \${var.${name}}.'"]\n  }\n`;
	const names = ['plain', 'handed', 'filed', 'lines'];
	await write(place, {
		'image.pkr.hcl': `variable "plain" {\n  default = "opensesame"\n  sensitive = true\n}
variable "handed" {\n  type = string\n  sensitive = true\n}
variable "filed" {\n  type = string\n  sensitive = true\n}
variable "lines" {\n  default = "{\\n  \\"key\\": \\"abcdefgh\\"\\n}"\n  sensitive = true\n}
source "null" "image" {\n  communicator = "none"\n}
build {\n  sources = ["source.null.image"]\n${names.map(script).join('')}  provisioner "shell-local" {\n    inline = ["echo MYSQL $MYSQL_PWD"]\n  }\n}\n`,
		'more.auto.pkrvars.hcl': 'filed = "from-a-file"\n',
	});
	const { id } = await startBuild(await requestFor(person, place));
	expect(await endOfBuild(person, id)).toMatchObject({ result: 'done' });
	const lines = await journalOf(person, id);
	const texts = textsOf(lines).map(text => text.replace(/^.*?null\.image: /, ''));
	for (const name of ['plain', 'handed', 'filed']) {
		expect(texts).toContain(`${name}: <sensitive>.`);
	}

	expect(texts).toContain('MYSQL <sensitive>');
	const journal = JSON.stringify(lines);
	for (const secret of ['opensesame', 'handed-over-1', 'from-a-file', 'abcdefgh', 'hunter2hunter2']) {
		expect(journal).not.toContain(secret);
	}

	expect(await filesWith(path.join(person.home, '.local'), 'opensesame')).toEqual([]);
});

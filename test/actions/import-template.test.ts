import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readTemplateAsAnswers } from '../../source/actions/import-template.ts';
import { Problem } from '../../source/base/problem.ts';
import type { ImportRequest } from '../../source/flow/import.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { recipeText } from '../../source/recipe/read.ts';
import { temporaryFolder } from '../template/packer.ts';

const legacy = (region: string): string =>
	JSON.stringify({
		variables: { region, list: '' },
		builders: [
			{
				type: 'amazon-ebs',
				region: '{{user `region`}}',
				instance_type: 't3.micro',
				ami_name: 'web-{{timestamp}}',
				source_ami: 'ami-0f3a91c2d4e5f6a7b',
				ssh_username: 'ubuntu',
			},
		],
	});

const hcl = `
variable "region" {
  type    = string
  default = "us-east-1"
}
variable "accounts" {
  type    = list(string)
  default = []
}
source "amazon-ebs" "web" {
  region        = var.region
  instance_type = "t3.micro"
  ami_name      = "web-{{timestamp}}"
  ami_users     = var.accounts
  source_ami    = "ami-0f3a91c2d4e5f6a7b"
  ssh_username  = "ubuntu"
}
build {
  sources = ["source.amazon-ebs.web"]
}
`;

const at = async (
	files: Readonly<Record<string, string>>,
	request: Partial<ImportRequest> = {},
	environment = {},
) => {
	const cwd = await temporaryFolder();
	for (const [name, text] of Object.entries(files)) {
		await mkdir(path.dirname(path.join(cwd, name)), { recursive: true });
		await writeFile(path.join(cwd, name), text);
	}

	const whereabouts = { cwd, environment: { HOME: '/nowhere', ...environment } };
	const result = await readTemplateAsAnswers({ template: 'a', ...request }, whereabouts);
	return 'choices' in result ? undefined : result.decisions.recipe.aws;
};

test('values come from where Packer takes them, and the last of them counts', async () => {
	const files = {
		'a/web.pkr.hcl': hcl,
		'a/b.auto.pkrvars.json': '{"region": "eu-west-2", "accounts": ["111122223333"]}',
		'more.hcl': 'region = "eu-west-3"\n',
	};
	const environment = { PKR_VAR_region: 'eu-west-1', PKR_VAR_accounts: '["444455556666"]' };
	expect((await at({ 'a/web.pkr.hcl': hcl }))?.region).toBe('us-east-1');
	expect(await at({ 'a/web.pkr.hcl': hcl }, {}, environment)).toMatchObject({
		region: 'eu-west-1',
		share: { accounts: ['444455556666'] },
	});
	expect(await at(files, {}, environment)).toMatchObject({
		region: 'eu-west-2',
		share: { accounts: ['111122223333'] },
	});
	expect((await at(files, { variableFiles: ['more.hcl'] }))?.region).toBe('eu-west-3');
	const variables = ['region=eu-north-1', 'accounts=["777788889999"]'];
	expect(await at(files, { variableFiles: ['more.hcl'], variables })).toMatchObject({
		region: 'eu-north-1',
		share: { accounts: ['777788889999'] },
	});
	expect((await at({ 'a/web.json': legacy('sa-east-1') }))?.region).toBe('sa-east-1');
});

test.each<[string, Readonly<Record<string, string>>, Partial<ImportRequest>, RegExp]>([
	['what is not there', {}, {}, /\.\/a cannot be imported\.[\s\S]*no such file/],
	['a folder without a template', { 'a/x.txt': '' }, {}, /\.\/a holds no template\.[\s\S]*\*\.pkr\.hcl/],
	[
		'a folder with several',
		{ 'a/x.json': legacy('x'), 'a/y.json': legacy('y') },
		{},
		/x\.json, y\.json[\s\S]*--from \.?\/?a\/x\.json/,
	],
	['comments in JSON', { a: '{\n  // no\n  "builders": []\n}' }, {}, /line 2, column 3[\s\S]*no comments/],
	[
		'HCL with an error',
		{ 'a/x.pkr.hcl': 'source {\n  a = \n}\n' },
		{},
		/\.\/a\/x\.pkr\.hcl cannot be read at line \d, column \d/,
	],
	[
		'a builder of a plugin that nobody knows',
		{ 'a/x y.json': '{"builders": [{"type": "qemux"}]}' },
		{ template: 'a/x y.json' },
		/qemux\.qemux: It is of the kind qemux[\s\S]*packer build '\.\/a\/x y\.json'/,
	],
	['HCL in JSON', { 'a/x.pkr.json': '{}' }, {}, /HCL in the form of JSON/],
	[
		'a recipe',
		{ a: recipeText(defaultRecipe()) },
		{},
		/a recipe of packer-wizard[\s\S]*packer-wizard run \.\/a/,
	],
	['a file of something else', { a: 'FROM ubuntu\n' }, {}, /\.\/a (cannot be read at line 1|makes no image)/],
	['a variable that is none', { 'a/x.pkr.hcl': hcl }, { variables: ['regoin=x'] }, /no variable regoin/],
	['no value', { 'a/x.pkr.hcl': hcl }, { variables: ['region'] }, /name=value/],
	['a list that is none', { 'a/x.pkr.hcl': hcl }, { variables: ['accounts=[1'] }, /--var accounts/],
	[
		'values that are none',
		{ 'a/x.pkr.hcl': hcl, 'v.json': '[]' },
		{ variableFiles: ['v.json'] },
		/v\.json holds no values/,
	],
])('%s is refused with a sentence, the reason and a way on', async (_what, files, request, said) => {
	const error = await at(files, request).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(Problem);
	if (error instanceof Problem) {
		expect([error.message, error.reason, ...error.next].join('\n')).toMatch(said);
		expect(error.exitCode).toBe(2);
		expect(error.next.length).toBeGreaterThan(0);
	}
});

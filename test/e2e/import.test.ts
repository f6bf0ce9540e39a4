import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { needs } from '../helpers/needs.ts';
import { makePerson, runProgram } from '../helpers/program.ts';

const rehearsed = ['--rehearse', '--speed', '1000', '--sandbox', 'trace', '--no-input'];

/** A template around lines of its source and of its build. */
const template = ({ source = '', build = '', top = '' }): string => `${top}
source "amazon-ebs" "one" {
  ami_name      = "web-\${formatdate("YYYYMMDDhhmmss", timestamp())}"
  region        = "eu-west-1"
  instance_type = "t3.micro"
  ssh_username  = "ubuntu"
  ${source}
}
build {
  sources = ["source.amazon-ebs.one"]
  provisioner "shell" { inline = ["true"] }
  ${build}
}
`;

/** Somebody with a template. */
const owner = async (parts: Parameters<typeof template>[0]) => {
	const person = await makePerson();
	await writeFile(path.join(person.folder, 'web.pkr.hcl'), template(parts));
	return person;
};

test('an AMI that the template looks for itself is there in a rehearsal', async context => {
	needs(context, 'packer');
	const person = await owner({
		source: `source_ami_filter {
    filters     = { name = "golden-*-v?", "tag:Role" = "base", "tag:Stage" = "tested", "block-device-mapping.volume-type" = "gp2" }
    owners      = ["self"]
    most_recent = true
  }`,
	});
	const { code, stdout, stderr } = await runProgram(person, ['new', '--from', 'web.pkr.hcl', ...rehearsed]);
	expect(stdout + stderr).toContain('rehearsed: Packer finished');
	expect(code).toBe(0);
});

test('a variable without a value is asked for by its name in the environment before the build, and counts from there', async context => {
	needs(context, 'packer');
	const person = await owner({
		top: 'variable "word" { type = string }',
		build: `provisioner "shell" {
    environment_vars = ["WORD=\${var.word}"]
    inline           = ["true"]
  }`,
		source: `source_ami_filter {
    filters     = { name = "ubuntu/images/*/ubuntu-noble-24.04-amd64-server-*" }
    owners      = ["099720109477"]
    most_recent = true
  }`,
	});
	const run = async (args: readonly string[], env: Record<string, string> = {}) => {
		const { code, stdout, stderr } = await runProgram(person, [...args], { env });
		return { code, text: `${stdout}${stderr}` };
	};
	const refused = await run(['new', '--from', 'web.pkr.hcl', ...rehearsed]);
	expect(refused.code).toBe(3);
	expect(refused.text).toContain('set PKR_VAR_word before you build');
	expect(refused.text).toContain('Set it where you start this: export PKR_VAR_word=…');
	const written = await run(['new', '--from', 'web.pkr.hcl', '--no-input']);
	expect(written).toMatchObject({ code: 0, text: expect.stringContaining('set PKR_VAR_word before') });
	expect(await run(['run', './web', ...rehearsed], { PKR_VAR_word: 'x' })).toMatchObject({ code: 0 });
	const again = await run(['builds', 'rerun', 'web', ...rehearsed.slice(0, 3), '--no-input']);
	expect(again).toMatchObject({ code: 3, text: expect.stringContaining('export PKR_VAR_word=…') });
});

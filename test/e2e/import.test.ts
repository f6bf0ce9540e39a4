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
    filters     = { name = "golden-*-v?", "tag:Role" = "base", "tag:Stage" = "tested" }
    owners      = ["self"]
    most_recent = true
  }`,
	});
	const { code, stdout, stderr } = await runProgram(person, ['new', '--from', 'web.pkr.hcl', ...rehearsed]);
	expect(stdout + stderr).toContain('rehearsed: Packer finished');
	expect(code).toBe(0);
});

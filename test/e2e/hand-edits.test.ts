import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listBuilds, makeBuild } from '../builds/helpers.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, runProgram } from '../helpers/program.ts';

test('a template that was changed by hand reaches above its folder, and what it writes is there afterwards', async context => {
	needs(context, 'packer', 'containers');
	const person = await makePerson({ PACKER_WIZARD_CONTENTS: 'on' });
	const folder = path.join(person.folder, 'images', 'web');
	const answers = [
		'--name',
		'web',
		'--region',
		'us-east-1',
		'--base',
		'ubuntu-24.04',
		'--command',
		'echo hello',
	];
	const rendered = await runProgram(person, ['new', ...answers, '--out', './images/web', '--no-input']);
	expect(rendered.code, rendered.stderr).toBe(0);
	await mkdir(path.join(person.folder, 'modules'));
	await writeFile(path.join(person.folder, 'modules', 'x.sh'), 'echo made on the machine > /tmp/made.txt\n');
	const image = path.join(folder, 'image.pkr.hcl');
	const steps = `
  provisioner "shell" {
    script = "\${path.root}/../../modules/x.sh"
  }

  provisioner "file" {
    direction   = "download"
    source      = "/tmp/made.txt"
    destination = "back/made.txt"
  }

  provisioner "shell-local" {
    inline = ["mkdir -p back", "echo here > back/local.txt"]
  }

  post-processor "manifest" {
    output = "mine.json"
  }
}
`;
	await writeFile(image, (await readFile(image, 'utf8')).trimEnd().replace(/\}$/, steps));
	await mkdir(path.join(folder, 'back'));
	const earlier = { builds: [{ name: 'earlier' }], last_run_uuid: '1' };
	await writeFile(path.join(folder, 'mine.json'), JSON.stringify(earlier));
	const before = await readdir(folder);
	const run = ['run', './images/web', '--rehearse', '--keep'];
	const refused = await runProgram(person, [...run, '--yes']);
	expect(refused.code, refused.stderr).toBe(3);
	expect(refused.stderr).toContain(
		'../../modules/x.sh is outside of the folder, and image.pkr.hcl reaches it',
	);

	// The oldest builds go when another one starts.
	await makeBuild(person, 'aaaa', { result: 'done' });
	const env = { PACKER_WIZARD_KEEP_BUILDS: '0' };
	const { code, stdout, stderr } = await runProgram(person, [...run, '--trust'], { env });
	expect(await listBuilds(person.environment)).toHaveLength(1);
	expect(code, stderr + stdout).toBe(0);
	expect(stdout).toMatch(
		/^ {2}Wrote {7}\.\/images\/web\/back\/local\.txt, \.\/images\/web\/back\/made\.txt, \.\/images\/web\/mine\.json$/m,
	);
	expect(await readFile(path.join(folder, 'back', 'made.txt'), 'utf8')).toBe('made on the machine\n');
	expect((await readdir(folder)).sort()).toEqual(before.sort());
	const manifest = JSON.parse(await readFile(path.join(folder, 'mine.json'), 'utf8'));
	// As plain Packer does, it adds to the manifest of the last time.
	expect(manifest.builds).toMatchObject([{ name: 'earlier' }, { builder_type: 'amazon-ebs' }]);
});

import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { journalOf, listBuilds, textsOf } from '../builds/helpers.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person, runProgram } from '../helpers/program.ts';

const secret = 'odd-s3cret-4711';

const playbook = `- hosts: all
  gather_facts: false
  become: true
  tasks:
    - name: greet
      copy: { content: "hello\\n", dest: /etc/greeting }
`;

/** Everything that a person has, and the program wrote. */
const everythingOf = async ({ folder }: Person): Promise<string> => {
	const files = await readdir(folder, { recursive: true, withFileTypes: true });
	const texts = files
		.filter(file => file.isFile())
		.map(file => readFile(path.join(file.parentPath, file.name), 'utf8').catch(() => ''));
	return (await Promise.all(texts)).join('\n');
};

const made = ['new', '--region', 'eu-west-1', '--base', 'debian-12', '--name', 'web', '--out', './web'];
const rehearsed = ['--rehearse', '--speed', '50', '--yes', '--no-input'];

test('uploads arrive, a playbook runs, a restart goes on, a secret stays one, and a check that fails is the end', async context => {
	needs(context, 'packer', 'containers');
	const person = await makePerson();
	await mkdir(path.join(person.folder, 'my site', 'sub'), { recursive: true });
	await writeFile(path.join(person.folder, 'my site', 'sub', '.data'), Buffer.from([0, 255, 10, 13]));
	await writeFile(path.join(person.folder, 'app.conf'), 'a = 1\n', { mode: 0o640 });
	await writeFile(path.join(person.folder, 'greet.yml'), playbook);
	const ended = await runProgram(
		person,
		[
			...made,
			...[
				'--command',
				'sudo apt-get update -q && sudo apt-get install -qy --no-install-recommends ansible-core',
			],
			...['--command', 'sudo useradd app; echo "got $' + '{#TOKEN} letters of $TOKEN"'],
			...['--step', 'commands: TOKEN=$MY_TOKEN', '--step', 'true: as app', '--step', 'true: in /srv'],
			...['--upload', './my site => /srv/site (daemon)', '--upload', 'app.conf => /etc/app/'],
			...['--playbook', './greet.yml', '--install', 'restart'],
			...['--check', 'grep hello /etc/greeting', '--check', 'test -e /nope => 1', '--check', 'true'],
			...['--check', 'stat -c "%U %s" /srv/site/sub/.data && stat -c "%U %a" /etc/app/app.conf'],
			...['--check', 'sh -c "exit 3"', ...rehearsed],
		],
		{ env: { MY_TOKEN: secret } },
	);
	expect(ended.stderr + ended.stdout).toContain(
		'The check sh-c-exit does not hold: its command ended with exit code 3, and 0 is needed.',
	);
	expect(ended.code).not.toBe(0);
	const [build] = await listBuilds(person.environment);
	const lines = await journalOf(person, build?.id ?? '');
	const texts = textsOf(lines).join('\n');
	expect(texts).toMatch(/got 15 letters of <sensitive>/);
	expect(texts).toContain('daemon 4');
	expect(texts).toContain('root 640');
	expect(texts).toContain('TASK [greet]');
	expect(texts).not.toContain('Creating AMI');
	expect(lines.at(-1)).toMatchObject({
		kind: 'end',
		result: 'failed',
		diagnosis: { id: 'step.check', remedy: 'step' },
	});
	expect(`${ended.stdout}${ended.stderr}${await everythingOf(person)}`).not.toContain(secret);
	expect(await readFile(path.join(person.folder, 'web', 'image.pkr.hcl'), 'utf8')).toContain(
		`"\${path.root}/../my site"`,
	);

	// Who runs the folder again has nothing to say yes to, though it takes files from outside.
	const gone = path.join(person.folder, 'greet.yml');
	await rename(gone, `${gone}.old`);
	const refused = await runProgram(person, ['run', './web', ...rehearsed]);
	expect(refused.code).not.toBe(0);
	expect(refused.stderr).toMatch(
		/The playbook \.\/greet\.yml of the step greet cannot be used\. There is no such file\./,
	);
	expect(refused.stderr).not.toContain('Nobody said yes');
	expect(await listBuilds(person.environment)).toHaveLength(1);
}, 300_000);

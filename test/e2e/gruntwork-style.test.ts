import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { journalOf, listBuilds, textsOf } from '../builds/helpers.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, runProgram } from '../helpers/program.ts';

/** What Packer, HCL and a shell could each take for their own. */
const lines = [
	`printf '%s\\n' "docker ps --format '{{.Names}}' {{{" '%{x} \${y} $\${z} \\ {~{'`,
	"cat <<'EOT'",
	`"é" 'q'`,
	'EOT',
	'python3 -c \'print("{{x}}")\' || true',
];

test("Gruntwork's one file is rehearsed as any other: its scripts arrive as they are, its copies are ours", async context => {
	needs(context, 'packer', 'containers');
	const person = await makePerson();
	const ended = await runProgram(person, [
		...['new', '--rehearse', '--yes', '--speed', '100', '--style', 'gruntwork', '--version-tag', 'v1.2.3'],
		...['--name', 'shop', '--region', 'us-east-1', '--base', 'debian-12', '--copy-to', 'eu-west-1'],
		...['--kms-key', 'alias/images', '--region-key', 'eu-west-1=alias/there', '--share', '111122223333'],
		...lines.flatMap(line => ['--command', line]),
	]);
	expect(ended.code, ended.stdout + ended.stderr).toBe(0);
	expect((await readdir(path.join(person.folder, 'shop'))).sort()).toEqual([
		'README.md',
		'recipe.json',
		'shop-debian-12.pkr.hcl',
		'user-data.sh',
	]);
	expect(ended.stdout).toMatch(/done: step 2 of 2, commands/);

	const [build] = await listBuilds(person.environment);
	const journal = await journalOf(person, build?.id ?? '');
	expect(journal.at(-1)).toMatchObject({
		kind: 'end',
		result: 'done',
		// A copy with the AWS key could not have been shared.
		artifacts: [{ region: 'us-east-1' }, { region: 'eu-west-1' }],
	});
	expect(journal.filter(({ kind }) => kind === 'copy')).toHaveLength(3);
	const said = textsOf(journal).map(text => text.replace(/^.*?amazon-ebs\.image: ?/, ''));
	expect(said).toEqual(
		expect.arrayContaining([
			expect.stringMatching(/^Prevalidating AMI Name: shop-v1\.2\.3-\d{8}-\d{4}$/),
			"docker ps --format '{{.Names}}' {{{",
			`%{x} \${y} $\${z} \\ {~{`,
			`"é" 'q'`,
			'Adding tag: "service": "shop"',
			'Adding tag: "version": "v1.2.3"',
		]),
	);
	expect(said.filter(text => /^Adding tag: /.test(text)).join()).not.toMatch(/source_ami|Name": "shop/);
});

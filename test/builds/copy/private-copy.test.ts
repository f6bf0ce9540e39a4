import { existsSync } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { editPrivateCopy, makePrivateCopy } from '../../../source/builds/copy/private-copy.ts';
import { notAsRoot } from '../../helpers/not-root.ts';
import { makePerson } from '../../helpers/program.ts';

const template = `source "amazon-ebs" "image" {
}

build {
  sources = ["source.amazon-ebs.image"]
}
`;

const makeTemplate = async (): Promise<{ from: string; to: string }> => {
	const { folder } = await makePerson();
	const from = path.join(folder, 'web');
	await mkdir(path.join(from, 'scripts'), { recursive: true });
	await writeFile(path.join(from, 'image.pkr.hcl'), template);
	await writeFile(path.join(from, 'scripts', '01-a.sh'), 'true\n', { mode: 0o755 });
	return { from, to: path.join(folder, 'copy') };
};

describe('the private copy', () => {
	test('holds the files as they stand, with their permissions, for one person', async () => {
		const { from, to } = await makeTemplate();
		await mkdir(path.join(from, 'files', 'deep'), { recursive: true });
		await writeFile(path.join(from, 'files', 'deep', 'own.conf'), 'edited by hand');
		await writeFile(path.join(from, 'own.auto.pkrvars.hcl'), 'ami_name = "x"');
		await chmod(path.join(from, 'scripts', '01-a.sh'), 0o755);
		await chmod(path.join(from, 'files', 'deep', 'own.conf'), 0o444);
		await makePrivateCopy(from, to);

		expect((await stat(to)).mode & 0o777).toBe(0o700);
		expect((await readdir(to, { recursive: true })).sort()).toEqual(
			(await readdir(from, { recursive: true })).sort(),
		);
		expect(await readFile(path.join(to, 'image.pkr.hcl'), 'utf8')).toBe(template);
		expect((await stat(path.join(to, 'scripts', '01-a.sh'))).mode & 0o777).toBe(0o755);
		expect((await stat(path.join(to, 'files', 'deep', 'own.conf'))).mode & 0o777).toBe(0o444);
	});

	test('does not follow later changes, through links neither', async () => {
		const { from, to } = await makeTemplate();
		const outside = path.join(path.dirname(from), 'outside.txt');
		await writeFile(outside, 'before');
		await symlink(outside, path.join(from, 'linked.txt'));
		await symlink('nowhere', path.join(from, 'broken'));
		await symlink('.', path.join(from, 'circle'));
		await makePrivateCopy(from, to);
		await writeFile(outside, 'after');
		expect(await readFile(path.join(to, 'linked.txt'), 'utf8')).toBe('before');
		expect(await readdir(to)).not.toContain('broken');
	});

	test('where no folder can be made it says so at once', async context => {
		context.skip(process.platform !== 'linux', 'there is no /proc');
		const { from } = await makeTemplate();
		await expect(makePrivateCopy(from, '/proc/nowhere/copy')).rejects.toMatchObject({ code: 'ENOENT' });
	});

	test('does without what cannot be read beside the template', async () => {
		const { from, to } = await makeTemplate();
		const closed = path.join(from, 'closed');
		await mkdir(closed, { mode: 0 });
		const folder = path.dirname(from);
		await chmod(path.dirname(folder), 0o755);
		await chmod(folder, 0o777);
		await notAsRoot(() => makePrivateCopy(from, to));
		await chmod(closed, 0o700);
		expect(await readFile(path.join(to, 'image.pkr.hcl'), 'utf8')).toBe(template);
		expect((await lstat(path.join(to, 'closed'))).isSymbolicLink()).toBe(true);
	});

	test('comes to an end where a file gives less than its size', async context => {
		const odd = '/sys/kernel/mm/transparent_hugepage/enabled';
		if (!existsSync(odd)) {
			return context.skip();
		}

		const { from, to } = await makeTemplate();
		await symlink(odd, path.join(from, 'odd'));
		await makePrivateCopy(from, to);
		expect(await readFile(path.join(to, 'odd'), 'utf8')).toBe(await readFile(odd, 'utf8'));
	});

	test('leaves out what belongs to no template', async () => {
		const { from, to } = await makeTemplate();
		for (const name of ['.hg', 'node_modules', '.terraform']) {
			await mkdir(path.join(from, name));
		}

		await makePrivateCopy(from, to);
		expect((await readdir(to)).sort()).toEqual(['image.pkr.hcl', 'scripts']);
	});

	test('of a folder with a great deal in it stays small, but the template is copied', async () => {
		const { from, to } = await makeTemplate();
		await mkdir(path.join(from, 'aaa'));
		for (let count = 0; count < 2100; count++) {
			await writeFile(path.join(from, 'aaa', `${count}`), '');
		}

		await writeFile(path.join(from, 'zzz.bin'), 'far behind');
		await makePrivateCopy(from, to);
		expect((await lstat(path.join(to, 'scripts', '01-a.sh'))).isFile()).toBe(true);
		expect((await lstat(path.join(to, 'zzz.bin'))).isSymbolicLink()).toBe(true);
		expect(await readFile(path.join(to, 'zzz.bin'), 'utf8')).toBe('far behind');
	});

	test('holds what Packer reads by itself, however much the scripts are', async () => {
		const { from, to } = await makeTemplate();
		const large = await open(path.join(from, 'scripts', '00-large.bin'), 'w');
		await large.truncate(65 * 1024 * 1024);
		await large.close();
		const names = ['a.pkr.json', 'image.pkr.hcl', 'own.auto.pkrvars.hcl', 'own.auto.pkrvars.json'];
		for (const name of names) {
			await writeFile(path.join(from, name), '{}');
		}

		await makePrivateCopy(from, to);
		for (const name of names) {
			expect((await lstat(path.join(to, name))).isFile(), name).toBe(true);
		}
	});

	test('is where the edits are made, in templates alone, read-only ones too', async () => {
		const { from, to } = await makeTemplate();
		await chmod(path.join(from, 'image.pkr.hcl'), 0o444);
		await writeFile(path.join(from, 'scripts', 'build.pkr.hcl.sh'), template);
		await makePrivateCopy(from, to);
		// As somebody may have who looked into a build: it lists what that one made.
		await writeFile(path.join(to, 'm.json'), '{"builds":[{"artifact_id":"us-east-1:ami-1"}]}');
		await editPrivateCopy(to, {
			manifest: 'm.json',
			sourceLines: [{ name: 'ssh_port', value: 2222, where: 'always' }],
		});
		expect(await readFile(path.join(to, 'image.pkr.hcl'), 'utf8')).toContain('ssh_port = 2222');
		expect(await readFile(path.join(to, 'image.pkr.hcl'), 'utf8')).toContain('output = "m.json"');
		expect(await readdir(to)).not.toContain('m.json');
		expect(await readFile(path.join(to, 'scripts', 'build.pkr.hcl.sh'), 'utf8')).toBe(template);
		expect(await readFile(path.join(from, 'image.pkr.hcl'), 'utf8')).toBe(template);
	});
});

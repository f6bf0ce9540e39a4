import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exists } from '../../source/base/files.ts';
import { makeFolder } from '../../source/base/write-file.ts';

let root: string;

beforeEach(async () => {
	root = await mkdtemp(path.join(tmpdir(), 'files-'));
});

afterEach(async () => {
	await rm(root, { recursive: true, force: true });
});

describe('makeFolder', () => {
	test('makes what is missing, and gives the topmost folder that it made', async () => {
		expect(await makeFolder(path.join(root, 'a/b/c'))).toBe(path.join(root, 'a'));
		expect(await exists(path.join(root, 'a/b/c'))).toBe(true);
		expect(await makeFolder(path.join(root, 'a/b/d'))).toBe(path.join(root, 'a/b/d'));
	});

	test('leaves what is there, a link to a folder included', async () => {
		await mkdir(path.join(root, 'there'));
		await symlink(path.join(root, 'there'), path.join(root, 'link'));
		expect(await makeFolder(path.join(root, 'there'))).toBeUndefined();
		expect(await makeFolder(path.join(root, 'link'))).toBeUndefined();
	});

	test('a file in the way, at the end or above, is an error', async () => {
		await writeFile(path.join(root, 'file'), '');
		await expect(makeFolder(path.join(root, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
		await expect(makeFolder(path.join(root, 'file/a/b'))).rejects.toMatchObject({ code: 'ENOTDIR' });
	});

	test('a link to nowhere is an error', async () => {
		await symlink(path.join(root, 'nowhere'), path.join(root, 'link'));
		await expect(makeFolder(path.join(root, 'link'))).rejects.toMatchObject({ code: 'EEXIST' });
		await expect(makeFolder(path.join(root, 'link/a'))).rejects.toMatchObject({ code: 'EEXIST' });
	});

	test.runIf(process.platform === 'linux')('ends where folders say that they do not exist', async () => {
		await expect(makeFolder('/proc/web/a')).rejects.toMatchObject({ code: 'ENOENT' });
	});
});

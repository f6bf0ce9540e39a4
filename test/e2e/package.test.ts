import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { needs } from '../helpers/needs.ts';
import { unpackIn } from '../helpers/packed.ts';
import { builtProgram, makePerson, type Person, root, runProgram } from '../helpers/program.ts';
import { findProgram } from '../setup/needs.ts';

let person: Person;

beforeEach(async () => {
	person = await makePerson();
});

describe('what is published', () => {
	test('needs no other package, says its version, and lists the presets that came along', async () => {
		const description = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
		expect(description).not.toHaveProperty('dependencies');
		expect(description).not.toHaveProperty('optionalDependencies');
		const command = [process.execPath, (await unpackIn(person)).launcher];
		expect((await runProgram(person, ['--version'], { command })).stdout).toBe(`${description.version}\n`);
		const { code, stdout, stderr } = await runProgram(person, ['presets', 'list'], { command });
		expect(code, stderr).toBe(0);
		for (const preset of ['nodejs', 'web', 'bastion', 'vault-server', 'kibana']) {
			expect(stdout).toContain(preset);
		}
	});

	test('rehearses by itself, without a container engine: the scripts are checked, not run', async context => {
		needs(context, 'packer');
		const programs = path.join(person.home, 'programs');
		await mkdir(programs);
		for (const name of ['packer', 'bash', 'sh', 'ps', 'env', 'cat']) {
			await symlink(findProgram(name) ?? '', path.join(programs, name));
		}

		const command = [process.execPath, (await unpackIn(person)).launcher];
		const env = { PATH: programs };
		const { code, stdout, stderr } = await runProgram(person, ['run', 'nodejs', '--rehearse'], {
			command,
			env,
		});
		expect(code, stdout + stderr).toBe(0);
		expect(stdout).toMatch(/~ rehearsed: Packer finished, [^;]*; the scripts were checked, not run/);
		expect(stdout).toMatch(/ami-[0-9a-f]{17} \(rehearsed, not real\)/);
		expect(stdout + stderr).toMatch(/not run: step 2 of 2, node$/m);
		expect(stdout + stderr).toMatch(/not run: Install$/m);
		expect(stdout + stderr).not.toMatch(/done: (step|Install)/);
		// Written by conf, of which the bundle holds only what is used.
		const preferences = path.join(person.home, '.config/packer-wizard/preferences.json');
		expect(JSON.parse(await readFile(preferences, 'utf8'))).toEqual({ region: expect.any(String) });
		const list = await runProgram(person, ['builds', 'list', '--json'], { command, env });
		expect(JSON.parse(list.stdout)).toMatchObject([
			{
				detail: 'rehearsed, scripts not run',
				notRun: ['scripts/00-wait-for-boot.sh', 'scripts/01-node.sh'],
			},
		]);
	});

	test('is small, and holds what it needs and no more', async () => {
		const { files, size, unpackedSize } = await unpackIn(person);
		const names = files.map(file => file.path);
		expect(names.filter(name => !/^(dist\/[\w-]+\.c?js|presets\/[\w-]+\.json)$/.test(name)).sort()).toEqual([
			'LICENSE',
			'README.md',
			'dist/LICENSES.txt',
			'dist/first-question.json',
			'dist/tree-sitter-hcl.wasm.br',
			'dist/usages.json',
			'dist/web-tree-sitter.wasm.br',
			'dist/yoga.wasm.br',
			'package.json',
		]);
		expect(unpackedSize).toBeLessThan(2_750_000);
		expect(size).toBeLessThan(1_010_000);
	});

	test('contains the licences of the packages inside', async () => {
		const licences = await readFile(path.join(root, 'dist/LICENSES.txt'), 'utf8');
		for (const name of ['ink', 'react', 'execa', 'zod', 'ssh2', 'conf', '@inquirer/core']) {
			expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
		}
	});
});

describe('the launcher', () => {
	test('says which Node.js it needs, on one that is too old', async () => {
		const pretend = path.join(person.home, 'old.cjs');
		const versions = "{ ...process.versions, node: '22.2.0' }";
		await writeFile(pretend, `Object.defineProperty(process, 'versions', { value: ${versions} });\n`);
		const command = [process.execPath, '--require', pretend, builtProgram];
		const { code, stdout, stderr } = await runProgram(person, ['--version'], { command });
		expect(code).toBe(3);
		expect(stdout).toBe('');
		expect(stderr).toBe('packer-wizard needs Node.js 22.3 or newer; this is 22.2.0.\n');
	});

	test('begins with nothing that an old one could not read', async () => {
		const text = await readFile(builtProgram, 'utf8');
		expect(text).toMatch(/^#!\/usr\/bin\/env node\n/);
		expect(text).not.toMatch(/^\s*(import|export)\b(?!\()/m);
		expect(text).not.toMatch(/\?\?|\?\.|&&=|\|\|=/);
	});
});

test('the npm scripts, and all that they start, run under the Node.js that npm brought', async () => {
	const installed = (await readdir(path.join(root, 'node_modules'))).filter(name =>
		/^node-(bin-)?(linux|darwin)-\w+$/.test(name),
	);
	expect(installed).toHaveLength(1);
	const brought = JSON.parse(
		await readFile(path.join(root, 'node_modules', installed[0] ?? '', 'package.json'), 'utf8'),
	);
	expect(process.versions.node).toBe(brought.version);
	// A system with another one first on PATH, and an npm that removed the link to ours.
	const old = path.join(person.home, 'old');
	await mkdir(old);
	await writeFile(path.join(old, 'node'), '#!/bin/sh\necho v18.0.0\n', { mode: 0o755 });
	const { stdout } = await runProgram(person, ['-c', '. test/node/path.sh && node -p process.version'], {
		command: ['sh'],
		cwd: root,
		env: { PATH: `${old}:/usr/bin:/bin` },
	});
	expect(stdout.trim()).toBe(`v${brought.version}`);
});

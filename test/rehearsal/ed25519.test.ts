import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { newEd25519Key } from '../../source/rehearsal/ed25519.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson } from '../helpers/program.ts';

test('keys can be read, whatever their first byte is', () => {
	// One in 256 begins with a zero: among two thousand there are some.
	for (let count = 0; count < 2000; count++) {
		const key = ssh2.utils.parseKey(newEd25519Key());
		if (key instanceof Error) {
			throw key;
		}

		const message = Buffer.from('hello');
		expect(key.verify(message, key.sign(message))).toBe(true);
	}
});

test('OpenSSH reads them, too', async context => {
	needs(context, 'ssh-keygen');
	const { folder } = await makePerson();
	const file = path.join(folder, 'key');
	await writeFile(file, newEd25519Key(), { mode: 0o600 });
	const { status, stdout } = spawnSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' });
	expect(stdout).toMatch(/^ssh-ed25519 /);
	expect(status).toBe(0);
});

import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeNamespace } from '../helpers/namespace.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson } from '../helpers/program.ts';

test('without any network, and with an AWS set-up that leads elsewhere, it ends well', async context => {
	needs(context, 'packer', 'namespaces');
	const namespace = await makeNamespace();
	onTestFinished(namespace.leave);
	const person = await makePerson({
		AWS_ENDPOINT_URL_EC2: 'https://ec2.eu-west-1.amazonaws.com',
		AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
		AWS_PROFILE: 'work',
		AWS_SESSION_TOKEN: 'a token of the real account',
		HTTP_PROXY: 'http://127.0.0.1:9',
	});
	await mkdir(path.join(person.home, '.aws'));
	await writeFile(
		path.join(person.home, '.aws', 'config'),
		'[profile work]\nregion = us-west-1\ncredential_process = /bin/false\n',
	);
	const [file = '', ...args] = [
		...namespace.enter,
		process.execPath,
		path.join(import.meta.dirname, 'offline.ts'),
	];
	const { stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', env: person.environment });
	expect(stderr).toBe('');
	expect(JSON.parse(stdout)).toMatchObject({
		code: 0,
		errors: [],
		images: [expect.stringMatching(/^eu-west-1:ami-/), expect.stringMatching(/^us-east-1:ami-/)],
	});
});

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeNamespace } from '../helpers/namespace.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, runProgram } from '../helpers/program.ts';

test('a rehearsal ends well without a network, whatever the AWS settings lead to', async context => {
	needs(context, 'packer', 'namespaces');
	const namespace = await makeNamespace();
	onTestFinished(namespace.leave);
	const person = await makePerson({
		AWS_PROFILE: 'work',
		AWS_ENDPOINT_URL_EC2: 'https://ec2.eu-west-1.amazonaws.com',
		AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
		// No container engine: a trace.
		CONTAINERS_CONF: '/nowhere',
	});
	await mkdir(path.join(person.home, '.aws'));
	await writeFile(
		path.join(person.home, '.aws', 'config'),
		'[profile work]\nregion = us-west-1\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\n[profile base]\nregion = us-west-2\n',
	);
	await writeFile(
		path.join(person.home, '.aws', 'credentials'),
		'[base]\naws_access_key_id = AKIAREALREALREALREAL\naws_secret_access_key = realrealreal\n',
	);
	const ended = await runProgram(person, ['run', 'nodejs', '--rehearse', '--speed', '50'], {
		command: [...namespace.enter, process.execPath, builtProgram],
	});
	expect(ended, ended.stderr).toMatchObject({ code: 0 });
	expect(ended.stdout).toContain('the scripts were checked, not run');
	expect(ended.stdout).toMatch(/us-east-1\s+ami-[0-9a-f]{17} \(rehearsed, not real\)/);
});

import { describe, expect, test } from 'vitest';
import { packerEnvironment, rehearsalEnvironment, toolEnvironment } from '../../source/packer/environment.ts';

const person = {
	PATH: '/bin',
	HOME: '/home/x',
	LC_ALL: 'C.UTF-8',
	AWS_PROFILE: 'prod',
	AWS_ACCESS_KEY_ID: 'AKIAREAL',
	AWS_SECRET_ACCESS_KEY: 'real',
	AWS_SESSION_TOKEN: 'real',
	AWS_ENDPOINT_URL_EC2: 'https://ec2.eu-west-1.amazonaws.com',
	AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
	AWS_CONFIG_FILE: '/home/x/.aws/config',
	aws_region: 'eu-west-1',
	HTTPS_PROXY: 'http://proxy:3128',
	GITHUB_OAUTH_TOKEN: 'secret',
	PACKER_LOG: '1',
	PACKER_LOG_PATH: '/tmp/log',
	PACKER_PLUGIN_PATH: '/plugins',
	PKR_VAR_name: 'x',
	NOTHING: undefined,
};

describe('for AWS', () => {
	const environment = packerEnvironment(person, { version: [1, 16, 0], folder: '/private' });

	test("is the person's own", () => {
		const { NOTHING, PACKER_LOG, PACKER_LOG_PATH, ...kept } = person;
		expect(environment).toMatchObject(kept);
	});

	test('has no log, no call to HashiCorp, and its temporary files in the folder', () => {
		expect(environment).not.toHaveProperty('PACKER_LOG');
		expect(environment).not.toHaveProperty('PACKER_LOG_PATH');
		expect(environment).toMatchObject({ CHECKPOINT_DISABLE: '1', TMPDIR: '/private' });
		expect(toolEnvironment(person)).not.toHaveProperty('PACKER_LOG');
	});

	test('keeps old Packers from making a folder where they run', () => {
		expect(packerEnvironment(person, { version: [1, 6, 6], folder: '/private' })['PACKER_CACHE_DIR']).toBe(
			'/private/packer_cache',
		);
		expect(environment).not.toHaveProperty('PACKER_CACHE_DIR');
		const own = { ...person, PACKER_CACHE_DIR: '/own' };
		expect(packerEnvironment(own, { version: [1, 6, 6], folder: '/private' })['PACKER_CACHE_DIR']).toBe(
			'/own',
		);
	});
});

describe('for a rehearsal', () => {
	const rehearsal = {
		endpoint: 'http://127.0.0.1:4000',
		credentials: { accessKeyId: 'AKIAINVENTED', secretAccessKey: 'invented' },
		region: 'us-east-1',
		folder: '/private',
	};
	const environment = rehearsalEnvironment(person, rehearsal);

	test("has nothing of the person's AWS, no proxy, no secret", () => {
		const values = Object.values(environment).join(' ');
		expect(values).not.toMatch(/AKIAREAL|\breal\b|prod|amazonaws|proxy|secret/);
		expect(
			Object.keys(environment)
				.filter(name => /aws/i.test(name))
				.sort(),
		).toEqual([
			'AWS_ACCESS_KEY_ID',
			'AWS_CONFIG_FILE',
			'AWS_DEFAULT_REGION',
			'AWS_EC2_METADATA_DISABLED',
			'AWS_ENDPOINT_URL',
			'AWS_REGION',
			'AWS_SECRET_ACCESS_KEY',
			'AWS_SHARED_CREDENTIALS_FILE',
		]);
	});

	test('leads to the endpoint, and has what Packer itself needs', () => {
		expect(environment).toMatchObject({
			AWS_ENDPOINT_URL: 'http://127.0.0.1:4000',
			AWS_ACCESS_KEY_ID: 'AKIAINVENTED',
			AWS_SECRET_ACCESS_KEY: 'invented',
			AWS_REGION: 'us-east-1',
			AWS_EC2_METADATA_DISABLED: 'true',
			AWS_CONFIG_FILE: '/dev/null',
			AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
			TMPDIR: '/private',
			PATH: '/bin',
			HOME: '/home/x',
			LC_ALL: 'C.UTF-8',
			PACKER_PLUGIN_PATH: '/plugins',
			PKR_VAR_name: 'x',
		});
	});

	test('an unknown variable does not pass', () => {
		const odd = rehearsalEnvironment(
			{ ...person, AWSX: '1', SOME_PROXY: '1', SSH_AUTH_SOCK: '/agent' },
			rehearsal,
		);
		expect(odd).toEqual(environment);
	});
});

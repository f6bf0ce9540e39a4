import { expect, test } from 'vitest';
import { architectures, baseImages } from '../../../source/catalog/base-images.ts';
import { guessedSystem, patternOfName } from '../../../source/targets/aws/questions/image-system.ts';

const owner = '111122223333';

test('the system of each base image of the catalogue is guessed from its name', () => {
	for (const { id, exampleName, username, packageManager } of baseImages) {
		for (const architecture of architectures) {
			expect([id, guessedSystem({ name: exampleName[architecture], owner })]).toEqual([
				id,
				{ username, packageManager },
			]);
		}
	}
});

test.each<[name: string, username: string, packageManager: string | undefined]>([
	['bitnami-wordpress-6.1-debian-12-x86_64', 'bitnami', 'apt'],
	['Flatcar-stable-3815.2.0-hvm', 'core', undefined],
	['suse-sles-15-sp5-v20260101-hvm-ssd-x86_64', 'ec2-user', undefined],
	['FreeBSD 14.1-RELEASE-amd64 UEFI', 'ec2-user', undefined],
	['Fedora-Cloud-Base-AmazonEC2.x86_64-41-1.4', 'fedora', 'dnf'],
	['CentOS Linux 7 x86_64 - 2211', 'centos', 'yum'],
	['CentOS Stream 9 x86_64 20260101', 'ec2-user', 'dnf'],
	['RHEL-7.9_HVM-20260101-x86_64-0-Hourly2-GP2', 'ec2-user', 'yum'],
	['AlmaLinux OS 9.4 x86_64', 'ec2-user', 'dnf'],
])('%s is told by its name', (name, username, packageManager) => {
	expect(guessedSystem({ name, owner })?.username).toBe(username);
	expect(guessedSystem({ name, owner })?.packageManager).toBe(packageManager);
});

test('a description or a known owner tells where the name does not; else nothing does', () => {
	expect(guessedSystem({ name: 'golden', description: 'on Ubuntu 24.04', owner })?.username).toBe('ubuntu');
	expect(guessedSystem({ name: 'golden', owner: '792107900819' })?.username).toBe('rocky');
	expect(guessedSystem({ name: 'golden', owner })).toBeUndefined();
});

/** A pattern of EC2. */
const fits = (pattern: string, name: string): boolean =>
	new RegExp(
		`^${pattern
			.split('*')
			.map(part => part.replaceAll(/[.+^${}()|[\]\\/]/g, String.raw`\$&`))
			.join('.*')}$`,
	).test(name);

test('the pattern of a name fits a later one of the same kind, and no other of the catalogue', () => {
	const all = baseImages.flatMap(({ exampleName }) => architectures.map(each => exampleName[each]));
	for (const name of all) {
		const pattern = patternOfName(name) ?? '';
		expect([name, fits(pattern, name.replaceAll('20260427', '20270101'))]).toEqual([name, true]);
		expect(all.filter(other => fits(pattern, other))).toEqual([name]);
	}
});

test.each<[name: string, pattern: string | undefined]>([
	['web-20261127', 'web-*'],
	['web-2026-11-27T03-12-45Z', 'web-*'],
	['web-20261127031245-arm64', 'web-*-arm64'],
	['packer-web-1764212345', 'packer-web-*'],
	['web v1.2.3 (amd64)', 'web * (amd64)'],
	['web-17', 'web-*'],
	['golden', undefined],
	['20261127', undefined],
])('%s: %s', (name, pattern) => {
	expect(patternOfName(name)).toBe(pattern);
});

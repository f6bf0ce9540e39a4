import type { ChangedFile, Contents, InstalledPackage } from '../../source/builds/contents/contents.ts';

export const packageOf = (
	name: string,
	version: string,
	more: Partial<InstalledPackage> = {},
): InstalledPackage => ({
	format: 'deb',
	name,
	version,
	architecture: 'amd64',
	...more,
});

export const fileOf = (path: string, changed: number, more: Partial<ChangedFile> = {}): ChangedFile => ({
	path,
	type: 'f',
	mode: '644',
	owner: 'root:root',
	size: 12,
	changed,
	...more,
});

/** What is in an image with Node.js. */
export const nodeContents: Contents = {
	target: 'amazon-ebs.image',
	system: { id: 'debian', version: '12', name: 'Debian GNU/Linux 12 (bookworm)' },
	machine: 'x86_64',
	packages: [packageOf('nodejs', '18.20.4'), packageOf('adduser', '3.134', { architecture: 'all' })],
	files: [fileOf('/etc/motd', 0)],
	isWhole: true,
};

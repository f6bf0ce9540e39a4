import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { output, run } from './commands.ts';
import { containerImage } from './places.ts';

/** What the tests need inside a container: what every server has, and sshd. */
const included = 'ca-certificates,curl,openssh-client,openssh-server,procps,sudo';

/** The log-in users of the base images in the catalogue. */
const users = ['ubuntu', 'admin', 'ec2-user', 'rocky'];

/** What a container can install without a network: the image holds a repository with these and what they need. */
const installable = [
	...['nodejs', 'nginx'],
	// What runs playbooks.
	'ansible-core',
	// What Gruntwork's modules and the ways to install them need.
	...['git', 'jq', 'logrotate', 'nvme-cli', 'python3-pip', 'rsyslog', 'unzip', 'wget'],
];

/** Debian's release here, `bookworm`: the mirror that this machine is set up for surely has it. */
const release = (): string => {
	const codename = /^VERSION_CODENAME=(\S+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
	if (!codename) {
		throw new Error('/etc/os-release names no release of Debian');
	}

	return codename;
};

/** The mirror that apt uses here, however that is written in its sources. */
const mirror = (codename: string): string => {
	const uris = output(
		'apt-get',
		'indextargets',
		'--format',
		'$(REPO_URI)',
		'Created-By: Packages',
		'Origin: Debian',
		`Codename: ${codename}`,
		'Component: main',
	);
	const uri = uris.split('\n')[0]?.trim() ?? '';
	// Cloud images name a file with a list of mirrors.
	const list = /^mirror\+file:(.*?)\/?$/.exec(uri)?.[1];
	const found = list ? readFileSync(list, 'utf8').split(/\s/)[0] : uri;
	return found && /^https?:/.test(found) ? found : 'http://deb.debian.org/debian';
};

/** A repository of packages in a folder, as apt reads it by `deb [trusted=yes] file:/folder ./`. */
const writeIndex = (folder: string): void => {
	const entries = readdirSync(folder)
		.filter(file => file.endsWith('.deb'))
		.map(file => {
			const content = readFileSync(path.join(folder, file));
			const checksum = createHash('sha256').update(content).digest('hex');
			const fields = output('dpkg-deb', '--field', path.join(folder, file)).trim();
			return `${fields}\nFilename: ./${file}\nSize: ${content.length}\nSHA256: ${checksum}\n`;
		});
	writeFileSync(path.join(folder, 'Packages'), entries.join('\n'));
};

/** Downloads packages for the system in `root` with the apt of this machine: its proxy, its mirror. */
const download = (root: string, source: string, work: string): void => {
	const lists = path.join(work, 'lists');
	const sources = path.join(work, 'sources.list');
	const archives = path.join(root, 'srv', 'packages');
	mkdirSync(path.join(lists, 'partial'), { recursive: true });
	mkdirSync(path.join(archives, 'partial'), { recursive: true });
	writeFileSync(sources, source);
	const options = [
		`Dir::Etc::SourceList=${sources}`,
		'Dir::Etc::SourceParts=/dev/null',
		'Dir::Etc::Preferences=/dev/null',
		'Dir::Etc::PreferencesParts=/dev/null',
		`Dir::State::Lists=${lists}`,
		`Dir::State::Status=${path.join(root, 'var/lib/dpkg/status')}`,
		'Dir::Cache::PkgCache=',
		'Dir::Cache::SrcPkgCache=',
		`Dir::Cache::Archives=${archives}`,
		'APT::Sandbox::User=root',
	].flatMap(option => ['-o', option]);
	run('apt-get', '-qq', ...options, 'update');
	run(
		'apt-get',
		'-qq',
		...options,
		'--yes',
		'--no-install-recommends',
		'--download-only',
		'install',
		...installable,
	);
	rmSync(path.join(archives, 'partial'), { recursive: true });
	rmSync(path.join(archives, 'lock'), { force: true });
	writeIndex(archives);
};

/**
 * Makes the base image for containers from Debian packages; no image registry is needed. Takes a minute or two.
 * @throws Error with the output of the command that failed.
 */
export const makeContainerImage = (): void => {
	const work = mkdtempSync(path.join(tmpdir(), 'packer-wizard-image-'));
	try {
		const root = path.join(work, 'root');
		const codename = release();
		const uri = mirror(codename);
		run('debootstrap', '--variant=minbase', `--include=${included}`, codename, root, uri);
		for (const user of users) {
			// No password, yet not locked: sshd lets such a user in by key.
			run('chroot', root, 'useradd', '--create-home', '--shell', '/bin/bash', '--password', '*', user);
			const sudoers = path.join(root, 'etc/sudoers.d', user);
			writeFileSync(sudoers, `${user} ALL=(ALL) NOPASSWD:ALL\n`);
			chmodSync(sudoers, 0o440);
		}

		download(root, `deb ${uri} ${codename} main\n`, work);
		writeFileSync(path.join(root, 'etc/apt/sources.list'), 'deb [trusted=yes] file:/srv/packages ./\n');
		for (const folder of ['var/cache/apt/archives', 'var/lib/apt/lists']) {
			rmSync(path.join(root, folder), { recursive: true });
			mkdirSync(path.join(root, folder, 'partial'), { recursive: true });
		}

		const archive = path.join(work, 'root.tar');
		run('tar', '--directory', root, '--create', '--file', archive, '.');
		run('podman', 'import', '--quiet', archive, containerImage);
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
};

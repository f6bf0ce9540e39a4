import type { PackageManager } from '../catalog/base-images.ts';
import { type FoundPackage, type PackageSystem, packageOn } from '../catalog/packages/index.ts';
import type { PackagesStep } from '../recipe/packages.ts';
import { shellQuote, shellScript } from './shell.ts';

const apt = 'sudo env DEBIAN_FRONTEND=noninteractive apt-get';

const words = (lists: readonly (readonly string[])[]): string =>
	[...new Set(lists.flat())].map(shellQuote).join(' ');

/** Topics are of Amazon Linux 2; another machine with yum, an AMI by id, has none. */
const topicLines = (topics: string): readonly string[] =>
	topics === ''
		? []
		: [
				'# Amazon Linux 2 keeps some packages in topics, which have to be enabled.',
				'if command -v amazon-linux-extras >/dev/null; then',
				`  sudo amazon-linux-extras enable ${topics}`,
				'fi',
			];

const managerLines = (names: string, manager: PackageManager): readonly string[] =>
	manager === 'apt'
		? [`${apt} update`, `${apt} install -y ${names}`]
		: [`sudo ${manager} install -y ${names}`];

/**
 * Yum is content if it finds one of several, and apt-get takes a name with a dot for a pattern if there is no such package.
 */
const proofLines = (names: string, manager: PackageManager): readonly string[] => [
	'# What was installed is there: not every package manager fails for a name that it does not know.',
	`names=(${names})`,
	`for name in "\${names[@]}"; do`,
	`  ${manager === 'apt' ? 'dpkg -s "$name"' : 'rpm -q --whatprovides "$name"'} >/dev/null || {`,
	'    echo "The package $name is not there: this system has none of that name." >&2',
	'    exit 1',
	'  }',
	'done',
];

const serviceLines = (services: string): readonly string[] =>
	services === ''
		? []
		: [
				'# This system starts nothing by itself that was installed; a container has nothing that could.',
				'if command -v systemctl >/dev/null; then',
				`  sudo systemctl enable ${services}`,
				'fi',
			];

/** The lines that install packages of the system, prove that they are there and have their services start. */
export const installLines = (packages: readonly string[], system: PackageSystem): readonly string[] => {
	const found = packages
		.map(name => packageOn(name, system))
		.filter((one): one is FoundPackage => one !== undefined);
	const names = words(found.map(one => one.names));
	const { manager } = system;
	return [
		topicLines(words(found.map(({ topic }) => (topic === undefined ? [] : [topic])))),
		managerLines(names, manager),
		proofLines(names, manager),
		serviceLines(words(found.map(({ service }) => (service === undefined ? [] : [service])))),
	]
		.filter(lines => lines.length > 0)
		.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
};

/** The script of a step that installs packages of the system. */
export const packagesScript = ({ packages }: PackagesStep, system: PackageSystem): string =>
	shellScript([`Packages of the system: ${packages.join(', ')}.`], installLines(packages, system));

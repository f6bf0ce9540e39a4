import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PackageManager } from '../../../source/catalog/base-images.ts';
import { bundles } from '../../../source/catalog/bundles/index.ts';
import type { Bundle } from '../../../source/catalog/bundles/schema.ts';
import { shellQuote } from '../../../source/template/shell.ts';
import { moduleArguments, moduleNeeds, moves, programFlags } from './documented.ts';
import type { Repository } from './github.ts';
import { zip } from './zip.ts';

const program = (name: string): string =>
	readFileSync(path.join(import.meta.dirname, 'programs', name), 'utf8');

/** Writes down how it was called: its name, how many arguments, these, its environment. */
const recording = (name: string): readonly string[] => [
	`{ printf '%s\\0' ${shellQuote(name)} "$#" "$@"; env -0; printf '\\n\\0'; } >>/records/calls`,
];

/** What versions of a module or program take besides what is documented of it, for who gives arguments of their own. */
const undocumented = ['own', 'own-flag'] as const;

const refusing = (known: readonly string[] | undefined, prefix = ''): readonly string[] =>
	known === undefined
		? []
		: [
				'for argument in "$@"; do',
				`  case $argument in`,
				...known.map(name => `  ${prefix}${name}) ;;`),
				...undocumented.map(name => `  --${name}) ;;`),
				`  --*) echo "$0: ERROR: Unrecognized argument: $argument" >&2; exit 1 ;;`,
				'  esac',
				'done',
			];

/** A program that writes down how it is called, and does no more. */
const recorder = (name: string, says: readonly string[] = []): string =>
	[
		'#!/usr/bin/env bash',
		// As of a program that is compiled, half of it does nothing.
		'{',
		'set -euo pipefail',
		// It may come first of all that is looked for, and so be asked what it is.
		`if [[ $# == 1 && $1 == *version ]]; then echo ${shellQuote(`${path.basename(name)} of the tests`)}; exit; fi`,
		...recording(name),
		...refusing(programFlags[name]),
		...says,
		'exit',
		'}',
		'',
	].join('\n');

/** Puts a text in its place on the machine, unless something is there. */
const leave = (file: string, text: string, mode: string): readonly string[] => [
	`if ! sudo test -e ${shellQuote(file)}; then`,
	`  sudo mkdir -p ${shellQuote(path.posix.dirname(file))}`,
	`  sudo tee ${shellQuote(file)} >/dev/null <<'END OF WHAT IS LEFT'`,
	text.trimEnd(),
	'END OF WHAT IS LEFT',
	`  sudo chmod ${mode} ${shellQuote(file)}`,
	`  echo ${shellQuote(file)} >>/records/left`,
	'fi',
];

const leaveProgram = (name: string, says: readonly string[] = []): readonly string[] => {
	const file = name.startsWith('/') ? name : `/usr/local/bin/${name}`;
	const lines = leave(file, recorder(file, says), '755');
	// Never in place of what the system has.
	return name.startsWith('/')
		? lines
		: [`if ! command -v ${shellQuote(name)} >/dev/null; then`, ...lines, 'fi'];
};

/** What is called by name after a file of the service catalogue is read. */
const bootFunctions = ['start_ec2_baseline() {', ...recording('start_ec2_baseline'), '}'].join('\n');

/** As Bash Commons has it in part: what the modules use. */
const logLibrary = 'log_info() { echo "$(date +"%F %T") [INFO] [$(basename "$0")] $*" >&2; }\n';

/** What is left for proofs that are more than a file or a program. */
const oddProofs: readonly (readonly [proving: RegExp, leaves: (bundle: Bundle) => readonly string[]])[] = [
	[/semodule/, ({ name }) => [`sudo semodule --install ${name}`]],
	[/^java /, () => leaveProgram('java')],
	[/resolved/, () => leave('/etc/systemd/resolved.conf.d/consul.conf', '[Resolve]\nDomains=~consul', '644')],
	[/ca-certificates/, () => leave('/usr/local/share/ca-certificates/tests.crt', 'none', '644')],
	[/confluent/, () => leave('/usr/share/doc/confluent-tests/copyright', 'none', '644')],
];

/** What proves an installation, and what is run at boot, is what a module has to leave behind. */
const leftBy = (bundle: Bundle): readonly string[] => [
	...bundle.proof.flatMap(proof => {
		if ('file' in proof) {
			return bundles.some(({ boot }) => boot.some(({ command }) => command[0] === proof.file))
				? leaveProgram(proof.file)
				: leave(proof.file, bundle.id === 'bash-commons' ? logLibrary : bootFunctions, '644');
		}

		if ('program' in proof) {
			return leaveProgram(proof.program);
		}

		const [name = '', ...rest] = proof.run;
		const last = rest.at(-1) ?? '';
		switch (name) {
			case 'rpm':
				return [`if command -v yum >/dev/null; then sudo yum install -y ${shellQuote(last)}; fi`];
			case 'sudo':
				return rest[1] === '-d'
					? leave(`${last}/.of-the-tests`, '# Of the tests.', '644')
					: leaveProgram(last);
			case 'bash':
				return oddProofs.find(([proving]) => proving.test(last))?.[1](bundle) ?? [];
			default:
				return leaveProgram(name);
		}
	}),
	...bundle.boot.flatMap(({ command: [name = ''] }) => (name.startsWith('/') ? leaveProgram(name) : [])),
];

const moving = (module: string): readonly string[] =>
	(moves[module] ?? []).flatMap(([argument, from, to]) => [
		`from=${from}`,
		`for ((index = 1; index < $#; index++)); do [[ \${!index} == --${argument} ]] && following=$((index + 1)) && from=\${!following}; done`,
		`sudo mkdir -p ${path.posix.dirname(to)}`,
		`sudo mv "$from" ${to}`,
		`echo ${to} >>/records/left`,
	]);

/** The `install.sh` of a bundle's module. */
const installer = (bundle: Bundle): string =>
	[
		'#!/usr/bin/env bash',
		'set -euo pipefail',
		...recording(bundle.name),
		...refusing(moduleArguments[bundle.name], '--'),
		...(moduleNeeds[bundle.id] ?? []).map(
			name => `command -v ${name} >/dev/null || { echo "${name} is required" >&2; exit 1; }`,
		),
		...(bundle.requires.includes('bash-commons')
			? ['source /opt/gruntwork/bash-commons/log.sh', `log_info ${shellQuote(`Installing ${bundle.name}`)}`]
			: []),
		...moving(bundle.name),
		...leftBy(bundle),
		'',
	].join('\n');

const nodeadm = ['nodeadm', recorder('nodeadm')] as const;

/** Programs that play the package managers of a system, and what Amazon's images for EKS have, by name. */
export const systemPrograms = (): readonly (readonly [string, string])[] => [
	...['apt-get', 'yum', 'dnf', 'rpm', 'semodule', 'curl'].map(name => [name, program('packages')] as const),
	nodeadm,
];

/** What AWS's command line prints of a cluster of EKS: the fields that were asked for, tabs between. */
const cluster = ['https://A1.eks.amazonaws.com', 'Y2VydA==', '10.100.0.0/16'].join('\t');

/** The same for a machine whose system has this one: apt's own where Debian has what is wanted. */
export const programsOf = (manager: PackageManager): readonly (readonly [string, string])[] =>
	manager === 'apt'
		? [
				['apt-get', program('apt-get')],
				['curl', program('packages')],
			]
		: [
				...[...(manager === 'dnf' ? ['dnf'] : []), 'yum', 'rpm', 'semodule', 'curl'].map(
					name => [name, program('packages')] as const,
				),
				nodeadm,
			];

/** Runs a step of a build on a machine of its own. */
export const stepProgram = (): string => program('step');

/** The archives of AWS's command line, by path. */
export const awsCli = (): ReadonlyMap<string, Buffer> => {
	const install = [
		'#!/usr/bin/env bash',
		'set -euo pipefail',
		...leaveProgram('/usr/local/bin/aws', [
			`if [[ "\${1-} \${2-}" == 'eks describe-cluster' ]]; then echo '${cluster}'; fi`,
		]),
		'',
	];
	const archive = zip(new Map([['aws/install', install.join('\n')]]));
	return new Map(['x86_64', 'aarch64'].map(machine => [`/awscli-exe-linux-${machine}.zip`, archive]));
};

/** A program as a release has it for Linux, on each processor. */
const assetsOf = (name: string, text: string): readonly (readonly [string, string])[] =>
	['amd64', 'arm64'].map(machine => [`${name}_linux_${machine}`, text] as const);

const filesOf = (bundle: Bundle): readonly (readonly [string, string])[] => {
	switch (bundle.way) {
		case 'module':
		case 'service':
			return [[`modules/${bundle.name}/install.sh`, installer(bundle)]];
		case 'clone':
			return [[bundle.name, installer(bundle)]];
		default:
			return [];
	}
};

const nameOf = (repository: string): string => repository.replace('https://github.com/', '');

/** Programs of Gruntwork's that are no bundles: the bootstrap fetches them. */
const ownFiles: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
	'gruntwork-io/gruntwork-installer': ['bootstrap-gruntwork-installer.sh', 'gruntwork-install'].map(
		name => [name, program(name)] as const,
	),
};

/** The repositories of the catalogue, with modules and programs of the tests' own. */
export const catalogRepositories = (): ReadonlyMap<string, Repository> => {
	const repositories = new Map<string, Repository>([
		[
			'gruntwork-io/fetch',
			{
				isPrivate: false,
				tags: ['v0.4.6', 'v0.4.8'],
				files: new Map(),
				assets: new Map(assetsOf('fetch', program('fetch'))),
			},
		],
	]);
	for (const name of new Set(bundles.map(({ repository }) => nameOf(repository)))) {
		const here = bundles.filter(({ repository }) => nameOf(repository) === name);
		repositories.set(name, {
			isPrivate: here.some(({ needsToken }) => needsToken),
			tags: [...new Set(['v0.0.1', ...here.map(({ version }) => version)])],
			files: new Map([...(ownFiles[name] ?? []), ...here.flatMap(filesOf)]),
			assets: new Map(
				here
					.filter(({ way }) => way === 'binary')
					.flatMap(bundle => assetsOf(bundle.name, recorder(`/usr/local/bin/${bundle.name}`))),
			),
		});
	}

	return repositories;
};

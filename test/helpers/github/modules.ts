import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bundles } from '../../../source/catalog/bundles/index.ts';
import type { Bundle } from '../../../source/catalog/bundles/schema.ts';
import { shellQuote } from '../../../source/template/shell.ts';
import { moduleArguments, moduleNeeds, moves, programFlags } from './documented.ts';
import type { Repository } from './github.ts';

const program = (name: string): string =>
	readFileSync(path.join(import.meta.dirname, 'programs', name), 'utf8');

/** Writes down how it was called: its name, the names of its environment, its arguments. */
const recording = (name: string): readonly string[] => [
	`{ printf '%s\\0' ${shellQuote(name)} "$(compgen -e | sort | tr '\\n' ' ')" "$@"; printf '\\n\\0'; } >>/records/calls`,
];

const refusing = (known: readonly string[] | undefined, prefix = ''): readonly string[] =>
	known === undefined
		? []
		: [
				'for argument in "$@"; do',
				`  case $argument in`,
				...known.map(name => `  ${prefix}${name}) ;;`),
				`  --*) echo "$0: ERROR: Unrecognized argument: $argument" >&2; exit 1 ;;`,
				'  esac',
				'done',
			];

/** A program that writes down how it is called, and does no more. */
const recorder = (name: string): string =>
	[
		'#!/usr/bin/env bash',
		// As of a program that is compiled, half of it does nothing.
		'{',
		'set -euo pipefail',
		// It may come first of all that is looked for, and so be asked what it is.
		`if [[ $# == 1 && $1 == *version ]]; then echo ${shellQuote(`${path.basename(name)} of the tests`)}; exit; fi`,
		...recording(name),
		...refusing(programFlags[name]),
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

const leaveProgram = (name: string): readonly string[] => {
	const file = name.startsWith('/') ? name : `/usr/local/bin/${name}`;
	const lines = leave(file, recorder(file), '755');
	// Never in place of what the system has.
	return name.startsWith('/')
		? lines
		: [`if ! command -v ${shellQuote(name)} >/dev/null; then`, ...lines, 'fi'];
};

/** What proves an installation, and what is run at boot, is what a module has to leave behind. */
const leftBy = (bundle: Bundle): readonly string[] => [
	...bundle.proof.flatMap(proof => {
		if ('file' in proof) {
			return leave(proof.file, '# Of the tests.', '644');
		}

		if ('program' in proof) {
			return leaveProgram(proof.program);
		}

		const [name = '', ...rest] = proof.run;
		switch (name) {
			case 'rpm':
				return [`[[ $(command -v rpm) == '' ]] || sudo yum install -y ${shellQuote(rest.at(-1) ?? '')}`];
			case 'bash':
				return [`if command -v semodule >/dev/null; then sudo semodule --install ${bundle.name}; fi`];
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
		...(moduleNeeds[bundle.name] ?? []).map(
			name => `command -v ${name} >/dev/null || { echo "${name} is required" >&2; exit 1; }`,
		),
		...(bundle.requires.includes('bash-commons')
			? ['source /opt/gruntwork/bash-commons/log.sh', `log_info ${shellQuote(`Installing ${bundle.name}`)}`]
			: []),
		...moving(bundle.name),
		...leftBy(bundle),
		'',
	].join('\n');

/** As Bash Commons has it in part: what the modules use. */
const logLibrary = 'log_info() { echo "$(date +"%F %T") [INFO] [$(basename "$0")] $*" >&2; }\n';

/** A program as a release has it for Linux, on each processor. */
const assetsOf = (name: string, text: string): readonly (readonly [string, string])[] =>
	['amd64', 'arm64'].map(machine => [`${name}_linux_${machine}`, text] as const);

const filesOf = (bundle: Bundle): readonly (readonly [string, string])[] => {
	switch (bundle.way) {
		case 'module':
		case 'service':
			return [
				[
					`modules/${bundle.name}/install.sh`,
					bundle.id === 'bash-commons'
						? [
								...installer(bundle).trimEnd().split('\n').slice(0, -leftBy(bundle).length),
								...leave('/opt/gruntwork/bash-commons/log.sh', logLibrary, '644'),
								'',
							].join('\n')
						: installer(bundle),
				],
			];
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

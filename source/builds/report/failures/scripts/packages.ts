import type { ScriptFailure } from '../failure.ts';

/** Why a package may not be found although it exists. */
const before = [
	'script.no-sudo',
	'script.sudo-refused',
	'script.no-sudoer',
	'script.locked',
	'script.disk-full',
	'script.no-host',
	'script.no-network',
	'script.fetch',
	'script.repository-key',
	'script.repository',
	'script.clock',
];

/** What apt, dnf, yum, zypper, pip and npm say when they install nothing. */
export const packageFailures: readonly ScriptFailure[] = [
	{
		id: 'script.locked',
		patterns: [
			/Could not get lock|Unable to acquire the dpkg frontend lock|dpkg (?:status database is|frontend lock was) locked/,
			/holding the yum lock|failed to obtain lock|Existing lock \/var\/run\/yum\.pid|Waiting for process with pid \d+ to finish/,
		],
		because: 'another program was installing packages at the same time',
		why: 'A machine that has just started updates itself.',
		next: 'Run it again, or let apt wait: apt-get -o DPkg::Lock::Timeout=300',
		remedy: 'again',
	},
	{
		id: 'script.asks',
		patterns: [
			/Do you want to continue\? \[Y\/n\] Abort|Is this ok \[[yY]\/\w[\w/]*\]: .*(?:Exiting|Operation aborted)|conffile prompt|^(?:Exiting on user command|Operation aborted(?: by the user)?\.?)$/,
		],
		because: 'it asks a question, and nobody is there to answer',
		next: 'Answer it beforehand: apt-get install -y, dnf -y, DEBIAN_FRONTEND=noninteractive.',
		remedy: 'step',
	},
	{
		id: 'script.repository-key',
		patterns: [
			/NO_PUBKEY (\w+)|is not signed\.|GPG check FAILED|Public key for \S+ is not installed|GPG error:/,
		],
		because: 'a package source is not signed by a key that this machine knows',
		next: 'Install the key of that source first.',
		remedy: 'step',
	},
	{
		id: 'script.clock',
		patterns: [/is not valid yet|not yet valid|certificate has expired or is not yet/],
		because: 'the clock of the machine is wrong',
		next: 'Run it again: a machine sets its clock soon after it starts.',
		remedy: 'again',
	},
	{
		id: 'script.repository',
		patterns: [
			/E: The repository '(\S+)[^']*' (?:does not have|no longer has) a Release file/,
			/There are no enabled repositories/,
			/Cannot find a valid baseurl for repo: (\S+)|Failed to download metadata for repo '(\S+)'/,
		],
		because: (_, [, apt, dnf = apt]) =>
			dnf === undefined
				? 'no package source is enabled'
				: `the package source ${dnf} has nothing for this system`,
		next: 'Look whether that source serves this version of the base image.',
		remedy: 'step',
		comesOf: ['script.no-host', 'script.no-network'],
	},
	{
		id: 'script.no-package',
		patterns: [
			/Unable to locate package (\S+)|Package '(\S+)' has no installation candidate|Version '\S+' for '(\S+)' was not found/,
		],
		because: (_, [, a, b = a, c = b]) => `apt knows no package ${c}`,
		why: 'Its name is wrong, this system does not have it, or apt-get update was not run before.',
		next: 'Look at the name, and run sudo apt-get update first.',
		remedy: 'step',
		comesOf: before,
	},
	{
		id: 'script.no-package',
		patterns: [
			/No match for argument: (\S+)|No package (\S+) available|Unable to find a match: (\S+)/,
			/No provider of '(\S+)' found/,
			// What the template itself says, when it looks at what was installed.
			/^The package (\S+) is not there: this system has none of that name\.$/,
		],
		because: (_, [, a, b = a, c = b]) => `there is no package ${c}`,
		next: 'Look at the name, and whether its source (such as EPEL) is enabled.',
		remedy: 'step',
		comesOf: before,
	},
	{
		id: 'script.no-package',
		patterns: [
			/No matching distribution found for (\S+)|Could not find a version that satisfies the requirement (\S+)/,
		],
		because: (_, [, a, b = a]) => `pip knows no package ${b} for this Python`,
		next: 'Look at the name and the version, and at python3 --version.',
		remedy: 'step',
		comesOf: before,
	},
	{
		id: 'script.no-package',
		patterns: [/npm (?:ERR!|error) (?:code E404|404 +(?:Not Found.*\/)?'?(\S+?)'?(?: -|$| is not))/],
		because: (_, [, name]) => `npm knows no package ${name ?? 'of that name'}`,
		next: 'Look at the name and the version.',
		remedy: 'step',
		comesOf: before,
	},
	{
		id: 'script.dependencies',
		patterns: [
			/unmet dependencies|Failed dependencies:|you have held broken packages|nothing provides \S+.* needed by|ERESOLVE|ResolutionImpossible|Depsolve Error/,
		],
		because: 'packages do not go together',
		next: 'Name versions that do, or leave one out; its lines say which.',
		remedy: 'step',
		comesOf: before,
	},
	{
		id: 'script.no-module',
		patterns: [
			/ModuleNotFoundError: No module named '(\S+?)'|No module named (\w+)$|Cannot find module '(\S+?)'/,
		],
		because: (_, [, a, b = a, c = b]) => `the module ${c} is not installed`,
		next: 'Install it in a step before.',
		remedy: 'step',
		comesOf: [...before, 'script.no-package', 'script.pip-system'],
	},
	{
		id: 'script.pip-system',
		patterns: [/externally-managed-environment/],
		because: 'pip may not install into the Python of the system',
		next: 'Use the package of the system (python3-NAME), a virtual environment, or pipx.',
		remedy: 'step',
	},
	{
		id: 'script.package-broken',
		patterns: [
			/dpkg: error processing (?:package|archive) (\S+)|Error in (?:PRE|POST)IN scriptlet in \w+ package (\S+)/,
		],
		because: (_, [, apt, rpm = apt]) => `the package ${rpm} could not be set up`,
		next: 'Look at the lines above: its own script says why.',
		remedy: 'step',
		comesOf: ['script.disk-full', 'script.no-sudo'],
	},
	{
		id: 'script.package-broken',
		patterns: [/Sub-process \S*dpkg returned an error code|you must manually run .*dpkg --configure/],
		because: 'a package could not be set up',
		next: 'Look at the lines above: its own script says why.',
		remedy: 'step',
		comesOf: ['script.package-broken', 'script.disk-full', 'script.no-sudo'],
	},
	{
		id: 'script.npm',
		patterns: [/npm (?:ERR!|error) (Missing script: .+)/i, /npm (?:ERR!|error) code (E\w+)/],
		because: (_, [, said]) => `npm says ${said}`,
		next: 'Look at its last lines.',
		remedy: 'step',
		comesOf: [...before, 'script.no-package', 'script.dependencies', 'script.memory-full'],
	},
];

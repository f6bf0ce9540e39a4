/** What a script printed before it ended, the exit code of that, and which failure it is. */
export type ScriptWords = readonly [
	lines: readonly string[],
	exitCode: number,
	id: string,
	because?: string | undefined,
	bundle?: string,
];

const aptWithoutSudo = [
	'Reading package lists...',
	'E: Could not open lock file /var/lib/apt/lists/lock - open (13: Permission denied)',
	'E: Unable to lock directory /var/lib/apt/lists/',
];

const rights: readonly ScriptWords[] = [
	[aptWithoutSudo, 100, 'script.no-sudo', 'it has to be run with sudo'],
	// Where nothing stops at the first line that fails, the second one tells of no more than the consequence.
	[[...aptWithoutSudo, 'Reading package lists...', 'E: Unable to locate package jq'], 100, 'script.no-sudo'],
	[
		['E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?'],
		100,
		'script.no-sudo',
	],
	[
		['Error: This command has to be run with superuser privileges (under the root user on most systems).'],
		1,
		'script.no-sudo',
	],
	[['You need to be root to perform this command.'], 1, 'script.no-sudo'],
	[
		['The requested operation requires superuser privileges. Please log in as a user with elevated rights'],
		1,
		'script.no-sudo',
	],
	[['Failed to restart nginx.service: Interactive authentication required.'], 1, 'script.no-sudo'],
	[["mkdir: cannot create directory '/opt/x': Permission denied"], 1, 'script.no-sudo'],
	[['/tmp/script_12.sh: line 4: /etc/motd: Permission denied'], 1, 'script.no-sudo'],
	[["chown: changing ownership of '/srv/x': Operation not permitted"], 1, 'script.no-sudo'],
	[
		['npm error code EACCES', 'npm error syscall mkdir', 'npm error path /usr/local/lib/node_modules/x'],
		243,
		'script.no-sudo',
	],
	[
		["ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/usr/local/lib/x'"],
		1,
		'script.no-sudo',
	],
	[['tar: /opt/x: Cannot mkdir: Permission denied'], 2, 'script.no-sudo'],
	[['tar: x: Cannot mkdir: Permission denied'], 2, 'script.permission', 'permission was denied for x'],
	[['Failed to enable unit: Access denied'], 1, 'script.no-sudo'],
	[
		[
			'docker: permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: dial unix /var/run/docker.sock: connect: permission denied.',
		],
		126,
		'script.no-sudo',
	],
	[['sudo: a terminal is required to read the password; either use the -S option'], 1, 'script.sudo-refused'],
	[['sudo: interactive authentication is required'], 1, 'script.sudo-refused', 'sudo asks for a password'],
	[["sudo: I'm sorry web. I'm afraid I can't do that"], 1, 'script.no-sudoer'],
	[
		['web is not in the sudoers file.  This incident will be reported.'],
		1,
		'script.no-sudoer',
		'its log-in user may not use sudo',
	],
	[["Sorry, user web is not allowed to execute '/bin/ls' as root on ip-10-0-0-1."], 1, 'script.no-sudoer'],
	[['Sorry, user web may not run sudo on ip-10-0-0-1.'], 1, 'script.no-sudoer'],
	[
		[
			"sudo: preserving the entire environment is not supported, '-E' is ignored",
			'env.sh: line 2: TOKEN: unbound variable',
		],
		1,
		'script.sudo-environment',
	],
	[['cp: cannot open mine: Permission denied', 'mine: Permission denied'], 1, 'script.permission'],
];

const packages: readonly ScriptWords[] = [
	[['E: Unable to locate package nginxx'], 100, 'script.no-package', 'apt knows no package nginxx'],
	[
		["E: Package 'python2' has no installation candidate"],
		100,
		'script.no-package',
		'apt knows no package python2',
	],
	[['Error: Unable to find a match: jqq'], 1, 'script.no-package', 'there is no package jqq'],
	[['No match for argument: jqq', 'Error: Nothing to do'], 1, 'script.no-package'],
	[['Failed to resolve the transaction:', 'No match for argument: jqq'], 1, 'script.no-package'],
	[
		[
			'ERROR: Could not find a version that satisfies the requirement flaskk (from versions: none)',
			'ERROR: No matching distribution found for flaskk',
		],
		1,
		'script.no-package',
		'pip knows no package flaskk for this Python',
	],
	[
		[
			'npm error code E404',
			'npm error 404 Not Found - GET https://registry.npmjs.org/nopee - Not found',
			"npm error 404  'nopee@*' is not in this registry.",
		],
		1,
		'script.no-package',
	],
	[
		['E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1797 (apt-get)'],
		100,
		'script.locked',
	],
	[['Waiting for process with pid 1450 to finish.'], 1, 'script.locked'],
	[['Do you want to continue? [Y/n] Abort.'], 1, 'script.asks'],
	[['Is this ok [y/N]: Operation aborted.'], 1, 'script.asks'],
	[
		[
			'W: GPG error: https://x InRelease: NO_PUBKEY 7EA0A9C3F273FCD8',
			"E: The repository 'https://x InRelease' is not signed.",
		],
		100,
		'script.repository-key',
	],
	[
		["E: The repository 'https://x.example noble Release' does not have a Release file."],
		100,
		'script.repository',
	],
	[['E: Release file for http://x/InRelease is not valid yet (invalid for another 2h)'], 100, 'script.clock'],
	[
		[
			'The following packages have unmet dependencies:',
			'E: Unable to correct problems, you have held broken packages.',
		],
		100,
		'script.dependencies',
	],
	[
		['npm error code ERESOLVE', 'npm error ERESOLVE unable to resolve dependency tree'],
		1,
		'script.dependencies',
	],
	[['error: externally-managed-environment'], 1, 'script.pip-system'],
	[
		['Traceback (most recent call last):', "ModuleNotFoundError: No module named 'yaml'"],
		1,
		'script.no-module',
		'the module yaml is not installed',
	],
	[
		[
			'dpkg: error processing package web (--configure):',
			' installed web package post-installation script subprocess returned error exit status 1',
			'E: Sub-process /usr/bin/dpkg returned an error code (1)',
		],
		100,
		'script.package-broken',
		'the package web could not be set up',
	],
	[['npm error Missing script: "build"'], 1, 'script.npm'],
	[['error: Failed dependencies:', '\tlibfoo is needed by web'], 1, 'script.dependencies'],
	[['Error: There are no enabled repositories in "/etc/yum.repos.d"'], 1, 'script.repository'],
	[['npm ERR! code ELIFECYCLE'], 1, 'script.npm'],
];

const fetching: readonly ScriptWords[] = [
	[
		['docker: Error response from daemon: toomanyrequests: You have reached your pull rate limit.'],
		125,
		'script.too-many-requests',
	],
	[['curl: (22) The requested URL returned error: 429'], 22, 'script.too-many-requests'],
	[
		['curl: (6) Could not resolve host: deb.nodesource.com'],
		6,
		'script.no-host',
		'the machine cannot find deb.nodesource.com',
	],
	[
		["Temporary failure resolving 'archive.ubuntu.com'", 'E: Unable to locate package jq'],
		100,
		'script.no-host',
		'the machine cannot find archive.ubuntu.com',
	],
	[
		[
			"W: Failed to fetch http://archive.ubuntu.com/x  Temporary failure resolving 'archive.ubuntu.com'",
			'W: Some index files failed to download. They have been ignored, or old ones used instead.',
			'E: Unable to locate package jq',
		],
		100,
		'script.no-host',
	],
	[
		[
			'Errors during downloading metadata for repository',
			"Curl error (6): Couldn't resolve host name for https://x.example/repomd.xml [Could not resolve host: x.example]",
			"Error: Failed to download metadata for repo 'x': Cannot download repomd.xml",
		],
		1,
		'script.no-host',
	],
	[
		[
			'npm error code ENOTFOUND',
			'npm error network request failed, reason: getaddrinfo ENOTFOUND registry.npmjs.org',
		],
		1,
		'script.no-host',
	],
	[
		['sudo: unable to resolve host ip-10-0-0-1: Name or service not known', 'E: Unable to locate package jq'],
		100,
		'script.no-package',
	],
	[
		['curl: (7) Failed to connect to x.example port 443 after 3 ms: Connection refused'],
		7,
		'script.no-network',
	],
	[
		['ssh: Could not resolve hostname git.example: Temporary failure in name resolution'],
		128,
		'script.no-host',
		'the machine cannot find git.example',
	],
	[
		['curl: (35) OpenSSL SSL_connect: Connection reset by peer in connection to x.example:443'],
		35,
		'script.no-network',
	],
	[['curl: (22) The requested URL returned error: 403 Forbidden'], 22, 'script.fetch-refused'],
	[['wget: server returned error: HTTP/1.1 404 Not Found'], 1, 'script.not-there'],
	[['curl: (23) Failure writing output to destination'], 23, 'script.cannot-write'],
	[
		[
			'Warning: Failed to open the file /usr/local/bin/x: Permission denied',
			'curl: (23) Failure writing output to destination, passed 1 returned 0',
		],
		23,
		'script.no-sudo',
	],
	[
		["fatal: could not read Username for 'https://github.com': No such device or address"],
		128,
		'script.git-sign-in',
	],
	[['curl: (60) SSL certificate problem: self-signed certificate'], 60, 'script.certificate'],
	[['curl: (22) The requested URL returned error: 404'], 22, 'script.not-there'],
	[
		[
			'E: Failed to fetch http://x.example/jq.deb  404  Not Found [IP: 1.2.3.4 80]',
			'E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?',
		],
		100,
		'script.not-there',
	],
	[['curl: (22) The requested URL returned error: 503'], 22, 'script.fetch'],
	[
		["fatal: could not read Username for 'https://gitlab.example': No such device or address"],
		128,
		'script.git-sign-in',
	],
	[
		[
			'curl: (22) The requested URL returned error: 404',
			'gzip: stdin: not in gzip format',
			'tar: Child returned status 1',
		],
		2,
		'script.not-there',
	],
	[['gzip: stdin: not in gzip format', 'tar: Child returned status 1'], 2, 'script.not-an-archive'],
	[['x.tgz: FAILED', 'sha256sum: WARNING: 1 computed checksum did NOT match'], 1, 'script.checksum'],
];

const aws: readonly ScriptWords[] = [
	[
		['Unable to locate credentials. You can configure credentials by running "aws configure".'],
		253,
		'script.aws-sign-in',
	],
	[
		['An error occurred (AccessDenied) when calling the GetObject operation: Access Denied'],
		254,
		'script.aws-refused',
		'AWS does not allow the machine to do GetObject',
	],
];

/** As gruntwork-install and fetch print them where there is no terminal. */
const fetchLine = (message: string): string =>
	`time="2026-11-28T10:00:00Z" level=error msg="${message}" binary=fetch version=`;

const gruntwork: readonly ScriptWords[] = [
	[
		[fetchLine('HTTP 404 Response when attempting to query the repo https://github.com/gruntwork-io/x')],
		1,
		'script.token-cannot-read',
	],
	[
		[fetchLine('Received HTTP Response 401 while fetching releases for GitHub URL https://api.github.com/x')],
		1,
		'script.token-refused',
	],
	[
		[
			fetchLine(
				'Received HTTP Response 404 while fetching https://api.github.com/repos/gruntwork-io/x/releases/tags/v9.9.9: Not Found',
			),
		],
		1,
		'script.no-version',
	],
	[
		[
			fetchLine(
				'Resource protected by organization SAML enforcement. You must grant your OAuth token access',
			),
		],
		1,
		'script.token-organisation',
	],
	[[fetchLine('API rate limit exceeded for 1.2.3.4')], 1, 'script.github-limit'],
	[[fetchLine('Expected status code 200 but got 502')], 1, 'script.github-errors'],
	[['ERROR: Repository is not public. You must set GITHUB_OAUTH_TOKEN'], 1, 'script.token-missing'],
	[
		['/tmp/script_1.sh: line 5: GITHUB_OAUTH_TOKEN: is needed, https://github.com/gruntwork-io/x is private'],
		1,
		'script.token-missing',
	],
	[["mv: cannot stat '/tmp/config/logstash.yml': No such file or directory"], 1, 'script.asset-lost'],
	[
		[
			fetchLine('1 errors while downloading assets:\\n\\t/tmp/x/ssh-grunt_linux_amd64: unexpected EOF'),
			'/usr/local/bin/ssh-grunt: cannot execute binary file: Exec format error',
		],
		126,
		'script.half-download',
	],
	[
		[
			fetchLine('1 errors while downloading assets:\\n\\t/tmp/x/y_linux_amd64: unexpected EOF'),
			"mv: cannot stat '/tmp/x/y_linux_amd64': No such file or directory",
		],
		1,
		'script.half-download',
	],
	// As Go 1.26 says it of a network without a name server, and of none at all.
	[
		[
			fetchLine(
				'Error fetching tags: Get \\"https://api.github.com/x\\": dial tcp: lookup api.github.com on 10.0.0.2:53: read udp 10.0.0.9:44323->10.0.0.2:53: read: connection refused',
			),
		],
		1,
		'script.no-host',
		'the machine cannot find api.github.com',
	],
	[
		[fetchLine('Get \\"https://api.github.com/x\\": dial tcp 1.2.3.4:443: connect: network is unreachable')],
		1,
		'script.no-network',
		'the machine cannot reach api.github.com',
	],
	// The list of the release is read, and the network keeps what it names from coming.
	[
		[
			fetchLine(
				'1 errors while downloading assets:\\n\\t/tmp/x/y_linux_amd64: Get \\"https://release-assets.githubusercontent.com/x\\": dial tcp 1.2.3.4:443: i/o timeout',
			),
			"mv: cannot stat '/tmp/x/y_linux_amd64': No such file or directory",
		],
		1,
		'script.no-network',
	],
	[
		[fetchLine('Could not find assets matching ssh-grunt_linux_arm64 in release v1.7.0\\n')],
		1,
		'script.no-asset',
		'release v1.7.0 has no ssh-grunt_linux_arm64',
	],
	[
		[
			'2026-11-28 10:00:00 [ERROR] [gruntwork-install] No files were downloaded. Are you sure "ntpp" is a valid Script Module in https://github.com/gruntwork-io/x (tag = v1.0.0, branch = )?',
		],
		1,
		'script.no-module',
		'that version has no module ntpp',
	],
	// Without a token, since what it installs is public.
	[
		[
			'2026-11-28 10:00:00 [ERROR] [gruntwork-install] Repository is not public. Either GITHUB_OAUTH_TOKEN or GITLAB_TOKEN environment variable is required.',
		],
		1,
		'script.github-page',
		undefined,
		'bash-commons',
	],
	[
		[
			'2026-11-28 10:00:00 [ERROR] [gruntwork-install] Repository is not public. Either GITHUB_OAUTH_TOKEN or GITLAB_TOKEN environment variable is required.',
		],
		1,
		'script.token-missing',
		undefined,
		'fail2ban',
	],
	[
		['/tmp/script_1.sh: line 20: fetch: cannot execute binary file: Exec format error'],
		126,
		'script.half-download',
		'fetch, which the installer needs, was not downloaded whole',
		'gruntwork-installer',
	],
	// What the template says of what an installer left, and of that for which the installer is not to blame.
	[
		['Kafka is not there, or does not run: the installation did not do its work.'],
		1,
		'script.not-installed',
		'Kafka is not there, or not whole, though its installer was content',
		'kafka-install',
	],
	[
		['/usr/local/bin/x is not there, or empty: the installation did not do its work.'],
		1,
		'script.not-installed',
	],
	[
		[
			fetchLine('1 errors while downloading assets:\\n\\t/tmp/x/y_linux_amd64: unexpected EOF'),
			'y is not there, or empty: the installation did not do its work.',
		],
		1,
		'script.half-download',
	],
	[
		['ERROR: Expected status code 200 but got 429 when downloading https://raw.githubusercontent.com/x'],
		1,
		'script.github-limit',
	],
	[
		['ERROR: Expected status code 200 but got 403 when downloading https://raw.githubusercontent.com/x'],
		1,
		'script.github-errors',
		'GitHub answered with 403',
	],
	[
		['mv: cannot stat ‘/tmp/x/y_linux_amd64’: No such file or directory'],
		1,
		'script.asset-lost',
		'/tmp/x/y_linux_amd64 is not there: it was not downloaded, or the module expects it',
	],
	...[
		'read tcp 10.0.0.9:44323->1.2.3.4:443: read: connection reset by peer',
		'context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
	].map(
		(reason): ScriptWords => [
			[fetchLine(`Error fetching tags: Get \\"https://api.github.com/x\\": ${reason}`)],
			1,
			'script.no-network',
		],
	),
	[
		['error: RPC failed; curl 18 transfer closed with outstanding read data remaining', 'fatal: early EOF'],
		128,
		'script.fetch',
	],
	[['dpkg: error: dpkg frontend lock was locked by another process with pid 1234'], 2, 'script.locked'],
	[
		['The package no.such is not there: this system has none of that name.'],
		1,
		'script.no-package',
		'there is no package no.such',
	],
	[
		['ERROR: Expected status code 200 but got 000 when downloading https://github.com/gruntwork-io/fetch/x'],
		1,
		'script.no-network',
		'the machine cannot reach github.com',
	],
];

const machine: readonly ScriptWords[] = [
	[
		[
			'dpkg: error: write: No space left on device',
			'E: Sub-process /usr/bin/dpkg returned an error code (2)',
		],
		100,
		'script.disk-full',
	],
	[["E: You don't have enough free space in /var/cache/apt/archives/."], 100, 'script.disk-full'],
	[['npm error code ENOSPC'], 1, 'script.disk-full'],
	[
		['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
		134,
		'script.memory-full',
	],
	[['/tmp/script_1.sh: line 9:  1234 Killed                  make'], 137, 'script.killed'],
	[['building'], 137, 'script.killed'],
	[
		['/tmp/script_1.sh: line 3: /usr/local/bin/x: cannot execute binary file: Exec format error'],
		126,
		'script.other-processor',
	],
	[
		[
			"System has not been booted with systemd as init system (PID 1). Can't operate.",
			'Failed to connect to bus: Host is down',
		],
		1,
		'script.no-systemd',
	],
	[['Failed to start nginxx.service: Unit nginxx.service not found.'], 5, 'script.no-service'],
	[
		[
			'Job for web.service failed because the control process exited with error code.',
			'See "systemctl status web.service" and "journalctl -xeu web.service" for details.',
		],
		1,
		'script.service-failed',
	],
	[['status: error'], 1, 'script.cloud-init', 'cloud-init, which sets a new machine up, did not end well'],
	[
		['cloud-init is not done after 10 minutes. It says:', 'status: running'],
		1,
		'script.cloud-init',
		'cloud-init, which sets a new machine up, was not done after 10 minutes',
	],
];

const shell: readonly ScriptWords[] = [
	[
		['/tmp/script_1.sh: line 3: nodee: command not found'],
		127,
		'script.no-command',
		'there is no command nodee',
	],
	[['sudo: nodee: command not found'], 1, 'script.no-command'],
	[['sh: 1: nodee: not found'], 127, 'script.no-command'],
	[
		['E: Unable to locate package nodejss', '/tmp/script_1.sh: line 4: node: command not found'],
		127,
		'script.no-package',
	],
	[['silent'], 127, 'script.no-command', 'there is no such command'],
	[['/tmp/script_1.sh: line 3: ./setup: No such file or directory'], 127, 'script.no-file'],
	[["/usr/bin/env: 'python3': No such file or directory"], 127, 'script.no-interpreter'],
	[
		['bash: line 1: /tmp/script_77.sh: Permission denied'],
		126,
		'script.noexec',
		'nothing may be run in /tmp of the base image (noexec)',
	],
	[
		['/tmp/script_1.sh: line 3: ./setup: Permission denied'],
		126,
		'script.not-executable',
		'./setup cannot be executed',
	],
	[['silent'], 126, 'script.not-executable'],
	[
		['/tmp/script_1.sh: line 4: UNSET_THING: unbound variable'],
		1,
		'script.unset',
		'UNSET_THING is not set, and set -u stops at that',
	],
	[['y'], 141, 'script.pipe'],
	[['waiting'], 124, 'script.own-timeout'],
	[['/tmp/script_1.sh: line 3:   99 Segmentation fault      ./x'], 139, 'script.crashed'],
	[['bye'], 143, 'script.told-to-end'],
	[["/tmp/script_1.sh: line 2: $'\\r': command not found"], 127, 'script.carriage-returns'],
	[['setup.sh: /bin/bash^M: bad interpreter: No such file or directory'], 126, 'script.carriage-returns'],
	[['sh: 0: Illegal option -o pipefail'], 2, 'script.other-shell'],
	[['setup.sh: 3: [[: not found'], 127, 'script.other-shell'],
	[['setup.sh: 3: source: not found'], 127, 'script.other-shell'],
	[['setup.sh: line 3: 1: unbound variable'], 1, 'script.unset', '$1 is not set, and set -u stops at that'],
	[['setup.sh: line 3: FOO: parameter null or not set'], 1, 'script.unset'],
	[['yes: standard output: Broken pipe'], 1, 'script.pipe'],
	[['tar: x.tgz: Cannot open: No such file or directory'], 2, 'script.no-file', 'x.tgz is not there'],
	[["sudo: 'apt-gett': command not found"], 1, 'script.no-command', 'there is no command apt-gett'],
	[["/tmp/script_1.sh: line 7: syntax error near unexpected token `fi'"], 2, 'script.syntax'],
	[['cat: /nowhere: No such file or directory'], 1, 'script.no-file', '/nowhere is not there'],
	[['some words'], 1, 'script.exit'],
	// A log-in file that stumbles is none of the script's.
	[['/home/ubuntu/.bashrc: line 25: /x/env: No such file or directory'], 1, 'script.exit'],
	[[], 3, 'script.exit'],
	// What was long ago and went well in the end is not what it ended with.
	[
		['which: nodee: command not found', ...Array.from({ length: 40 }, (_, index) => `line ${index}`)],
		1,
		'script.exit',
	],
];

const connection = "'NewConnectionError: [Errno -2] Name or service not known'";

/** What was tried again, and what came of it. */
const retries: readonly ScriptWords[] = [
	[
		[
			'curl: (7) Failed to connect to example.com port 443: Connection refused',
			'Warning: Problem: connection refused. Will retry in 1 seconds. 3 retries left.',
			'200 OK',
		],
		1,
		'script.exit',
	],
	[['Attempt 1 of 3 failed: Connection timed out', 'Attempt 2 of 3 worked', 'done'], 1, 'script.exit'],
	[['connect to host example.com port 22: Connection refused', 'Retrying...'], 1, 'script.no-network'],
	[['Attempt 3 of 3 failed: Connection timed out', 'giving up'], 1, 'script.no-network'],
	[
		[
			`WARNING: Retrying (Retry(total=0)) after connection broken by ${connection}: /simple/x/`,
			'ERROR: Could not find a version that satisfies the requirement x (from versions: none)',
			'ERROR: No matching distribution found for x',
		],
		1,
		'script.no-host',
	],
];

const checks: readonly ScriptWords[] = [
	[
		[
			'bash: line 1: nginxx: command not found',
			'The check answers does not hold: exit code 127, and 0 is needed.',
		],
		1,
		'step.check',
	],
];

/** What scripts print when they fail: apt, dnf, pip, npm, curl, sudo, systemctl, gruntwork-install, bash. */
export const scriptWords: readonly ScriptWords[] = [
	...rights,
	...packages,
	...fetching,
	...retries,
	...gruntwork,
	...aws,
	...machine,
	...checks,
	...shell,
];

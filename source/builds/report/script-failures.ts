/** Failures of a script that its own output tells, for the end of a sentence. The first match wins. */
export const scriptFailures: readonly {
	readonly pattern: RegExp;
	readonly why: (match: RegExpExecArray) => string;
}[] = [
	{ pattern: /No space left on device/, why: () => 'the disk of the machine is full' },
	{
		pattern:
			/are you root|superuser privilege|(?:must|has to|need to) be (?:run as )?root|run (?:this )?as root/i,
		why: () => 'it has to be run with sudo',
	},
	{
		pattern:
			/Could not get lock|Unable to acquire the dpkg frontend lock|holding the yum lock|failed to obtain lock/,
		why: () => 'another program was installing packages at the same time',
	},
	{ pattern: /Unable to locate package (\S+)/, why: ([, name]) => `apt knows no package ${name}` },
	{ pattern: /No match for argument: (\S+)/, why: ([, name]) => `there is no package ${name}` },
	{ pattern: /No package (\S+) available/, why: ([, name]) => `there is no package ${name}` },
	{ pattern: /Failed to fetch (\S+)/, why: ([, address]) => `${address} could not be fetched` },
	{
		pattern: /Repository is not public\..*GITHUB_OAUTH_TOKEN/,
		why: () => 'the bundle is private and GITHUB_OAUTH_TOKEN is not set',
	},
	{
		pattern: /Bad credentials|could not read Username for 'https:\/\/github\.com'/,
		why: () => 'GitHub does not accept GITHUB_OAUTH_TOKEN',
	},
	{ pattern: /Could not resolve host:? (\S+?)[;.]?$/, why: ([, host]) => `the machine cannot find ${host}` },
	{
		pattern:
			/sudo: (?:no tty present|a terminal is required|sorry, you must have a tty|a password is required)/,
		why: () => 'sudo asks for a password',
	},
	{ pattern: /(?:^|\s)(\S+): (?:command )?not found$/, why: ([, name]) => `there is no command ${name}` },
	{
		pattern: /(\S*): Permission denied/,
		why: ([, name]) => `permission was denied${name ? ` for ${name}` : ''}`,
	},
];

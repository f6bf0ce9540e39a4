/** Failures of a script that its own output tells, for the end of a sentence. The first match wins. */
export const scriptFailures: readonly {
	readonly id: string;
	readonly pattern: RegExp;
	readonly why: (match: RegExpExecArray) => string;
}[] = [
	{
		id: 'script.disk-full',
		pattern: /No space left on device/,
		why: () => 'the disk of the machine is full',
	},
	{
		id: 'script.no-sudo',
		pattern:
			/are you root|superuser privilege|(?:must|has to|need to) be (?:run as )?root|run (?:this )?as root/i,
		why: () => 'it has to be run with sudo',
	},
	{
		id: 'script.locked',
		pattern:
			/Could not get lock|Unable to acquire the dpkg frontend lock|holding the yum lock|failed to obtain lock/,
		why: () => 'another program was installing packages at the same time',
	},
	{
		id: 'script.no-package',
		pattern: /Unable to locate package (\S+)/,
		why: ([, name]) => `apt knows no package ${name}`,
	},
	{
		id: 'script.no-package',
		pattern: /No match for argument: (\S+)/,
		why: ([, name]) => `there is no package ${name}`,
	},
	{
		id: 'script.no-package',
		pattern: /No package (\S+) available/,
		why: ([, name]) => `there is no package ${name}`,
	},
	{
		id: 'script.fetch',
		pattern: /Failed to fetch (\S+)/,
		why: ([, address]) => `${address} could not be fetched`,
	},
	{
		id: 'script.token-missing',
		pattern: /Repository is not public\..*GITHUB_OAUTH_TOKEN/,
		why: () => 'the bundle is private and GITHUB_OAUTH_TOKEN is not set',
	},
	{
		id: 'script.token-refused',
		pattern: /Bad credentials|could not read Username for 'https:\/\/github\.com'/,
		why: () => 'GitHub does not accept GITHUB_OAUTH_TOKEN',
	},
	{
		id: 'script.no-host',
		pattern: /Could not resolve host:? (\S+?)[;.]?$/,
		why: ([, host]) => `the machine cannot find ${host}`,
	},
	{
		id: 'script.sudo-password',
		pattern:
			/sudo: (?:no tty present|a terminal is required|sorry, you must have a tty|a password is required)/,
		why: () => 'sudo asks for a password',
	},
	{
		id: 'script.no-command',
		pattern: /(?:^|\s)(\S+): (?:command )?not found$/,
		why: ([, name]) => `there is no command ${name}`,
	},
	{
		id: 'script.permission',
		pattern: /(\S*): Permission denied/,
		why: ([, name]) => `permission was denied${name ? ` for ${name}` : ''}`,
	},
];

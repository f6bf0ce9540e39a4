import type { ScriptFailure } from '../failure.ts';

const asRoot =
	'Scripts run as the log-in user: write sudo in front of what installs packages or changes the system.';

/** Places that only root may change. */
const rootsOwn = String.raw`/(?:etc|usr|opt|var|root|srv|lib|lib64|bin|sbin|boot|run|sys|proc|mnt|media)\b`;

/** What only root may do. */
export const rightsFailures: readonly ScriptFailure[] = [
	{
		id: 'script.sudo-refused',
		patterns: [
			/sudo: (?:no tty present|a terminal is required|sorry, you must have a tty|a password is required)/,
			/[Ii]nteractive authentication is required|A terminal is required to authenticate/,
		],
		because: 'sudo asks for a password',
		why: 'The log-in user of the base image may not use sudo without one.',
		next: 'Choose another base image or log-in user, or allow it there (NOPASSWD).',
		remedy: 'base-image',
	},
	{
		id: 'script.no-sudoer',
		patterns: [
			/is not in the sudoers file|is not allowed to (?:run sudo|execute)|may not run sudo|I'm sorry \S+\. I'm afraid I can't do that/,
		],
		because: 'its log-in user may not use sudo',
		why: 'The sudoers file of the base image allows that user nothing, or not this command.',
		next: 'Choose another base image or log-in user, or allow it there (in /etc/sudoers.d).',
		remedy: 'base-image',
	},
	{
		id: 'script.sudo-environment',
		patterns: [/preserving the entire environment is not supported|'-E' is ignored/],
		because: 'this sudo does not hand variables on (-E)',
		why: 'Ubuntu since 25.10 has a sudo of another maker (sudo-rs), which ignores -E.',
		next: 'Name them: sudo --preserve-env=NAME,OTHER, or sudo NAME=value.',
		remedy: 'step',
	},
	{
		id: 'script.no-sudo',
		patterns: [
			/are you root|superuser privilege|(?:must|has to|need to|needs to) be (?:run as )?(?:the )?(?:root|superuser)|run (?:this )?(?:command again )?as root|only root can|you must be root|try with sudo/i,
			/E: (?:Could not (?:open lock file|get lock)|Unable to lock directory).*\(?13: Permission denied/,
			/RemoveCaches \(13: Permission denied\)|can't create transaction lock|cannot lock \/etc\/\w+|[Pp]ermission denied on key/,
			/[Ii]nteractive authentication required|Failed to \w+ (?:unit|\S+\.(?:service|timer|socket)): Access denied/,
			/npm (?:ERR!|error) (?:code )?EACCES|OSError: \[Errno 13\] Permission denied/,
			/(?:changing (?:ownership|permissions) of|could not insert) .*Operation not permitted/,
			new RegExp(`${rootsOwn}[^'’:]*['’]?:?(?: Cannot \\w+:)? Permission denied`),
			new RegExp(`Permission denied: '${rootsOwn}`),
		],
		because: 'it has to be run with sudo',
		why: (_, { input }) =>
			/line \d+: \/\S+: Permission denied/.test(input)
				? 'What follows > is written by the log-in user, also behind sudo: … | sudo tee FILE writes as root.'
				: undefined,
		next: asRoot,
		remedy: 'sudo',
	},
	{
		id: 'script.no-sudo',
		patterns: [/permission denied while trying to connect to the (?:Docker|docker)/],
		exitCodes: [126],
		because: 'Docker has to be run with sudo',
		why: 'Who was put into the group docker belongs to it from the next log-in on.',
		next: asRoot,
		remedy: 'sudo',
	},
];

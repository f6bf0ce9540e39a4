import { resolveBase } from '../../../../recipe/base.ts';
import type { ScriptFailure, Words } from '../failure.ts';

/** bash names the line of the script that Packer copied: it is the line of the file in the template. */
const whichLine: Words = (_, { input }) => {
	const line = /\/script_\d+\.sh: line (\d+): /.exec(input)?.[1];
	return line === undefined ? undefined : `bash says so of line ${line} of its file.`;
};

const lookForOne = {
	why: whichLine,
	next: 'Look for it in the script.',
	remedy: 'step',
} as const;

/** A word that may not be found because what brings it was not installed. */
const notInstalled = [
	'script.no-package',
	'script.no-sudo',
	'script.fetch',
	'script.no-host',
	'script.no-network',
	'script.locked',
	'script.package-broken',
];

/** Half a program is none that runs. */
const halfOfIt = ['script.half-download'];

/** What bash and sh say, and what stopped them. */
export const shellFailures: readonly ScriptFailure[] = [
	{
		id: 'script.carriage-returns',
		patterns: [
			/\$'[^']*\\r': command not found|set: -: invalid option|invalid option name\s*$|pipefail\r|\^M: bad interpreter|['‘]\S+\\r['’]: No such file/,
		],
		exitCodes: [126, 127],
		because: 'its lines end as those of Windows do',
		next: 'Save it with the line ends of Unix (LF).',
		remedy: 'step',
	},
	{
		id: 'script.other-shell',
		patterns: [
			/Illegal option -o pipefail|(?:\[\[|source|pushd|shopt|declare): not found|: Bad substitution|Syntax error: (?:"\(" unexpected|redirection unexpected)/,
		],
		exitCodes: [127],
		because: 'it is written for bash, but run by sh',
		next: 'Begin it with #!/usr/bin/env bash.',
		remedy: 'step',
	},
	{
		id: 'script.syntax',
		patterns: [/syntax error|unexpected EOF while looking for|Syntax error: /],
		because: 'it is no valid shell script',
		why: whichLine,
		next: 'bash -n FILE says where.',
		remedy: 'step',
		comesOf: halfOfIt,
	},
	{
		id: 'script.unset',
		patterns: [/(\w+(?:\[\S+?\])?): unbound variable|(\w+): parameter (?:null or )?not set/],
		because: (_, [, name = '', other = name]) =>
			`${/^\d+$/.test(other) ? `$${other}` : other} is not set, and set -u stops at that`,
		why: whichLine,
		next: (_, [, name = 'NAME']) =>
			`Set it, or write \${${name}:-} where it may be missing; around a file of others that is sourced: set +u.`,
		remedy: 'step',
		comesOf: ['script.sudo-environment'],
	},
	{
		id: 'script.noexec',
		patterns: [/(\S+)\/script_\d+\.sh: (?:.*bad interpreter: )?Permission denied/],
		exitCodes: [126],
		because: (_, [, folder]) =>
			`nothing may be run in ${folder?.replace(/^.*[ "]/, '')} of the base image (noexec)`,
		why: 'Hardened images forbid that; Packer copies scripts there.',
		next: recipe =>
			`Have scripts run from elsewhere, such as /home/${resolveBase(recipe).username} (--script-folder).`,
		remedy: 'script-folder',
	},
	{
		id: 'script.no-interpreter',
		patterns: [
			/(\S+): bad interpreter: No such file|env: ['‘]?(\S+?)['’]?: No such file or directory/,
			// bash 5.2 names the file, not what that asks for.
			/(\S+): cannot execute: required file not found/,
		],
		exitCodes: [126, 127],
		because: (_, [, path, name = path, file]) =>
			name === undefined
				? `what the first line of ${file} asks for is not installed`
				: `${name}, which its first line asks for, is not installed`,
		next: 'Install it in a step before.',
		remedy: 'step',
		comesOf: notInstalled,
	},
	{
		id: 'script.no-file',
		patterns: [
			/(?:^|\s)(?!stdin\b)(\S+?): (?:Cannot \w+: )?No such file or directory$/,
			/cannot (?:stat|access|open|remove) ['‘](.+?)['’](?: for reading)?: No such file/,
			/Can't open (\S+)$/,
		],
		exitCodes: [127],
		because: (_, [, file]) => `${file} is not there`,
		...lookForOne,
		comesOf: [...notInstalled, 'script.not-there'],
	},
	{
		id: 'script.no-command',
		patterns: [/(?:^|\s)['‘]?([^\s'’]+)['’]?: (?:command )?not found$/],
		exitCodes: [127],
		because: (_, [, name]) =>
			name === undefined || name === '' ? 'there is no such command' : `there is no command ${name}`,
		why: whichLine,
		next: 'Install what brings it in a step before, or name it by its whole path.',
		remedy: 'step',
		comesOf: notInstalled,
	},
	{
		id: 'script.not-executable',
		patterns: [/line \d+: (\S+): Permission denied/],
		exitCodes: [126],
		because: (_, [, file]) =>
			file === undefined || file === '' ? 'a file cannot be executed' : `${file} cannot be executed`,
		why: whichLine,
		next: 'Make it so first (chmod +x), or run it by its interpreter: bash FILE.',
		remedy: 'step',
		comesOf: halfOfIt,
	},
	{
		id: 'script.pipe',
		patterns: [/(?:write error|standard output): Broken pipe/],
		exitCodes: [141],
		because: 'who reads a pipe closed it before all was written, and set -o pipefail stops at that',
		why: 'head, grep -q and the like do that: the command before them is told to end (141).',
		next: 'Let it be read to its end (sed -n 1p instead of head -n 1), or end that line with || true.',
		remedy: 'step',
	},
	{
		id: 'script.own-timeout',
		patterns: [],
		exitCodes: [124],
		because: 'a command took longer than it was given (timeout)',
		next: 'Give it longer, or look why it does not end.',
		remedy: 'step',
	},
	{
		id: 'script.crashed',
		patterns: [/Segmentation fault|Illegal instruction|Bus error|Aborted \(core dumped\)/],
		exitCodes: [132, 134, 135, 136, 139],
		because: 'a program crashed',
		why: 'It may be made for a newer processor, or another architecture.',
		next: 'Look at its last lines, or try another version of it or another machine.',
		remedy: 'step',
		comesOf: halfOfIt,
	},
	{
		id: 'script.told-to-end',
		patterns: [],
		exitCodes: [129, 130, 143],
		because: 'it was told to end from outside',
		why: 'A restart or a shutdown does that, and a service that ends its own shell.',
		next: 'If it restarts the machine, give that a step of its own.',
		remedy: 'step',
	},
	{
		id: 'script.permission',
		patterns: [/(\S*?):(?: Cannot \w+:)? Permission denied/],
		because: (_, [, name]) => `permission was denied${name ? ` for ${name}` : ''}`,
		next: 'Write sudo in front of it if only root may do that.',
		remedy: 'sudo',
	},
];

import type { ScriptFailure } from '../failure.ts';

const larger = 'Choose a machine with more memory.';

/** What the machine lacks: room, memory, systemd, another processor. */
export const machineFailures: readonly ScriptFailure[] = [
	{
		id: 'script.disk-full',
		patterns: [
			/No space left on device|ENOSPC|[Dd]isk quota exceeded/,
			/don't have enough free space in \/\S+|At least \S+ more space needed|installing package \S+ needs \S+ .*on the \S+ filesystem/,
		],
		because: 'the disk of the machine is full',
		next: 'Choose a larger disk.',
		remedy: 'disk',
	},
	{
		id: 'script.memory-full',
		patterns: [
			/Out of memory|Cannot allocate memory|ENOMEM|JavaScript heap out of memory|virtual memory exhausted|^MemoryError|std::bad_alloc/i,
		],
		exitCodes: [134, 137],
		because: 'the memory of the machine is full',
		next: larger,
		remedy: 'instance-type',
	},
	{
		id: 'script.killed',
		patterns: [/^(?:.*: line \d+: +\d+ )?Killed\b/],
		exitCodes: [137],
		because: 'it was killed, most often because the memory was full',
		next: larger,
		remedy: 'instance-type',
	},
	{
		id: 'script.other-processor',
		patterns: [/(?:cannot execute binary file: )?Exec format error|cannot execute binary file/],
		exitCodes: [126],
		because: 'a program is made for another processor',
		why: ({ base }) =>
			base.architecture === 'arm64' ? 'This machine is an arm64 one.' : 'This machine is an x86_64 one.',
		next: 'Download the one for this architecture (uname -m).',
		remedy: 'step',
		comesOf: ['script.half-download'],
	},
	{
		id: 'script.no-systemd',
		patterns: [
			/System has not been booted with systemd|Failed to connect to bus: (?:No such file|Host is down)/,
		],
		because: 'systemd does not run there',
		why: (_, __, { mode }) =>
			mode === 'rehearsal' ? 'The container of a rehearsal has none; a machine of AWS has.' : undefined,
		next: 'Do that only if the folder /run/systemd/system is there.',
		remedy: 'step',
	},
	{
		id: 'script.no-service',
		patterns: [
			/Unit (?:file )?(\S+?\.(?:service|timer|socket|target)) (?:not found|could not be found|does not exist|is masked)/,
			/(\S+): unrecognized service/,
		],
		because: (_, [, unit, service = unit]) => `there is no ${service} to start, or it must not be`,
		next: 'Look at its name, and whether its package was installed before.',
		remedy: 'step',
		comesOf: ['script.no-package', 'script.no-sudo', 'script.package-broken', 'script.fetch'],
	},
	{
		id: 'script.service-failed',
		patterns: [/Job for (\S+?) failed because/],
		because: (_, [, unit]) => `${unit} does not start`,
		next: (_, [, unit]) => `Have the step print why: sudo journalctl -u ${unit} -n 20`,
		remedy: 'step',
	},
	{
		id: 'script.cloud-init',
		patterns: [/^status: (?:error|degraded)|cloud-init is not done after (\d+ minutes)/],
		because: (_, [, limit]) =>
			`cloud-init, which sets a new machine up, ${limit === undefined ? 'did not end well' : `was not done after ${limit}`}`,
		next: 'Run it again, or choose another base image. The reason stands in /var/log/cloud-init-output.log of the machine, which stays with --on-error keep.',
		remedy: 'again',
	},
];

import type { PackerFailure, Saying } from './failure.ts';

const named = (what: string, { step }: Saying): string =>
	step === undefined ? what : `${what} of the step ${step}`;

/** Steps of the person's that no script runs: Ansible and Chef, as their plugins tell it. */
export const ownStepFailures: readonly PackerFailure[] = [
	{
		id: 'ansible.missing',
		patterns: [
			/Error running "ansible-playbook --version"|exec: "ansible-playbook": executable file not found/,
		],
		what: 'Ansible is not installed on this computer.',
		why: 'A playbook that runs from here needs it: Packer starts ansible-playbook.',
		next: 'Install it, such as by: pipx install ansible-core. Or have the playbook run on the machine.',
		remedy: 'step',
	},
	{
		id: 'ansible.no-python',
		// As the shell of the machine says it, and ansible-core 2.14 tells it.
		patterns: [/fatal: .*\/python[\d.]*: (?:not found|No such file or directory)/],
		what: (_, __, saying) => `${named('The playbook', saying)} cannot run: the machine has no Python.`,
		why: 'A playbook that runs from here has its tasks done by Python on the machine.',
		next: 'Install it in a step before, such as by the package python3. Or have the playbook run on the machine.',
		remedy: 'step',
	},
	{
		id: 'ansible.failed',
		patterns: [
			/Error executing Ansible: Non-zero exit status: (?:exit status )?(\d+)/,
			/Error executing Ansible: Non-zero exit status: .+/,
			/Failed to connect to the host via scp: .*sftp-server/,
			/Unable to negotiate with 127\.0\.0\.1 .*ssh-rsa/,
		],
		what: (_, [, code], saying) =>
			`${named('The playbook', saying)} failed${code === undefined ? '' : `: Ansible ended with exit code ${code}`}.`,
		why: (_, [, code]) =>
			code === '4'
				? 'Ansible could not reach the machine, or could not log in.'
				: code === '2'
					? 'A task failed.'
					: undefined,
		next: 'Look at its last lines: what failed stands in a line that begins with "fatal:".',
		remedy: 'step',
	},
	{
		id: 'chef.install',
		// Where the machine cannot load it, the plugin 1.0.2 and Packer 1.6.6 go on, and miss it later.
		patterns: [/Error installing Chef: (.*)/, /chef-solo: (?:command )?not found/],
		what: 'Chef could not be installed on the machine.',
		why: 'It comes from omnitruck.chef.io, which the machine must reach.',
		next: 'Look at the lines behind "Installing Chef".',
		remedy: 'step',
	},
	{
		id: 'chef.failed',
		patterns: [/Error executing Chef: (.*)/],
		what: (_, __, saying) => `${named('The run of Chef', saying)} failed.`,
		next: 'Look at its last lines.',
		remedy: 'step',
	},
];

import { sandboxKinds } from '../base/build-mode.ts';
import type { Flag } from './parse.ts';

/** Flags of every command. */
export const globalFlags: readonly Flag[] = [
	{ name: 'plain', text: 'Lines of text instead of the full screen.' },
	{ name: 'json', text: 'Events or data as JSON on standard output. Sentences go to standard error.' },
	{ name: 'no-input', text: 'Ask nothing: what is missing is listed instead.' },
	{
		name: 'yes',
		short: 'y',
		text: 'Skip confirmations. A build that costs money needs it where nobody can be asked.',
	},
	{
		name: 'quiet',
		short: 'q',
		text: 'Ask nothing, print only results and problems. These go to standard error.',
	},
	{
		name: 'endpoint-url',
		value: '<url>',
		help: 'rare',
		text: 'Where AWS is, for packer-wizard and for Packer: as AWS_ENDPOINT_URL says it.',
	},
	{ name: 'help', short: 'h', text: 'Print how the command is used.' },
	{ name: 'help-all', text: 'Print every flag of it, with what it takes.' },
	{ name: 'version', text: 'Print the version of packer-wizard.' },
];

export const overwriteFlag: Flag = {
	name: 'overwrite',
	text: 'Replace files that exist and differ, or a preset of the same name.',
	help: 'rare',
};

export const keepFlag: Flag = {
	name: 'keep',
	text: 'Keep files that exist and differ: what was changed in them by hand counts.',
	help: 'rare',
};

export const trustFlag: Flag = {
	name: 'trust',
	help: 'rare',
	text: 'Take files in the folder that packer-wizard did not write, which can run programs on this computer, and scripts that a recipe names outside of its folder.',
};

/** Flags of every command that starts a build. */
export const buildFlags: readonly Flag[] = [
	{ name: 'rehearse', text: 'Play AWS on this machine. No account, no cost, no image.' },
	keepFlag,
	overwriteFlag,
	trustFlag,
	{ name: 'detach', text: 'Start the build, print its id, leave it running.' },
	{
		name: 'fault',
		help: 'rare',
		value: '<name>',
		text: 'Rehearsal: let this go wrong. --fault list shows what can.',
	},
	{
		name: 'fresh',
		help: 'rare',
		text: 'Rehearsal: run all steps, also those that it could take from before.',
	},
	{
		name: 'sandbox',
		help: 'rare',
		value: sandboxKinds.join('|'),
		text: 'Rehearsal: run the scripts in a container (insisting on one), or only check them (trace). Default: auto.',
	},
	{ name: 'speed', help: 'rare', value: '<factor>', text: 'Rehearsal: how fast time passes, 1 as in AWS.' },
];

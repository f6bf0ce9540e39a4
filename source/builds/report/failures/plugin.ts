import { type PackerFailure, seeWhatIsLeft } from './failure.ts';

/** What Packer says when a process of its own is gone in the middle of its work; nothing was cleaned up then. */
export const lostPlugin =
	/^(?:unexpected EOF|connection is shut down|EOF)$|^panic: .*connection is shut down|rpc error: code = Unavailable|plugin process exited/;

const isOfAmazon = (name: string): boolean => /(?:^|\/)amazon(?:-|$)/.test(name);

/** Plugins that are missing, cannot be had, or do not fit. */
export const pluginFailures: readonly PackerFailure[] = [
	{
		id: 'plugin.rate-limit',
		patterns: [
			/Plugin host rate limited the plugin getter\. Try again in (\S+?)\.(?: |$)|API rate limit (?:of \d+ still )?exceeded/,
		],
		what: (_, [, wait]) =>
			`GitHub gives this address no more plugins for now${wait === undefined ? '' : `, for ${wait}`}.`,
		next: 'Wait, or set PACKER_GITHUB_API_TOKEN to any token of GitHub.',
		remedy: 'again',
	},
	{
		id: 'plugin.no-release-file',
		patterns: [
			/could not get (?:\S+ checksum file|binary) for (\S+)(?: version (\S+?))?\. Is the file present/,
		],
		what: (_, [, plugin]) => `This Packer cannot get the plugin ${plugin}.`,
		why: 'Since August 2025 its makers publish it at releases.hashicorp.com, where only Packer 1.14 and newer look.',
		next: 'Use Packer 1.14 or newer, or ask for amazon "<= 1.3.9" in the template.',
		remedy: 'packer',
	},
	{
		id: 'plugin.no-version',
		patterns: [/no release version found for |could not install any compatible version/],
		what: 'There is no plugin of the version that the template asks for.',
		why: 'Packer 1.7.0 to 1.7.6 says so too when GitHub gives this address no more for now.',
		next: 'Change the version in required_plugins, or set PACKER_GITHUB_API_TOKEN.',
	},
	{
		id: 'plugin.damaged',
		patterns: [/Checksums \(\S+\) did not match/],
		what: 'The plugin that was downloaded is not what its makers published.',
		next: 'Run it again; if it stays so, a proxy or a virus scanner changes what is downloaded.',
		remedy: 'again',
	},
	{
		id: 'plugin.unknown-part',
		patterns: [
			/Unknown (?:provisioner|post-processor|data source) (?:type )?"?(\S+?)"?(?:[ .]|$)/,
			/The (?!source |builder )\S+ (?!amazon-)(\S+) is unknown by Packer/,
		],
		what: (_, [, name]) => `This Packer does not know ${name} in the template.`,
		next: 'Its name is wrong, or its plugin is missing: from Packer 1.7 on required_plugins names it and packer init gets it, an older Packer finds it in ~/.packer.d/plugins.',
		remedy: 'again',
	},
	{
		id: 'plugin.missing',
		patterns: [
			/Missing plugins .*?\* (\S+)/,
			/no plugin installed for (\S+)/,
			/The \S+ (\S+) is unknown by Packer, and is likely part of a plugin/,
			/Unknown (?:source|builder) type "?([^\s"]+)/,
		],
		what: (_, [, name = '']) =>
			isOfAmazon(name)
				? 'Packer has no plugin for Amazon EC2: packer init gets it.'
				: `Packer has no plugin ${name.includes('/') ? name : `for ${name}`}, which the template needs: packer init gets it.`,
		next: 'Run packer init in the folder of the template.',
		remedy: (_, [, name = '']) => (isOfAmazon(name) ? 'packer' : 'again'),
	},
	{
		id: 'plugin.other-protocol',
		patterns: [
			/Incompatible API (?:MAJOR|MINOR) version with plugin|The protocol of this plugin|unsupported remote protocol M\w+ version/,
		],
		what: 'Packer and its plugin are of different times and do not understand each other.',
		next: 'Update the older of the two.',
		remedy: 'packer',
	},
	{
		id: 'plugin.not-started',
		patterns: [
			/timeout while waiting for plugin to start|plugin exited before we could connect|Unrecognized remote plugin message/,
		],
		what: 'The plugin of Packer did not start.',
		why: 'It is for another kind of computer, lies where nothing may be run (noexec), or this computer is very busy.',
		next: 'Run it again; if it stays so, get the plugin anew: packer init -upgrade',
		remedy: 'again',
	},
	{
		id: 'plugin.died',
		patterns: [lostPlugin],
		what: 'A process of Packer was killed or broke off in the middle of the build.',
		why: 'Most often this computer had no memory left.',
		next: (_, __, saying) => (saying.mode === 'rehearsal' ? undefined : seeWhatIsLeft(saying)),
		remedy: 'cleanup',
	},
	{
		id: 'plugin.folders',
		patterns: [/Multiple paths are no longer supported for PACKER_PLUGIN_PATH/],
		what: 'PACKER_PLUGIN_PATH names several folders, and this Packer takes one.',
		next: 'Set PACKER_PLUGIN_PATH to one folder.',
	},
];

import type { PackerFailure } from './failure.ts';

const inTemplate = 'Set it right in image.pkr.hcl, or have the files written anew from the answers.';

/** A template that Packer does not take. What the wizard writes is none of them: it was changed by hand, or is for another Packer. */
export const templateFailures: readonly PackerFailure[] = [
	{
		id: 'template.other-version',
		patterns: [/Unsupported Packer Core version/],
		what: 'The template asks for another version of Packer.',
		next: 'Use that version, or change required_version in the template.',
		remedy: 'packer',
	},
	{
		id: 'template.unknown-word',
		patterns: [
			/Blocks of type "(\S+?)" are not expected here/,
			/An argument named "(\S+?)" is not expected here/,
		],
		what: (_, [, word]) => `This Packer does not know ${word} in the template.`,
		why: 'It is misspelt, or a newer Packer knows it.',
		next: 'Have the files written anew for this Packer, or use the Packer that they were written for.',
		remedy: 'packer',
	},
	{
		id: 'template.no-value',
		patterns: [/Unset variable "(.+?)"/],
		what: (_, [, name]) => `The variable ${name} of the template has no value.`,
		next: (_, [, name]) => `Give it one where you start the build: export PKR_VAR_${name}=…`,
	},
	{
		id: 'template.variable',
		patterns: [
			/Undefined -var variable A "(.+?)" variable was passed/,
			/Variables? not allowed Variables may not be used here/,
			/Unsupported attribute|Reference to undeclared|Unknown variable/,
		],
		what: (_, [, name]) =>
			name === undefined
				? 'A variable stands in the template where none may stand, or one that it does not declare.'
				: `The variable ${name} is not declared in the template.`,
		next: inTemplate,
	},
	{
		id: 'template.syntax',
		patterns: [
			/Error: (Invalid escape sequence|Unterminated template string|Invalid character|Invalid expression|Invalid multi-line string|Argument or block definition required|Unclosed configuration block|Missing newline after argument|Invalid argument name|Unsupported block type|Invalid block definition|Invalid template|Missing (?:newline|key|item|attribute|name|false|close)\w*)/,
			/Failed to parse (?:template|file as legacy JSON template)|failed to parse HCL/,
		],
		what: 'The template is not written as Packer reads it.',
		next: inTemplate,
	},
	{
		id: 'template.none',
		patterns: [/Could not find any config file in (\S+)|No builds to run/],
		what: 'Packer found nothing to build in the template.',
		next: inTemplate,
	},
	{
		id: 'template.braces',
		patterns: [
			/template: root:\d+(?::\d+)?: (?:function "(.+?)" not defined|unclosed action|bad character|unexpected)/,
		],
		what: 'Double braces {{ in the template mean something to Packer, and it does not understand these.',
		next: 'Put that text into a script of its own, where they mean nothing.',
		remedy: 'step',
	},
	{
		id: 'template.missing-file',
		patterns: [/Bad (?:source|script) '(.+?)': stat .*no such file or directory/],
		what: (_, [, file]) => `The template names the file ${file}, which is not there.`,
		next: 'Write it, or begin its name with path.root where it lies beside the template.',
	},
	{
		id: 'template.settings',
		patterns: [
			/either instance_type or spot_instance_types must be specified/,
			/An ssh_username must be specified/,
			/time: (?:missing|unknown) unit .*in duration/,
			/"(.+?)" is not a valid KMS Key Id/,
			/Region \S+ is in (?:ami_regions but not in region_kms_key_ids|region_kms_key_ids but not in ami_regions)/,
			/Spot instances do not support modification/,
			/ssh_private_key_file must be provided or ssh_agent_auth enabled/,
			/temporary_key_pair_type requires either rsa or ed25519/,
			/No communicator found for provisioners/,
			/MissingRegion|could not find region configuration|Missing Region/,
			/^\d+ error(?:\(s\)|s)? occurred: \*/,
		],
		what: 'Settings in the template are missing, or do not go together.',
		next: inTemplate,
	},
];

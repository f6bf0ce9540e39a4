import { parsedJson } from '../../base/json.ts';
import { packerFile } from '../../packer/folder-files.ts';
import { hashicorpSource } from '../../packer/plugin-versions.ts';
import { tokenVariable } from '../../template/ways/way.ts';
import { hclFileAttributes } from './hcl-blocks.ts';
import { jsonMembers, type TemplateStep, templateSteps } from './template-steps.ts';

/** What a file can do that Packer reads or starts because it lies in the folder of a template. */
export type Powers = {
	/** On this computer, in a rehearsal too: each the rest of a sentence that begins with the file. */
	readonly here: readonly string[];
	/** Whatever else it does, in a few words. */
	readonly also: string;
};

const runsHere = 'runs commands on this computer';
const writesHere = 'writes files on this computer';
const readsHere = 'reads files of this computer';

/** Provisioners that work on the machine alone. */
const onMachine = /^(shell|powershell|windows-shell|windows-restart|breakpoint|sleep)$/;
const writingPostProcessors = /^(manifest|checksum|compress|artifice)$/;
const remoteSources = /^(null|amazon-(ebs|ebssurrogate|ebsvolume|instance))$/;

/** Attributes that name files to read here, and a value that leads out of the template's folder. */
const fileAttributes = /^(sources?|scripts?|(?!use_env_var_file|env_var_file)\w+_file)$/;
const leadsOut = /"(~|\/|(\$\{path\.\w+\}\/|\.\/)*\.\.\/|[^"]*\/\.\.\/)/;
/** Paths that stand there as they are, one or a list of them; what is made up may lead anywhere. */
const plainPath = /"(\$\{path\.(root|cwd)\}\/)?[^"\\$%{]*"/;
const plainPaths = new RegExp(
	`^(null|${plainPath.source}|\\[(\\s*${plainPath.source}\\s*,?)*\\s*\\])\\s*((#|//).*)?$`,
);
/** Ports of this computer, or of what it reaches, for the machine. */
const tunnels = 'ssh_remote_tunnels';

const isUpload = ({ attribute }: TemplateStep): boolean =>
	/^("upload"|)\s*(#.*|\/\/.*)?$/.test(attribute('direction'));

/** The values of all attributes by which the steps of a template name files of this computer, as they stand there. */
export const fileTexts = (name: string, text: string): readonly string[] =>
	templateSteps(name, text).flatMap(({ attributes, attribute }) =>
		attributes.filter(each => fileAttributes.test(each)).map(attribute),
	);

/** What a step that works on the machine takes from this computer. */
const takenFromHere = ({ attribute, attributes }: TemplateStep): readonly string[] => {
	const paths = attributes.filter(name => fileAttributes.test(name)).map(attribute);
	return [
		...(paths.some(text => leadsOut.test(text)) ? ['reads files outside of the folder'] : []),
		...(paths.some(text => !leadsOut.test(text) && !plainPaths.test(text))
			? ['reads files that only Packer can tell']
			: []),
		...(attributes.includes(tunnels) ? ['lets the machine reach ports of this computer'] : []),
	];
};

const powersOfStep = (step: TemplateStep): readonly string[] => {
	const { kind, type } = step;
	const read = takenFromHere(step);
	if (type === 'shell-local' || (kind === 'data' && type === 'external')) {
		return [runsHere];
	}

	switch (kind) {
		case 'dynamic':
			return ['makes steps that only Packer can tell'];
		case 'source':
			// In a build it stands with its name: `source "amazon-ebs.image"`.
			return remoteSources.test(type.replace(/\..*/, ''))
				? read
				: type === 'file'
					? [writesHere]
					: [`starts ${type} on this computer`];
		case 'required_plugins':
			return type === hashicorpSource('amazon')
				? []
				: [`asks for ${type === '' ? 'a plugin that only Packer can tell' : `the plugin ${type}`}`];
		case 'data':
			return [`asks ${type} for values`];
		case 'post-processor':
			return [writingPostProcessors.test(type) ? writesHere : `runs ${type} on this computer`];
		default:
			return type === 'file'
				? isUpload(step)
					? read
					: [writesHere]
				: onMachine.test(type)
					? read
					: [`runs ${type} on this computer`];
	}
};

/** What may stand between the name of a function and its bracket. */
const gap = /(\s|\/\*([^*]|\*(?!\/))*\*\/|(#|\/\/).*\n)*/.source;
const call = (names: string): string => `\\b(${names})${gap}\\(`;

const functions: readonly (readonly [RegExp, string])[] = [
	[new RegExp(call('file|filebase64|templatefile|fileset|fileexists')), readsHere],
	[new RegExp(call('vault|consul_key|aws_secretsmanager(_raw)?')), 'asks for secrets by name'],
	[
		new RegExp(`${call('env')}(?!\\s*\\\\?"${tokenVariable}\\\\?"\\s*\\))`),
		'reads variables of your environment',
	],
	// Whatever the form in which it stands there.
	[/shell-local/, runsHere],
];

const names = (all: readonly string[]): string =>
	all.length > 3 ? `${all.slice(0, 2).join(', ')} and ${all.length - 2} more` : all.join(', ');

const ofTemplate = (text: string, steps: readonly TemplateStep[]): Powers => {
	const plain = text.replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16)),
	);
	const here = [
		...steps.flatMap(powersOfStep),
		...functions.flatMap(([pattern, power]) => (pattern.test(plain) ? [power] : [])),
	];
	const onTheMachine = steps.some(({ kind }) => kind.endsWith('provisioner'));
	return {
		here: [...new Set(here)],
		also: onTheMachine ? 'adds steps on the machine' : 'is a part of the template',
	};
};

const ofValues = (changed: readonly string[]): Powers => ({
	here: [],
	also: `sets ${names(changed) || 'no variable'}`,
});

/** What a file can do that Packer reads in the folder of a template; of a plugin no text is needed. */
export const powersOf = (name: string, text = ''): Powers => {
	switch (packerFile(name)) {
		case 'hcl':
		case 'json':
			return ofTemplate(text, templateSteps(name, text));
		case 'hcl-values':
			return ofValues(hclFileAttributes(text).map(attribute => attribute.name));
		case 'json-values':
			return ofValues(jsonMembers(parsedJson(text)).map(([variable]) => variable));
		default:
			return { here: ['is a program that Packer up to 1.10 runs on this computer'], also: '' };
	}
};

import { resolveBase } from '../../../recipe/base.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { restartsMachine } from '../../../recipe/step-kinds.ts';
import { buildTag, imageTags } from '../../../recipe/tags.ts';
import { bundleUploads } from '../../../template/bundle-files.ts';
import { needsRegion } from '../../../template/bundle-script.ts';
import {
	attribute,
	block,
	code,
	comment,
	emptyLine,
	hclText,
	type Item,
	joined,
	list,
	map,
	merged,
	text,
} from '../../../template/hcl.ts';
import { keptBlocks, keptInBuild } from '../../../template/kept.ts';
import {
	afterScript,
	beforeScript,
	environmentOf,
	executeCommand,
	hasSecret,
} from '../../../template/own-provisioners.ts';
import { neededPlugins } from '../../../template/plugins.ts';
import { needsInit, type PackerProfile, pluginInstall } from '../../../template/profile.ts';
import { hasScript, type ProvisioningStep, provisioningSteps } from '../../../template/steps.ts';
import { variableNames as names, variable } from '../../../template/variables.ts';
import { regionVariable, tokenVariable } from '../../../template/ways/way.ts';
import { sourceBlock } from './source.ts';

/** What stands above a template: what it makes, and how it is built. */
export const heading = (
	recipe: Recipe,
	profile: PackerProfile,
	path = '.',
	more: readonly string[] = [],
): Item =>
	comment(
		`The AMI ${recipe.name}: ${resolveBase(recipe).title}, ${recipe.base.architecture}.`,
		...more,
		...(needsInit(profile)
			? [`Build it from this folder: packer init ${path} && packer build ${path}`]
			: [
					`Build it from this folder: packer build ${path}`,
					`From Packer 1.10 on, first: ${pluginInstall(neededPlugins(recipe))}`,
				]),
	);

/**
 * The exit code of a script that ran to its end, in a written template. A machine whose log-in files end shells without
 * a terminal runs nothing of what it is sent and says 0, with which Packer is content; so 0 is the one code that does
 * not count. A script that ends with this one is told as 1.
 */
export const ranExitCode = 117;

const runCommand = (mark: string) => [
	`sed -i 's/\\r$//${mark === '' ? '' : `; s/{${mark}/{/g`}' {{ .Path }}`,
	`{{ if .EnvVarFile }}. {{ .EnvVarFile }} && {{ else }}{{ .Vars }} {{ end }}{{ .Path }} && exit ${ranExitCode}`,
	`exit $(($? == ${ranExitCode} ? 1 : $?))`,
];

/** The tags of what a build starts, as a local. */
export const runTagsItems = (recipe: Recipe): Item[] => [
	comment(
		'What the build starts has these from the first moment, which an organisation can demand, and the id of the build,',
		'so that nothing is left behind unnoticed.',
	),
	attribute(
		'run_tags',
		map({
			...Object.fromEntries(Object.entries(recipe.tags).map(([key, value]) => [key, text(value)])),
			[buildTag]: variable(names.build),
		}),
	),
];

/**
 * How scripts are run, as locals.
 * @param mark what stands between two braces in the scripts, and goes on the machine; none if empty.
 */
export const runItems = (mark = ''): readonly Item[] => [
	comment(
		'How the machine runs a script: without the line ends of Windows, and with a code of its own when it ran to its',
		'end. A log-in file that ends shells without a terminal lets nothing run and gives 0, which must not pass.',
		...(mark === ''
			? []
			: [
					`Two braces in a row mean something to Packer here, so ${mark} stands between those of a script, and goes`,
					'before it runs.',
				]),
	),
	attribute('run', joined('; ', runCommand(mark).map(text))),
	attribute('ran', code(ranExitCode)),
];

const locals = (recipe: Recipe): Item =>
	block('locals', [
		comment('An account can have only one AMI of a name, so the time makes each its own.'),
		attribute('ami_name', code(`"\${var.${names.name}}-\${formatdate("YYYYMMDDhhmmss", timestamp())}"`)),
		emptyLine,
		...runTagsItems(recipe),
		emptyLine,
		attribute(
			'tags',
			merged(
				map({
					[imageTags.name]: code('local.ami_name'),
					[imageTags.sourceAmi]: text('{{ .SourceAMIName }}'),
				}),
				code('local.run_tags'),
			),
		),
		emptyLine,
		...runItems(),
	]);

/** What a script that is ended by the shutdown of its machine ends with, where sshd has the time to say so. */
const shutDownCode = 143;

/** What a restart of the machine takes, in the step that restarts it and in the one behind it. */
const restartItems = ({ step, isAfterRestart }: ProvisioningStep): Item[] => [
	...(step && restartsMachine(step) ? [attribute('expect_disconnect', code(true))] : []),
	...(isAfterRestart
		? [attribute('pause_before', text('30s')), attribute('start_retry_timeout', text('10m'))]
		: []),
];

/** What a step runs, and the variables of the template that it finds in its environment under their names. */
export type StepTexts = { readonly script: readonly Item[]; readonly environment?: readonly string[] };

const provisioner = (
	step: ProvisioningStep,
	{ scriptFolder }: Recipe,
	{ script, environment: more = [] }: StepTexts,
	isFirst: boolean,
	explains: boolean,
): Item => {
	const own = step.step;
	const restarts = own !== undefined && restartsMachine(own);
	const codes = [code('local.ran'), ...(restarts ? [code(shutDownCode)] : [])];
	const environment = [
		...(step.bundle && needsRegion(step.bundle) ? [code(`"${regionVariable}=\${var.${names.region}}"`)] : []),
		...(step.needsToken ? [code(`"${tokenVariable}=\${var.${names.token}}"`)] : []),
		...more.map(name => code(`"${name}=\${var.${name}}"`)),
		...environmentOf(own),
	];
	return block('provisioner "shell"', [
		...(restarts
			? [
					comment(
						'It restarts the machine: the connection may end in it, and the next one waits for the machine.',
					),
				]
			: []),
		...(explains
			? [
					comment(
						`In a file ${step.needsToken ? 'the token' : 'a secret'} cannot be seen in the list of processes.`,
					),
				]
			: []),
		...script,
		...(scriptFolder === undefined ? [] : [attribute('remote_folder', text(scriptFolder))]),
		attribute('binary', code(true)),
		attribute('execute_command', executeCommand(own)),
		attribute('valid_exit_codes', list(codes)),
		...restartItems(step),
		...(isFirst ? [attribute('start_retry_timeout', text('1m'))] : []),
		...(environment.length === 0 ? [] : [attribute('environment_vars', list(environment))]),
		...(step.needsToken || hasSecret(own) ? [attribute('use_env_var_file', code(true))] : []),
	]);
};

/** The files that a step reads are on the machine before it. */
const uploads = ({ bundle }: ProvisioningStep): Item[] =>
	(bundle ? bundleUploads(bundle) : []).flatMap(({ path, uploaded }) => [
		block('provisioner "file"', [
			attribute('source', code(`"\${path.root}/${path}"`)),
			attribute('destination', text(uploaded)),
		]),
		emptyLine,
	]);

/** Blocks with an empty line between them. */
const apart = (blocks: readonly Item[]): readonly Item[] =>
	blocks.flatMap((one, index) => (index === 0 ? [one] : [emptyLine, one]));

const scriptFile = ({ script }: ProvisioningStep): StepTexts => ({
	script: [attribute('script', code(`"\${path.root}/${script}"`))],
});

/** The comment in front of the provisioners, and they, in order. */
export const provisionerItems = (
	recipe: Recipe,
	steps: readonly ProvisioningStep[],
	textsOf = scriptFile,
): readonly Item[] => {
	const firstWithSecret = steps.find(({ needsToken, step }) => needsToken || hasSecret(step));
	return [
		comment(
			'Scripts are sent as they are: those that it takes for text Packer cuts off at a line of 64 kB, without a word.',
			'The first proves that the machine takes and runs them; one that does not is given up after a minute.',
		),
		...steps.flatMap((step, index) => [
			...(index === 0 ? [] : [emptyLine]),
			...(textsOf === scriptFile ? uploads(step) : []),
			...apart([
				...(step.step ? beforeScript(step.step) : []),
				...(hasScript(step)
					? [provisioner(step, recipe, textsOf(step), index === 0, step === firstWithSecret)]
					: []),
				...(step.step ? afterScript(step.step, recipe) : []),
			]),
		]),
	];
};

/**
 * The block that says how the AMI is made.
 * @param textsOf what says which script a step runs: the file of that name if missing.
 */
export const buildBlock = (recipe: Recipe, textsOf = scriptFile): Item =>
	block('build', [
		attribute('sources', list([text('source.amazon-ebs.image')])),
		emptyLine,
		...provisionerItems(recipe, provisioningSteps(recipe), textsOf),
		...keptInBuild(recipe),
	]);

/** The text of `image.pkr.hcl`: the AMI, and how it is made. */
export const imageText = (recipe: Recipe, profile: PackerProfile): string =>
	hclText([
		heading(recipe, profile),
		emptyLine,
		locals(recipe),
		emptyLine,
		sourceBlock(recipe, profile),
		...keptBlocks(recipe),
		emptyLine,
		buildBlock(recipe),
	]);

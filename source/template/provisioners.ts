import type { Recipe } from '../recipe/schema.ts';
import { restartsMachine } from '../recipe/step-kinds.ts';
import { bundleUploads } from './bundle-files.ts';
import { needsRegion } from './bundle-script.ts';
import { attribute, block, code, comment, emptyLine, type Item, joined, list, text } from './hcl.ts';
import { afterScript, beforeScript, environmentOf, executeCommand, hasSecret } from './own-provisioners.ts';
import { hasScript, type ProvisioningStep } from './steps.ts';
import { variableNames as names } from './variables.ts';
import { regionVariable, tokenVariable } from './ways/way.ts';

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

/** The script of a step as the file of that name. */
export const scriptFile = ({ script }: ProvisioningStep): StepTexts => ({
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

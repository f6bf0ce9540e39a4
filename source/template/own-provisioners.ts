import { resolveBase } from '../recipe/base.ts';
import type { Recipe, RecipeStep } from '../recipe/schema.ts';
import { isRunStep, type StepOf } from '../recipe/step-kinds.ts';
import { staging } from '../recipe/upload-doubts.ts';
import {
	attribute,
	block,
	code,
	comment,
	type Expression,
	type Item,
	kept,
	list,
	pluginText,
	rootPath,
	text,
} from './hcl.ts';
import { shellQuote } from './shell.ts';
import { secretName } from './variables.ts';

/** What a step finds in its environment, as the shell provisioner takes it. */
export const environmentOf = (step: RecipeStep | undefined): readonly Expression[] =>
	step === undefined || !isRunStep(step)
		? []
		: Object.entries(step.environment ?? {}).map(([name, value]) =>
				typeof value === 'string'
					? pluginText(`${name}=${value}`)
					: code(`"${name}=\${var.${secretName(value.from)}}"`),
			);

/** Whether nobody may see what is in its environment. */
export const hasSecret = (step: RecipeStep | undefined): boolean =>
	step !== undefined &&
	isRunStep(step) &&
	Object.values(step.environment ?? {}).some(value => typeof value !== 'string');

/** By what a script is run in the place of itself, for another user or in another folder; undefined if for neither. */
const runner = (step: RecipeStep | undefined): string | undefined => {
	if (step === undefined || !isRunStep(step) || (step.user ?? step.folder) === undefined) {
		return undefined;
	}

	const { user, folder, environment = {} } = step;
	const names = Object.keys(environment).join(',');
	const into =
		folder === undefined
			? 'cd 2>/dev/null || cd /;'
			: `cd ${shellQuote(folder.replaceAll('{{', '{{`{{`}}'))} &&`;
	const become =
		user === undefined
			? []
			: ['sudo', '-H', '-u', user, ...(names === '' ? [] : [`--preserve-env=${names}`])];
	return [...become, 'sh', '-c', shellQuote(`${into} exec {{ .Path }}`)].join(' ');
};

/** How a step is run: as all are, but for its user and its folder. */
export const executeCommand = (step: RecipeStep | undefined): Expression => {
	const by = runner(step);
	return by === undefined
		? code('local.run')
		: code(`replace(local.run, "{{ .Path }} &&", ${text(`${by} &&`).join('')})`);
};

/** What of a step of the person's stands before its script. */
export const beforeScript = (step: RecipeStep): readonly Item[] =>
	'upload' in step
		? [
				block('provisioner "file"', [
					attribute('source', rootPath(step.upload)),
					attribute('destination', text(staging)),
				]),
			]
		: [];

type Playbook = StepOf<'playbook'>;

/**
 * Packer stands between Ansible and the machine with a key that Packers before 1.10 make of a kind which SSH takes no
 * more.
 */
const oldHostKey = ['--ssh-extra-args', '-o HostKeyAlgorithms=+ssh-rsa -o PubkeyAcceptedKeyTypes=+ssh-rsa'];

const extraVars = (
	variables: Readonly<Record<string, string>>,
	word: (text: string) => string,
): readonly string[] =>
	Object.keys(variables).length === 0 ? [] : ['--extra-vars', word(JSON.stringify(variables))];

const extraArguments = (words: readonly string[]): readonly Item[] =>
	words.length === 0 ? [] : [attribute('extra_arguments', list(words.map(pluginText)))];

const onMachine = (step: Playbook): Item =>
	block('provisioner "ansible-local"', [
		attribute('playbook_file', rootPath(step.playbook)),
		...(step.project === undefined ? [] : [attribute('playbook_dir', rootPath(step.project))]),
		// Its arguments go through a shell.
		...extraArguments(extraVars(step.variables ?? {}, shellQuote)),
		attribute('clean_staging_directory', code(true)),
	]);

/** By this Ansible sends files through a command: not every machine has the server for them where Packer looks for it. */
const sendsByCommand = { ansible_ssh_transfer_method: 'piped' };

const fromHere = (step: Playbook, recipe: Recipe): Item => {
	const { username } = resolveBase(recipe);
	const variables = { ...step.variables, ...sendsByCommand };
	return block('provisioner "ansible"', [
		comment(`It runs from here, as ${username} on the machine.`),
		attribute('playbook_file', rootPath(step.playbook)),
		attribute('user', text(username)),
		...extraArguments([...extraVars(variables, value => value), ...oldHostKey]),
	]);
};

/** What of a step of the person's stands behind its script, or is all of it. */
export const afterScript = (step: RecipeStep, recipe: Recipe): readonly Item[] => {
	if ('hcl' in step) {
		return [kept(step.hcl)];
	}

	if ('playbook' in step) {
		return [step.from === 'here' ? fromHere(step, recipe) : onMachine(step)];
	}

	return 'cookbooks' in step
		? [
				block('provisioner "chef-solo"', [
					attribute('cookbook_paths', list(step.cookbooks.map(rootPath))),
					attribute('run_list', list(step.runList.map(pluginText))),
					...(step.chefVersion === undefined ? [] : [attribute('version', text(step.chefVersion))]),
				]),
			]
		: [];
};

import type { Recipe } from '../recipe/schema.ts';
import { secretVariables } from '../recipe/step-kinds.ts';
import {
	attribute,
	block,
	code,
	type Expression,
	emptyLine,
	hclString,
	hclText,
	type Item,
	text,
} from './hcl.ts';
import { tokenVariable } from './ways/way.ts';

/** The names of the template's variables, as they stand after `var.`. */
export const variableNames = {
	region: 'aws_region',
	profile: 'aws_profile',
	name: 'ami_name',
	copyTo: 'copy_to_regions',
	sourceAmi: 'source_ami',
	instanceType: 'instance_type',
	subnet: 'subnet_id',
	zone: 'availability_zone',
	sshFrom: 'ssh_from_cidrs',
	kmsKey: 'kms_key_id',
	regionKeys: 'region_kms_key_ids',
	accounts: 'ami_users',
	organizations: 'ami_org_arns',
	units: 'ami_ou_arns',
	token: 'github_auth_token',
	/** The program sets it by PKR_VAR_build_id, to find again what a build leaves behind. */
	build: 'build_id',
} as const;

/** A reference to one of the variables. */
export const variable = (name: string): Expression => code(`var.${name}`);

export type Variable = {
	readonly name: string;
	readonly description: string;
	readonly type?: string;
	/** None: it has to be given. */
	readonly value: Expression | undefined;
	readonly sensitive?: boolean;
};

/** A variable as a block. */
export const variableBlock = ({ name, description, type, value, sensitive }: Variable): Item =>
	block(`variable ${hclString(name)}`, [
		attribute('description', text(description)),
		attribute('type', code(type ?? 'string')),
		...(value ? [attribute('default', value)] : []),
		...(sensitive ? [attribute('sensitive', code(true))] : []),
	]);

/** The token for private repositories, from the environment. */
export const githubToken: Variable = {
	name: variableNames.token,
	description: 'Reads the private repositories of Gruntwork.',
	value: code(`env("${tokenVariable}")`),
	sensitive: true,
};

/** The name of the template's variable for a secret of the person's, by the variable of the environment that holds it. */
export const secretName = (variable: string): string => `secret_${variable}`;

/** Secrets for steps of the person's, from the environment. */
export const secretInputs = (recipe: Recipe): readonly Variable[] =>
	secretVariables(recipe).map(name => ({
		name: secretName(name),
		description: `What ${name} holds where Packer runs.`,
		value: code(`env(${hclString(name)})`),
		sensitive: true,
	}));

/** What a build is known by. */
export const buildMark: Variable = {
	name: variableNames.build,
	description: 'Marks everything that this build starts, so that it can be found again.',
	value: text('by-hand'),
};

/** The text of `variables.pkr.hcl`: what changes between builds, each once. */
export const variablesText = (variables: readonly Variable[]): string =>
	hclText(
		variables
			.filter(({ name }, index) => variables.findIndex(other => other.name === name) === index)
			.flatMap((variable, index) =>
				index === 0 ? [variableBlock(variable)] : [emptyLine, variableBlock(variable)],
			),
	);

import type { AwsTarget, Recipe } from './schema.ts';

const firstWord = /^(?:\s*(?:#|\/\/).*\n)*\s*(?:dynamic\s+)?"?([\w-]+)/;

/** A line that says that there is none of something. */
const none = /^# ([\w-]+): none[^\n]*$/;

/** The name of a line or a block of HCL: `tags`, `launch_block_device_mappings`. */
export const keptName = (line: string): string => (none.exec(line) ?? firstWord.exec(line))?.[1] ?? '';

/** By the id of a question: the lines of a source block that would count instead of its answer. */
const saidBy: Readonly<Record<string, readonly string[]>> = {
	where: ['profile', 'shared_credentials_file'],
	base: ['source_ami', 'source_ami_filter', 'ssh_username'],
	ami: ['source_ami', 'source_ami_filter', 'ssh_username'],
	'ssh-user': ['ssh_username'],
	machine: ['instance_type', 'spot_instance_types'],
	'copy-to': ['ami_regions'],
	subnet: ['subnet_id', 'subnet_filter', 'vpc_id', 'vpc_filter'],
	zone: ['availability_zone'],
	address: ['ssh_interface', 'associate_public_ip_address'],
	'ssh-from': [
		'security_group_id',
		'security_group_ids',
		'security_group_filter',
		'temporary_security_group_source_cidrs',
		'temporary_security_group_source_public_ip',
	],
	disk: ['launch_block_device_mappings'],
	'root-device': ['launch_block_device_mappings'],
	encryption: ['encrypt_boot', 'kms_key_id', 'region_kms_key_ids', 'launch_block_device_mappings'],
	'kms-key': ['kms_key_id', 'launch_block_device_mappings'],
	'region-keys': ['region_kms_key_ids'],
	share: ['ami_users', 'ami_org_arns', 'ami_ou_arns', 'ami_groups'],
	'instance-profile': ['iam_instance_profile', 'temporary_iam_instance_profile_policy_document'],
	spot: ['spot_price', 'spot_instance_types'],
	name: ['ami_name'],
	'container-image': ['image'],
	entrypoint: ['changes', 'run_command'],
	'container-command': ['changes'],
	'container-user': ['changes'],
	'container-folder': ['changes'],
	ports: ['changes'],
	labels: ['changes'],
	tags: ['tags', 'run_tags', 'run_volume_tags', 'spot_tags', 'fleet_tags'],
};

/** Whether a line or a block of that name, or one that says that there is none, is kept for the source block. */
export const keepsLine = ({ keptLines = [] }: Pick<AwsTarget, 'keptLines'>, name: string): boolean =>
	keptLines.some(line => keptName(line) === name);

/** Whether kept lines count instead of the answer to a question. */
export const isKeptFor = (aws: Pick<AwsTarget, 'keptLines'>, question: string): boolean =>
	(saidBy[question] ?? []).some(name => keepsLine(aws, name));

/** The Recipe without the kept lines that would count instead of the answer to a question: a person gave another one. */
export const withoutKeptLines = (recipe: Recipe, question: string): Recipe => {
	const names = saidBy[question] ?? [];
	const without = <Own extends { readonly keptLines?: string[] | undefined }>(own: Own): Own => {
		const kept = own.keptLines?.filter(line => !names.includes(keptName(line)));
		return kept?.length === own.keptLines?.length ? own : { ...own, keptLines: kept };
	};
	const [aws, docker] = [without(recipe.aws), recipe.docker && without(recipe.docker)];
	return aws === recipe.aws && docker === recipe.docker
		? recipe
		: { ...recipe, aws, ...(docker && { docker }) };
};

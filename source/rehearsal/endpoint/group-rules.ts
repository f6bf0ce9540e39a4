import { type Action, type ActionTable, here } from './call.ts';
import { filtered } from './filters.ts';
import { find, kinds } from './ids.ts';
import { paged } from './paging.ts';
import { values } from './parameters.ts';
import { Refusal } from './protocol.ts';
import { isOpenToAll, isSameRule, readRules, rulesOf, ruleText, ruleXml } from './rules.ts';
import { namedGroup } from './security-groups.ts';
import type { Rule } from './state.ts';
import { put, withRegion } from './world.ts';

const unknownRule = (id: string): Refusal =>
	new Refusal('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`);

const describeRules: Action = (world, call) => {
	const all = [...here(world, call).securityGroups.values()].flatMap(group =>
		group.rules.map(rule => ({ group: group.id, rule, tags: rule.tags })),
	);
	const ids = values(call.parameters, 'SecurityGroupRuleId');
	const unknown = ids.find(id => !all.some(({ rule }) => rule.id === id));
	if (unknown !== undefined) {
		throw unknownRule(unknown);
	}

	const found = filtered(all, call.parameters, {
		'group-id': ({ group }) => group,
		'security-group-rule-id': ({ rule }) => rule.id,
	}).filter(({ rule }) => ids.length === 0 || ids.includes(rule.id));
	const { shown, nextToken } = paged(call, found);
	return {
		body: { nextToken, securityGroupRuleSet: shown.map(({ group, rule }) => ruleXml(group, rule)) },
	};
};

/** The most rules of one direction, unless AWS raises it. */
const mostRules = 60;

const authorize =
	(isEgress: boolean): Action =>
	(world, call) => {
		const { securityGroups } = here(world, call);
		const group = namedGroup(world, call);
		const added = readRules(call, isEgress);
		for (const { source } of added) {
			if (source.kind === 'group') {
				find(kinds.securityGroup, securityGroups, source.text);
			}
		}

		const double = added.find(rule => group.rules.some(other => isSameRule(rule, other)));
		if (double) {
			throw new Refusal(
				'InvalidPermission.Duplicate',
				`the specified rule ${ruleText(double)} already exists`,
			);
		}

		if (rulesOf(group, isEgress).length + added.length > mostRules) {
			throw new Refusal(
				'RulesPerSecurityGroupLimitExceeded',
				'The maximum number of rules per security group has been reached.',
			);
		}

		// What watches over an account closes such a door within seconds; whoever opened it is not told.
		const isRevoked = call.tools.faults.has('port-revoked');
		const kept = isRevoked ? added.filter(rule => rule.isEgress || !isOpenToAll(rule)) : added;
		const changed = { ...group, rules: [...group.rules, ...kept] };
		return {
			world: withRegion(world, call.region, { securityGroups: put(securityGroups, changed) }),
			body: { return: true, securityGroupRuleSet: added.map(rule => ruleXml(group.id, rule)) },
		};
	};

const revoke =
	(isEgress: boolean): Action =>
	(world, call) => {
		const { securityGroups } = here(world, call);
		const group = namedGroup(world, call);
		const existing = rulesOf(group, isEgress);
		const ids = values(call.parameters, 'SecurityGroupRuleId');
		const unknown = ids.find(id => !existing.some(rule => rule.id === id));
		if (unknown !== undefined) {
			throw unknownRule(unknown);
		}

		const named = ids.length > 0 ? [] : readRules(call, isEgress);
		if (named.some(rule => !existing.some(other => isSameRule(rule, other)))) {
			throw new Refusal(
				'InvalidPermission.NotFound',
				'The specified rule does not exist in this security group.',
			);
		}

		const isTaken = (rule: Rule): boolean =>
			ids.includes(rule.id) || named.some(other => isSameRule(rule, other));
		const changed = { ...group, rules: group.rules.filter(rule => !isTaken(rule)) };
		return {
			world: withRegion(world, call.region, { securityGroups: put(securityGroups, changed) }),
			body: { return: true },
		};
	};

/** The rules of security groups. */
export const groupRuleActions: ActionTable = {
	DescribeSecurityGroupRules: describeRules,
	AuthorizeSecurityGroupIngress: authorize(false),
	AuthorizeSecurityGroupEgress: authorize(true),
	RevokeSecurityGroupIngress: revoke(false),
	RevokeSecurityGroupEgress: revoke(true),
};

import { partitionOf } from '../../../catalog/regions.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { policyLanguage } from '../recipe/build-actions.ts';
import { type Permission, serverPermissions } from '../recipe/permissions.ts';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The name of a statement, for which IAM takes letters and digits. */
const statementName = ({ bundle }: Permission, number: number): string =>
	`${bundle.id
		.split(/[^A-Za-z0-9]+/)
		.map(capital)
		.join('')}${number}`;

/** The policy of IAM that the chosen bundles need; undefined if they need none. */
export const policyText = (recipe: Recipe): string | undefined => {
	const permissions = serverPermissions(recipe);
	if (permissions.length === 0) {
		return undefined;
	}

	const statements = permissions.map((permission, index) => {
		const { bundle, actions, resources, condition } = permission;
		const before = permissions.slice(0, index).filter(other => other.bundle === bundle).length;
		return {
			Sid: statementName(permission, before + 1),
			Effect: 'Allow',
			Action: actions,
			Resource: resources,
			...(condition && { Condition: { [condition.operator]: { [condition.key]: condition.value } } }),
		};
	});
	return `${JSON.stringify({ Version: policyLanguage, Statement: statements }, null, '\t')}\n`;
};

/** Who may take a role: servers of EC2, which has another name in China. */
export const serversMayAssume = ({ aws: { region } }: Recipe): string =>
	JSON.stringify({
		Version: policyLanguage,
		Statement: [
			{
				Effect: 'Allow',
				Principal: {
					Service: partitionOf(region) === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com',
				},
				Action: 'sts:AssumeRole',
			},
		],
	});

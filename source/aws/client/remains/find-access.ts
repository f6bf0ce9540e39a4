import { DescribeKeyPairsCommand, DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2';
import { GetInstanceProfileCommand, GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import { AwsRefusal } from '../refused.ts';
import { remainOf, timeInName } from './belongs.ts';
import { byTag, byValues, called, listed, type RegionCalls, timeOf } from './calls.ts';
import type { Machine } from './find-machines.ts';
import type { Remain, RemainKind, Traces } from './remain.ts';

const saidBy = (traces: readonly Traces[], kind: RemainKind): readonly string[] =>
	traces.flatMap(({ named }) => named[kind] ?? []);

export const findKeyPairs = async (region: RegionCalls): Promise<readonly Remain[]> => {
	const { ec2, signal, traces } = region;
	const pairs = await listed(
		[byTag(region), byValues('key-name', saidBy(traces, 'key-pair'))],
		async filter => {
			const { KeyPairs = [] } = await called('EC2', 'DescribeKeyPairs', signal, options =>
				ec2.send(new DescribeKeyPairsCommand({ Filters: [filter] }), options),
			);
			return { items: KeyPairs };
		},
		({ KeyName }) => KeyName,
	);
	return pairs.flatMap(({ KeyName = '', Tags, CreateTime }) => {
		const created = timeOf(CreateTime) ?? timeInName(KeyName);
		const remain = remainOf({ kind: 'key-pair', id: KeyName, tags: Tags, created, detail: '' }, region);
		return remain ? [remain] : [];
	});
};

export const findSecurityGroups = async (region: RegionCalls): Promise<readonly Remain[]> => {
	const { ec2, signal, traces } = region;
	const groups = await listed(
		[byTag(region), byValues('group-name', saidBy(traces, 'security-group'))],
		async (filter, token) => {
			const { SecurityGroups = [], NextToken } = await called(
				'EC2',
				'DescribeSecurityGroups',
				signal,
				options =>
					ec2.send(new DescribeSecurityGroupsCommand({ Filters: [filter], NextToken: token }), options),
			);
			return { items: SecurityGroups, next: NextToken };
		},
		({ GroupId }) => GroupId,
	);
	return groups.flatMap(({ GroupId = '', GroupName = '', Tags }) => {
		const created = timeInName(GroupName);
		const remain = remainOf(
			{ kind: 'security-group', id: GroupId, name: GroupName, tags: Tags, created, detail: GroupName },
			region,
		);
		return remain ? [remain] : [];
	});
};

/** How the amazon plugin names the profile and the role that it makes for one machine. */
const temporary = /^packer-[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** Profile and role of a machine that was made for it alone. */
const profileOf = ({ instance, remain }: Machine): readonly (readonly [name: string, remain: Remain])[] => {
	const name = instance.IamInstanceProfile?.Arn?.replace(/^.*\//, '') ?? '';
	return temporary.test(name) ? [[name, remain]] : [];
};

/** What IAM says of a name, undefined if it has none of it. */
const ifThere = async <Answer>(
	operation: string,
	signal: AbortSignal,
	call: (options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer | undefined> => {
	try {
		return await called('IAM', operation, signal, call);
	} catch (error) {
		if (error instanceof AwsRefusal && /^NoSuchEntity/.test(error.code)) {
			return undefined;
		}

		throw error;
	}
};

/**
 * The names of profiles and roles that are to be looked for, those of a build in one of its regions only: IAM knows none.
 * Without a name IAM need not be asked.
 */
export const identityNames = (
	{ region, traces }: Pick<RegionCalls, 'region' | 'traces'>,
	machines: readonly Machine[],
): ReadonlyMap<string, Pick<Remain, 'build' | 'kept'>> =>
	new Map([
		...machines.flatMap(profileOf),
		...traces
			.filter(({ home }) => home === region)
			.flatMap(each =>
				[...(each.named['instance-profile'] ?? []), ...(each.named.role ?? [])]
					.filter(name => temporary.test(name))
					.map((name): readonly [string, Pick<Remain, 'build'>] => [name, { build: each.build }]),
			),
	]);

/** Profiles and roles that Packer made for one machine: they have one name, which holds when that was. */
export const findIdentities = async (
	iam: IAMClient,
	region: RegionCalls,
	names: ReadonlyMap<string, Pick<Remain, 'build' | 'kept'>>,
): Promise<readonly Remain[]> => {
	const { signal } = region;
	const found: Remain[] = [];
	for (const [name, owner] of names) {
		const profile = await ifThere('GetInstanceProfile', signal, options =>
			iam.send(new GetInstanceProfileCommand({ InstanceProfileName: name }), options),
		);
		const role = await ifThere('GetRole', signal, options =>
			iam.send(new GetRoleCommand({ RoleName: name }), options),
		);
		const kinds = [...(profile ? (['instance-profile'] as const) : []), ...(role ? (['role'] as const) : [])];
		for (const kind of kinds) {
			const remain = remainOf({ kind, id: name, with: owner, created: timeInName(name), detail: '' }, region);
			found.push(...(remain ? [remain] : []));
		}
	}

	return found;
};

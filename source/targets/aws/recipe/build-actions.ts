import type { Recipe } from '../../../recipe/schema.ts';

/** The version of the language of IAM's policies. */
export const policyLanguage = '2012-10-17';

/** The policy of IAM that allows actions, as it is attached. */
export const allowingPolicy = (actions: readonly string[]) => ({
	Version: policyLanguage,
	Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

/** What an action of IAM is done to; `all` if it cannot be allowed for some alone, or is on nothing that is there yet. */
export const actedOn = [
	'all',
	'instance',
	'image',
	'snapshot',
	'volume',
	'security-group',
	'key-pair',
] as const;

/** What whoever signs a build has to be allowed, `ec2:CreateImage`, by what it is done to. */
type BuildActions = Readonly<Record<(typeof actedOn)[number], readonly string[]>>;

const ec2 = (...names: readonly string[]): readonly string[] => names.map(name => `ec2:${name}`);

/**
 * All that Packer does in AWS for a build of the Recipe, its cleaning up included. What it was seen to call: 1.6.6, and
 * 1.16.0 with amazon 1.8.3.
 */
export const buildActions = ({ aws }: Recipe): BuildActions => {
	const { network, spot, instanceProfile, copyTo, volume, share } = aws;
	const ownKey = volume.encrypted && volume.kmsKey !== undefined;
	const isShared = share.accounts.length + share.organizations.length > 0;
	const copies = copyTo.length > 0 || (ownKey && Object.keys(volume.kmsKeys).length > 0);
	return {
		all: [
			...ec2('DescribeRegions', 'DescribeImages', 'DescribeInstances', 'DescribeVolumes'),
			...ec2('DescribeSecurityGroups', 'CreateKeyPair', 'CreateSecurityGroup', 'RunInstances', 'CreateTags'),
			...(network.subnet === undefined ? [] : ec2('DescribeSubnets')),
			...(spot ? ec2('CreateFleet', 'CreateLaunchTemplate', 'DeleteLaunchTemplate') : []),
			...(copies ? ec2('CopyImage') : []),
			...(instanceProfile === undefined ? [] : ['iam:GetInstanceProfile', 'iam:PassRole']),
			...(ownKey
				? [
						...['DescribeKey', 'CreateGrant', 'Decrypt', 'GenerateDataKeyWithoutPlaintext'],
						...['ReEncryptFrom', 'ReEncryptTo'],
					].map(name => `kms:${name}`)
				: []),
		],
		instance: ec2('CreateImage', 'TerminateInstances', ...(spot ? [] : ['StopInstances'])),
		image: ec2('DeregisterImage', 'ModifyImageAttribute'),
		snapshot: ec2('DeleteSnapshot', ...(isShared ? ['ModifySnapshotAttribute'] : [])),
		volume: ec2('DeleteVolume'),
		'security-group': ec2('AuthorizeSecurityGroupIngress', 'DeleteSecurityGroup'),
		'key-pair': ec2('DeleteKeyPair'),
	};
};

/** All actions of a build, in one list. */
export const allBuildActions = (recipe: Recipe): readonly string[] =>
	Object.values(buildActions(recipe)).flat();

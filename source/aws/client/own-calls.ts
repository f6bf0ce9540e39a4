const ofRemains = 'what builds left is not seen whole, and that is said';
const notDeleted = 'that part of what builds left stays, and is named';
const noTest = 'no test machine is left running, and that is said';
const noCopy = 'the copy to that region is not made, and can be made later';

/**
 * Every call that packer-wizard itself makes of AWS, not by Packer, and what happens if it is refused, for the end of a
 * sentence: nobody needs any of the first group to answer the questions, or to build. `EC2:DescribeImages` is allowed by
 * ec2:DescribeImages of IAM, and so on; who one is everybody may ask.
 */
export const ownCalls: Readonly<Record<string, string>> = {
	// What there is to choose from, asked beside the questions.
	'STS:GetCallerIdentity': 'who signs is told as far as this computer knows it',
	'IAM:ListAccountAliases': 'the account is told by its number alone',
	// For a Packer that cannot take a role by itself.
	'STS:AssumeRole': 'there are no keys to hand to Packer, and the build does not start',
	'EC2:DescribeRegions': 'which regions are enabled is not known, and all are offered',
	'EC2:DescribeImages': 'which images there are is seen only in the build',
	'SSM:GetParameter': 'which image a parameter names is not known',
	'EC2:DescribeInstanceTypes': 'instance types are those of the list that packer-wizard brings',
	'EC2:DescribeInstanceTypeOfferings': 'instance types are those of the list that packer-wizard brings',
	'EC2:DescribeSubnets': 'subnets can only be typed, and whether there is a default network is not known',
	'EC2:DescribeRouteTables': 'which subnets reach the internet is not known',
	'IAM:ListInstanceProfiles': 'an instance profile can only be typed',
	'KMS:ListAliases': 'a KMS key can only be typed',
	'KMS:ListKeys': 'a KMS key without an alias can only be typed',
	'EC2:DescribeSpotPriceHistory': 'of a spot machine no price of today is told',
	'Pricing:GetProducts': 'prices are those of the lists that packer-wizard brings',
	// Asked by a preflight as a dry run alone, and for a test machine, which is not there then.
	'EC2:RunInstances': 'whether the machine may be launched is seen only in the build',
	'EC2:CreateKeyPair': 'whether a key pair may be made is seen only in the build',
	'EC2:CreateSecurityGroup': 'whether a security group may be made is seen only in the build',
	'IAM:SimulatePrincipalPolicy': 'what else a build needs to be allowed is seen only in it',
	'ServiceQuotas:GetServiceQuota': 'whether the machine fits into the quota is seen only in the build',
	'KMS:DescribeKey': 'whether a key can be used is seen only in the build',
	// What builds left, looked for and deleted by `cleanup`.
	'EC2:DescribeInstances': ofRemains,
	'EC2:DescribeVolumes': ofRemains,
	'EC2:DescribeSnapshots': ofRemains,
	'EC2:DescribeKeyPairs': ofRemains,
	'EC2:DescribeSecurityGroups': ofRemains,
	'EC2:DescribeSpotInstanceRequests': ofRemains,
	'EC2:DescribeLaunchTemplates': ofRemains,
	'EC2:DescribeLaunchTemplateVersions': ofRemains,
	'IAM:GetInstanceProfile': ofRemains,
	'IAM:GetRole': ofRemains,
	'IAM:ListRolePolicies': notDeleted,
	'EC2:TerminateInstances': notDeleted,
	'EC2:CancelSpotInstanceRequests': notDeleted,
	'EC2:DeleteVolume': notDeleted,
	'EC2:DeleteSnapshot': notDeleted,
	'EC2:DeregisterImage': notDeleted,
	'EC2:DeleteKeyPair': notDeleted,
	'EC2:DeleteSecurityGroup': notDeleted,
	'EC2:DeleteLaunchTemplate': notDeleted,
	'IAM:RemoveRoleFromInstanceProfile': notDeleted,
	'IAM:DeleteInstanceProfile': notDeleted,
	'IAM:DeleteRolePolicy': notDeleted,
	'IAM:DeleteRole': notDeleted,
	// Copies of an image in other regions.
	'EC2:CopyImage': noCopy,
	'EC2:CreateTags': 'a copy gets the tags that it was ordered with, and counts as failed',
	'EC2:DescribeImageAttribute': 'copies are shared with nobody, and that is said',
	'EC2:ModifyImageAttribute': 'an image is shared with nobody else, and a copy counts as failed',
	// What is done with an image when its build is over.
	'EC2:ModifySnapshotAttribute': 'an image is shared with nobody else',
	'EC2:EnableImageDeprecation': 'an image is not deprecated',
	'EC2:AuthorizeSecurityGroupIngress': noTest,
	'EC2:DescribeInstanceStatus': noTest,
	'EC2:DisableImageDeprecation': 'an image stays deprecated',
};

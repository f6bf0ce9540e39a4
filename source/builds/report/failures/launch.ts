import { volumeSize } from '../../../recipe/base.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { keyAdvice, type PackerFailure } from './failure.ts';

const aMachine = ({ aws: { instanceType, spot } }: Recipe): string =>
	`${instanceType}${spot ? ' as a spot instance' : ''}`;

const tooNew =
	'Choose another machine. Types of one size of the families t3, m6i and c6i are offered nearly everywhere.';

/** Why AWS launches no machine of that kind, or lets it die at once. */
export const launchFailures: readonly PackerFailure[] = [
	{
		id: 'launch.no-capacity',
		patterns: [
			/InsufficientInstanceCapacity|Insufficient(?:HostCapacity|VolumeCapacity)|(?:[Ii]nsufficient|not (?:currently )?have (?:enough|sufficient)|have sufficient) .*capacity|no Spot capacity|UnfulfillableCapacity/i,
		],
		what: recipe => `AWS has no ${aMachine(recipe)} free in ${recipe.aws.region} at the moment.`,
		why: 'A type can be short in one zone of a region and not in the next.',
		next: ({ aws: { spot } }) =>
			spot
				? 'Build without spot, or choose another machine or zone.'
				: 'Choose another machine or zone, or try again later.',
		remedy: ({ aws: { spot } }) => (spot ? 'on-demand' : 'instance-type'),
	},
	{
		id: 'launch.spot-price',
		patterns: [
			/SpotMaxPriceTooLow|Spot request price .*lower than|price that is lower than the (?:current|minimum)/,
		],
		what: ({ aws: { instanceType } }) =>
			`A spot ${instanceType} costs more at the moment than the template offers.`,
		next: 'Build without spot, or offer more in image.pkr.hcl.',
		remedy: 'on-demand',
	},
	{
		id: 'launch.quota',
		patterns: [
			/VcpuLimitExceeded|InstanceLimitExceeded|MaxSpotInstanceCountExceeded|Max spot instance count exceeded|current (?:vCPU|instance) limit|maximum (?:number of )?Fleet Requests/,
		],
		what: ({ aws: { instanceType, region, spot } }) =>
			`The quota of this account in ${region} is too small for one more ${spot ? 'spot ' : ''}${instanceType}.`,
		why: 'AWS counts the processors of all machines of a family; new accounts begin with very few.',
		next: 'Choose a smaller machine or another family or region, or ask for more in the console (Service Quotas, EC2).',
		remedy: 'instance-type',
	},
	{
		id: 'launch.disk-quota',
		patterns: [/\bVolumeLimitExceeded|MaxIOPSLimitExceeded|ResourceLimitExceeded.*volume/i],
		what: ({ aws: { region } }) => `This account may have no more disks (EBS volumes) in ${region}.`,
		next: 'Delete disks that nobody uses, ask for more (Service Quotas, EBS), or choose a smaller disk.',
		remedy: 'disk',
	},
	{
		id: 'launch.free-plan',
		patterns: [/not eligible for (?:the )?Free Tier|FreeTierRestriction|\bfree plan\b/i],
		what: ({ aws: { instanceType } }) =>
			`This account is on the free plan of AWS, which does not have ${instanceType}.`,
		next: 'Choose t3.micro, t3.small, t4g.micro or t4g.small, or upgrade the account.',
		remedy: 'instance-type',
	},
	{
		id: 'launch.no-profile',
		patterns: [/Couldn't find specified instance profile|Invalid IAM Instance Profile/],
		what: ({ aws: { instanceProfile } }) =>
			`This account has no instance profile ${instanceProfile === undefined ? 'of that name' : `named ${instanceProfile}`}.`,
		why: 'The name of an instance profile counts, not that of its role; one that was made just now takes a minute.',
		next: 'Choose another instance profile, or none.',
		remedy: 'instance-profile',
	},
	{
		id: 'launch.architecture',
		patterns: [/architecture '(\S+)' of the specified instance type does not match the architecture '(\S+)'/],
		what: ({ aws: { instanceType } }, [, machine, image]) =>
			`${instanceType} is a machine for ${machine}, but the base image is for ${image}.`,
		next: ({ base }, [, , image]) =>
			'image' in base
				? 'Choose a machine for that, such as t4g.small for arm64 and t3.small for x86_64.'
				: `Say that the base image is for ${image}, and choose a machine for that, such as ${image === 'arm64' ? 't4g.small' : 't3.small'}.`,
		// What is known of an image that is not of our list is what was answered.
		remedy: ({ base }) => ('image' in base ? 'instance-type' : 'architecture'),
	},
	{
		id: 'launch.not-in-zone',
		patterns: [
			/requested instance type \((\S+?)\) is not supported in your requested Availability Zone|Unsupported: .*instance type/,
		],
		what: ({ aws: { instanceType, region } }) =>
			`${instanceType} is not offered in the zone of ${region} that was taken.`,
		next: 'Choose another zone or subnet, or another machine.',
		remedy: ({ aws: { network } }) => (network.subnet === undefined ? 'zone' : 'subnet'),
	},
	{
		id: 'launch.no-zone',
		patterns: [
			/[Ii]nvalid (?:value .*for AvailabilityZone|[Aa]vailability [Zz]one)|InvalidZone|InvalidAvailabilityZone/,
		],
		what: ({ aws: { region } }) => `${region} has no zone of that name in this account.`,
		next: 'Choose a zone of this region, or none.',
		remedy: 'zone',
	},
	{
		id: 'launch.no-type',
		patterns: [
			/[Ii]nvalid value '(\S+)' for InstanceType|InvalidInstanceType|InvalidParameterValue: .*instance type .* (?:does not exist|is not valid)/,
		],
		what: ({ aws: { instanceType, region } }) => `${region} does not know the instance type ${instanceType}.`,
		next: tooNew,
		remedy: 'instance-type',
	},
	{
		id: 'launch.unfit-image',
		patterns: [
			/Elastic Network Adapter \(ENA\) is required|requires? (?:an AMI with )?(?:boot mode|UEFI)|NVMe .*is required|Non-Windows .* virtualization|virtualization type .* not support/i,
		],
		what: ({ aws: { instanceType } }) =>
			`The base image is too old, or made otherwise, for a machine like ${instanceType}.`,
		next: 'Choose an older kind of machine, such as t2.small, or a newer base image.',
		remedy: 'instance-type',
	},
	{
		id: 'launch.unsupported',
		patterns: [/Unsupported(?:Operation)?: (?:The requested configuration|.*not supported)/],
		what: ({ aws: { instanceType, region } }) =>
			`AWS does not launch a ${instanceType} with these settings in ${region}.`,
		next: 'Choose another machine or zone.',
		remedy: 'instance-type',
	},
	{
		id: 'launch.disk-too-small',
		patterns: [/InvalidBlockDeviceMapping.*smaller than snapshot(?:.*expect size ?>= ?(\d+) ?GB)?/],
		what: (recipe, [, size]) =>
			`The disk of ${volumeSize(recipe)} GB is smaller than the base image${size === undefined ? '' : `, which needs ${size} GB`}.`,
		next: (_, [, size]) =>
			size === undefined ? 'Choose a larger disk.' : `Choose a disk of ${size} GB or more.`,
		remedy: 'disk',
	},
	{
		id: 'launch.spot-taken',
		patterns: [/Server\.SpotInstance(?:Termination|Shutdown)|Spot [Ii]nstance (?:termination|interruption)/],
		what: 'AWS took the spot instance back while it was built.',
		next: 'Build without spot, or run it again.',
		remedy: 'on-demand',
	},
	{
		id: 'launch.kms-key',
		patterns: [/\bInvalidKMSKey\b/i],
		// Not by its name: the template may have been changed by hand.
		what: ({ aws: { region } }) =>
			`The KMS key in the template cannot encrypt the disk: ${region} has no such key, it is disabled, or its ` +
			'policy does not let AWS use it.',
		next: 'Choose another key, or none for that of AWS.',
		remedy: 'kms-key',
	},
	{
		id: 'launch.kms-key',
		patterns: [/Error waiting for instance \((i-\w+)\).*Client\.InternalError/],
		what: (_, [, id]) => `The machine ${id} ended as soon as it was launched.`,
		why: 'AWS says "client error on launch" of a KMS key that it may not use for the disk, most often.',
		next: keyAdvice('kms:CreateGrant and kms:Decrypt'),
		remedy: 'kms-key',
	},
	{
		id: 'launch.ended-by-somebody',
		patterns: [
			/Error waiting for instance to stop.*(?:successful resource state|to Failure)/,
			/Client\.(?:UserInitiatedShutdown|InstanceInitiatedShutdown)|InvalidInstanceID\.NotFound|IncorrectInstanceState|instance not found: /,
		],
		what: 'The machine was there and is gone: somebody or something ended it while it was built.',
		why: 'That may be a person, a rule of the account that ends machines it does not know, or a script that shuts it down.',
		next: 'Run it again; if it is ended again, ask who keeps the account.',
		remedy: 'again',
	},
	{
		id: 'launch.died',
		patterns: [/Error waiting for instance \((i-\w+)\) to become ready/],
		what: (_, [, id]) => `The machine ${id} did not start.`,
		next: 'Run it again; if it stays so, choose another machine.',
		remedy: 'again',
	},
	{
		id: 'launch.other-quota',
		patterns: [/\b(?:Max(?=\w+CountExceeded))?([A-Z]\w+?)(?:Limit|Count)Exceeded\b/],
		what: ({ aws: { region } }, [, kind]) => `A quota of this account in ${region} is used up (${kind}).`,
		next: 'Delete what nobody uses, ask for more in the console (Service Quotas), or build in another region.',
		remedy: 'region',
	},
	{
		id: 'launch.name-in-use',
		patterns: [/Invalid(?:KeyPair|Group)\.Duplicate|EntityAlreadyExists/],
		what: 'Something of the name that Packer invented for this build is there already.',
		remedy: 'again',
	},
];

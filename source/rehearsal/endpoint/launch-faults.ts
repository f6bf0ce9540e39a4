import { type Call, here } from './call.ts';
import { findType } from './named-types.ts';
import { type Parameters, tagsFor } from './parameters.ts';
import { Refusal } from './protocol.ts';
import { accountId, type Failure, type Image, type Metadata, type World } from './state.ts';

type Launched = {
	readonly image: Image;
	readonly type: string;
	readonly zone: string;
	readonly metadata: Metadata;
	readonly isSpot: boolean;
};

/** EC2 says this with status 500, which only makes the SDK try ten times more. */
const noCapacity = (world: World, call: Call, { type, zone, isSpot }: Launched): Refusal => {
	if (isSpot) {
		return new Refusal(
			'InsufficientInstanceCapacity',
			'There is no Spot capacity available that matches your request.',
		);
	}

	const zones = [...new Set([...here(world, call).subnets.values()].map(subnet => subnet.zone))];
	const others = zones.filter(other => other !== zone).sort();
	return new Refusal(
		'InsufficientInstanceCapacity',
		`We currently do not have sufficient ${type} capacity in the Availability Zone you requested (${zone}). Our ` +
			`system will be working on provisioning additional capacity. You can currently get ${type} capacity by not ` +
			`specifying an Availability Zone in your request or choosing ${others.join(', ')}.`,
	);
};

const overQuota = ({ isSpot }: Launched): Refusal =>
	isSpot
		? new Refusal('MaxSpotInstanceCountExceeded', 'Max spot instance count exceeded')
		: new Refusal(
				'VcpuLimitExceeded',
				'You have requested more vCPU capacity than your current vCPU limit of 1 allows for the instance bucket ' +
					'that the specified instance type belongs to. Please visit ' +
					'http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.',
			);

/** The tag that `tags-demanded` asks of what is launched. */
const demandedTag = 'CostCenter';

const denied = (call: Call, kind: string): Refusal =>
	new Refusal(
		'UnauthorizedOperation',
		`You are not authorized to perform this operation. User: arn:aws:iam::${accountId}:user/rehearsal is not ` +
			`authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:${call.region}:${accountId}:${kind}/* with ` +
			'an explicit deny in a service control policy. Encoded authorization failure message: ' +
			Buffer.from(call.tools.newId('message')).toString('base64'),
		403,
	);

/**
 * Refuses a launch as it was asked to be refused, in EC2's words.
 * @throws Refusal
 */
export const refuseLaunch = (world: World, call: Call, request: Parameters, launched: Launched): void => {
	const { faults } = call.tools;
	const { image, type, zone, metadata, isSpot } = launched;
	if (faults.has('image-not-shared') && image.owner !== accountId) {
		throw new Refusal('AuthFailure', `Not authorized for images: [${image.id}]`, 403);
	}

	const untagged = ['instance', 'volume'].find(kind => !tagsFor(request, kind).has(demandedTag));
	if (faults.has('tags-demanded') && untagged !== undefined) {
		throw denied(call, untagged);
	}

	if (faults.has('free-tier') && !findType(world, type)?.freeTier) {
		throw new Refusal(
			'InvalidParameterCombination',
			'The specified instance type is not eligible for Free Tier. For a list of Free Tier instance types, run ' +
				"'describe-instance-types' with the filter 'free-tier-eligible=true'.",
		);
	}

	if (faults.has('imdsv1-refused') && metadata.tokens === 'optional') {
		throw new Refusal(
			'UnsupportedOperation',
			"You can't launch instances with IMDSv1 because httpTokensEnforced is enabled for this account. Either " +
				'launch the instance with httpTokens=required or contact your account owner to disable httpTokensEnforced ' +
				'using the ModifyInstanceMetadataDefaults API or the account settings in the EC2 console.',
		);
	}

	if (faults.has('spot-role-missing') && isSpot) {
		throw new Refusal(
			'AuthFailure.ServiceLinkedRoleCreationNotPermitted',
			'The provided credentials do not have permission to create the service-linked role for EC2 Spot Instances.',
			403,
		);
	}

	if (faults.hits('quota', call.region) && (findType(world, type)?.vcpu ?? 0) > 1) {
		throw overQuota(launched);
	}

	if (faults.hits('no-capacity', type) && zone === `${call.region}a`) {
		throw noCapacity(world, call, launched);
	}
};

/** Why a machine ends that EC2 launched; undefined if it was not asked to. */
export const deathOf = ({ tools }: Call): Failure | undefined =>
	tools.faults.has('launch-dies')
		? { code: 'Client.InternalError', message: 'Client.InternalError: Client error on launch' }
		: undefined;

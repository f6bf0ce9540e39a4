import type { RecipeChange } from '../../helpers/recipe.ts';

/** What Packer says, and which failure that is; undefined where it is none. What of the Recipe counts for it. */
export type PackerWords = readonly [said: string, id: string | undefined, recipe?: RecipeChange | undefined];

/** As Packer 1.6.6 puts its reason behind the general words. */
const wrapped = (cause: string): string =>
	`no valid credential sources for  found.\n\nPlease see \nfor more information about providing credentials.\n\nError: ${cause}`;

/** As the AWS SDK of Packer up to 1.13 says an answer of EC2, and as that of the amazon plugin 1.8 and newer does. */
const both = (action: string, code: string, message: string): readonly string[] => [
	`${code}: ${message}\n\tstatus code: 400, request id: 0a1b`,
	`operation error EC2: ${action}, https response error StatusCode: 400, RequestID: 0a1b, api error ${code}: ${message}`,
];

/** The same for the launch of a machine. */
const launching = (
	code: string,
	message: string,
	id: string,
	recipe?: RecipeChange,
): readonly PackerWords[] =>
	both('RunInstances', code, message).map(text => [`Error launching source instance: ${text}`, id, recipe]);

const notAllowed = (action: string, more = ''): string =>
	`You are not authorized to perform this operation. User: arn:aws:iam::1:user/x is not authorized to perform: ${action}${more}. Encoded authorization failure message: a-B_c`;

const signIn: readonly PackerWords[] = [
	...[
		'failed to read cached SSO token file, open /home/x/.aws/sso/cache/a.json: no such file or directory',
		'refresh cached SSO token failed, unable to refresh SSO token, operation error SSO OIDC: CreateToken, InvalidGrantException: ',
	].map((text): PackerWords => [`failed to refresh cached credentials, ${text}`, 'sign-in.sso-expired']),
	...[
		wrapped('ForbiddenException: No access\n\tstatus code: 403, request id: 1'),
		'failed to refresh cached credentials, operation error SSO: GetRoleCredentials, https response error StatusCode: 403, RequestID: 1, ForbiddenException: No access',
	].map((text): PackerWords => [text, 'sign-in.sso-role']),
	...[
		'process provider error: error in credential_process: exit status 253',
		'failed to prepare command: exec: "aws-vault": executable file not found in $PATH',
	].map((text): PackerWords => [`failed to refresh cached credentials, ${text}`, 'sign-in.process-failed']),
	...[
		'failed to refresh cached credentials, operation error STS: AssumeRole, https response error StatusCode: 403, RequestID: 1, api error AccessDenied: User: u is not authorized to perform: sts:AssumeRole on resource: r',
		'Error creating AWS session: AccessDenied: User: u is not authorized to perform: sts:AssumeRole on resource: r',
		'IAM Role (arn:aws:iam::1:role/x) cannot be assumed.\n\nThere are a number of possible causes of this',
	].map((text): PackerWords => [text, 'sign-in.role-refused']),
	...[
		'https response error StatusCode: 403, RequestID: 1, api error AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity',
		'InvalidIdentityToken: No OpenIDConnect provider found in your account',
		'ExpiredTokenException: Token expired',
	].map(
		(text): PackerWords => [
			`failed to refresh cached credentials, operation error STS: AssumeRoleWithWebIdentity, ${text}`,
			'sign-in.web-identity-refused',
		],
	),
	[
		'failed to retrieve jwt from provide source, unable to read file at /token: open /token: no such file or directory',
		'sign-in.web-identity-token',
	],
	['SharedCredsLoad: failed to load shared credentials file\ncaused by: INIParseError', 'sign-in.unreadable'],
	['EmptyStaticCreds: static credentials are empty', 'sign-in.not-accepted'],
	...[
		'AWS was not able to authenticate the request: access credentials are missing',
		'Credential must have exactly 5 slash-delimited elements',
	].map((text): PackerWords => [`error validating regions: AuthFailure: ${text}`, 'sign-in.refused']),
	[wrapped('SSOProviderInvalidToken: the SSO session has expired or is invalid'), 'sign-in.sso-expired'],
	[wrapped('SSO session associated with this profile has expired'), 'sign-in.sso-expired'],
	[
		wrapped('ProcessProviderExecutionError: error in credential_process\ncaused by: exit status 253'),
		'sign-in.process-failed',
	],
	[wrapped('ProcessProviderExecutionError: credential process timed out'), 'sign-in.process-failed'],
	[
		wrapped('ProcessProviderParseError: parse failed of credential_process output: hi'),
		'sign-in.process-output',
	],
	[
		wrapped(
			'AccessDenied: User: arn:aws:iam::1:user/x is not authorized to perform: sts:AssumeRole on resource: r',
		),
		'sign-in.role-refused',
	],
	[
		'operation error STS: AssumeRole, api error AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code.',
		'sign-in.mfa-code',
	],
	[
		wrapped(
			'WebIdentityErr: failed to retrieve credentials\ncaused by: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity',
		),
		'sign-in.web-identity-refused',
	],
	[
		wrapped('WebIdentityErr: unable to read file at /token\ncaused by: open /token'),
		'sign-in.web-identity-token',
	],
	[wrapped('NoCredentialProviders: no valid providers in chain. Deprecated.'), 'sign-in.none'],
	[
		wrapped(
			'RequestError: send request failed\ncaused by: Post "https://sts.amazonaws.com/": dial tcp: lookup sts.amazonaws.com: no such host',
		),
		'aws.unreachable',
	],
	[
		wrapped('InvalidClientTokenId: The security token included in the request is invalid.'),
		'sign-in.refused',
	],
	[wrapped('ExpiredToken: The security token included in the request is expired'), 'sign-in.expired'],
	[wrapped('something new'), 'sign-in.not-accepted'],
	['No valid credential sources found', 'sign-in.not-accepted'],
	['failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds', 'sign-in.none'],
	[
		'CredentialRequiresARNError: credential type credential_source requires role_arn, profile b',
		'sign-in.no-role-arn',
	],
	[
		'SharedConfigAssumeRoleError: failed to load assume role for arn:aws:iam::1:role/x, source profile base has no shared credentials',
		'sign-in.source-profile',
	],
	['failed to load assume role arn:aws:iam::1:role/x, of profile base, <nil>', 'sign-in.source-profile'],
	[
		'profile "dev" is configured to use SSO but is missing required configuration: sso_region, sso_start_url',
		'sign-in.sso-incomplete',
	],
	['failed to find SSO session section, corp', 'sign-in.no-sso-session'],
	[
		'AssumeRoleTokenProviderNotSetError: assume role with MFA enabled, but AssumeRoleTokenProvider session option not set.',
		'sign-in.mfa',
	],
	['SharedConfigLoadError: failed to load config file, /home/x/.aws/config', 'sign-in.unreadable'],
	['failed to get shared config profile, prod', 'sign-in.no-profile'],
	['partial credentials found for profile half', 'sign-in.half-key'],
	['* `access_key` and `secret_key` must both be either set or not set.', 'sign-in.half-key'],
	[
		'only one credential type may be specified per profile: source profile, credential source, credential process, web identity token',
		'sign-in.two-sources',
	],
	[
		'SignatureDoesNotMatch: Signature expired: 20261128T100000Z is now earlier than 20261128T110000Z',
		'sign-in.clock',
	],
	['SignatureDoesNotMatch: The request signature we calculated does not match', 'sign-in.refused'],
	['error validating regions: RequestExpired: Request has expired.', 'sign-in.expired'],
	...both(
		'DescribeRegions',
		'AuthFailure',
		'AWS was not able to validate the provided access credentials',
	).flatMap((text): PackerWords[] => [
		[`error validating regions: ${text}`, 'sign-in.refused'],
		[`error validating regions: ${text}`, 'account.region-off', { region: 'me-south-1' }],
	]),
	['UnrecognizedClientException: The security token included in the request is invalid', 'sign-in.refused'],
];

const account: readonly PackerWords[] = [
	...launching(
		'AuthFailure.ServiceLinkedRoleCreationNotPermitted',
		'The provided credentials do not have permission to create the service-linked role for EC2 Spot Instances.',
		'launch.spot-role',
		{ spot: true },
	),
	[
		'Error waiting for fleet request (fleet-1) to become ready:The provided credentials do not have permission to create the service-linked role for EC2 Spot Instances.',
		'launch.spot-role',
	],
	[
		'validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 401, RequestID: , api error UnknownError: UnknownError',
		'sign-in.refused',
	],
	...launching('AuthFailure', 'Not authorized for images: [ami-0123456789abcdef0]', 'base.not-shared'),
	...launching('AuthFailure', 'This account may not use that', 'account.not-allowed'),
	...launching(
		'UnauthorizedOperation',
		notAllowed(
			'ec2:RunInstances',
			' on resource: arn:aws:ec2:eu-west-1:1:network-interface/* with an explicit deny in a service control policy',
		),
		'account.tags-demanded',
	),
	...launching(
		'UnauthorizedOperation',
		notAllowed(
			'ec2:CreateTags',
			' on resource: arn:aws:ec2:eu-west-1:1:instance/* with an explicit deny in a service control policy',
		),
		'account.tags-demanded',
	),
	...launching(
		'UnauthorizedOperation',
		notAllowed(
			'ec2:RunInstances',
			' on resource: arn:aws:ec2:eu-west-1::image/ami-0abc with an explicit deny in a service control policy',
		),
		'base.not-allowed',
	),
	['operation error EC2: x, failed to get rate limit token, retry quota exceeded', 'account.throttled'],
	[
		'error validating regions: Invalid region(s): [us-moon-1], available regions: [us-east-1 eu-west-1]',
		'account.region-off',
	],
	...both(
		'DescribeImages',
		'OptInRequired',
		'You are not subscribed to this service. Please go to http://aws.amazon.com to subscribe.',
	).map((text): PackerWords => [text, 'account.region-off']),
	...launching(
		'Blocked',
		'This account is currently blocked and not recognized as a valid account.',
		'account.blocked',
	),
	...launching(
		'PendingVerification',
		'Your request for accessing resources in this region is being validated',
		'account.not-verified',
	),
	...launching(
		'UnauthorizedOperation',
		notAllowed(
			'ec2:RunInstances',
			' on resource: arn:aws:ec2:eu-west-1:1:volume/* with an explicit deny in a service control policy',
		),
		'account.tags-demanded',
	),
	...launching(
		'UnauthorizedOperation',
		notAllowed(
			'ec2:RunInstances',
			' on resource: arn:aws:ec2:eu-west-1:1:instance/* with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1',
		),
		'account.tags-demanded',
	),
	...launching(
		'TagPolicyViolation',
		'The tag policy does not allow the specified value for the following tag key: team',
		'account.tags-demanded',
	),
	...both(
		'DescribeImages',
		'UnauthorizedOperation',
		notAllowed('ec2:DescribeImages', ' with an explicit deny in a service control policy'),
	).map((text): PackerWords => [text, 'account.organisation-policy']),
	...launching(
		'UnauthorizedOperation',
		notAllowed('ec2:RunInstances', ' on resource: x with an explicit deny in an identity-based policy'),
		'account.explicit-deny',
	),
	[
		'User: arn:aws:iam::1:user/x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/y',
		'account.pass-role',
	],
	...both('CreateKeyPair', 'UnauthorizedOperation', 'You are not authorized to perform this operation.').map(
		(text): PackerWords => [`Error creating temporary keypair: ${text}`, 'account.no-key-pair'],
	),
	...launching(
		'UnauthorizedOperation',
		notAllowed('ec2:RunInstances', ' on resource: x'),
		'account.not-allowed',
	),
	[
		'AccessDenied: User: arn:aws:iam::1:user/x is not authorized to perform: iam:CreateInstanceProfile',
		'account.not-allowed',
	],
	...both('DescribeImages', 'RequestLimitExceeded', 'Request limit exceeded.').map(
		(text): PackerWords => [text, 'account.throttled'],
	),
	['ThrottlingException: Rate exceeded', 'account.throttled'],
];

const launch: readonly PackerWords[] = [
	['Error launching source instance: a valid Subnet Id was not specified', 'network.no-default'],
	...launching('VPCIdNotSpecified', 'No default VPC for this user', 'network.no-default'),
	...launching('InvalidSubnetID.NotFound', "The subnet ID 'subnet-1' does not exist", 'network.no-subnet'),
	...launching(
		'InsufficientFreeAddressesInSubnet',
		'Not enough free addresses in subnet',
		'network.subnet-full',
	),
	['no AZ match the requested machine type "t3.micro"', 'network.none-in-zone'],
	...launching(
		'InvalidParameter',
		'You have specified two resources that belong to different networks',
		'network.different',
	),
	["The security group 'sg-1' does not exist in VPC 'vpc-1'", 'network.different'],
	['InvalidVpcID.NotFound: The vpc ID (null) does not exist', 'network.not-there'],
	[
		'Error: subnet_id or subnet_filter must be provided for non-default VPCs (vpc-1)',
		'network.vpc-without-subnet',
	],
	[
		'Your filter matched 3 Subnets. Please try a more specific search, or set random or most_free to true.',
		'network.filter',
	],
	['No Subnets was found matching filters: {…}', 'network.filter'],
	[
		`Exactly one VPC should match the filter, but 0 VPC's was found matching filters: { Filters: [{ Name: "isDefault", Values: ["true"] }] }`,
		'network.no-default',
	],
	[
		"Exactly one VPC should match the filter, but 0 VPC's was found matching filters: &{<nil> [{0x2ce778800730 [true] {}}] <nil> <nil> [] {}}",
		'network.no-default',
	],
	[
		"Exactly one VPC should match the filter, but 0 VPC's was found matching filters: &{<nil> [{0x2ce778800730 [mgmt] {}}] <nil> <nil> [] {}}",
		'network.filter',
	],
	["Exactly one VPC should match the filter, but 0 VPC's was found matching filters: {}", 'network.filter'],
	...both(
		'CreateSecurityGroup',
		'SecurityGroupLimitExceeded',
		'The maximum number of security groups has been reached.',
	).map((text): PackerWords => [text, 'network.groups-full']),
	['Timed out waiting for security group sg-1: exceeded wait attempts', 'network.group-late'],
	...launching(
		'InsufficientInstanceCapacity',
		'We currently do not have sufficient t3.micro capacity in the Availability Zone you requested',
		'launch.no-capacity',
	),
	[
		'Error waiting for fleet request (fleet-1) to become ready:InsufficientInstanceCapacity',
		'launch.no-capacity',
	],
	[
		'Error waiting for fleet request (fleet-1) to become ready:There is no Spot capacity available that matches your request.',
		'launch.no-capacity',
	],
	...launching(
		'SpotMaxPriceTooLow',
		'Your Spot request price of 0.001 is lower than the minimum required Spot request fulfillment price of 0.003.',
		'launch.spot-price',
	),
	...launching(
		'VcpuLimitExceeded',
		'You have requested more vCPU capacity than your current vCPU limit of 0 allows',
		'launch.quota',
	),
	[
		'Error waiting for fleet request (fleet-1) to become ready:Max spot instance count exceeded',
		'launch.quota',
	],
	...launching('VolumeLimitExceeded', 'Volume limit exceeded', 'launch.disk-quota'),
	...launching('NetworkInterfaceLimitExceeded', 'No more of them', 'launch.other-quota'),
	...launching(
		'FreeTierRestrictionError',
		'The instance type is not available on the free plan',
		'launch.free-plan',
	),
	...launching('MissingInput', "No subnets found for the default VPC 'vpc-1'.", 'network.no-default'),
	...launching(
		'InvalidParameter',
		'Security group sg-1 and subnet subnet-1 belong to different networks.',
		'network.different',
	),
	[
		'Error waiting for instance to stop: ResourceNotReady: failed waiting for successful resource state',
		'launch.ended-by-somebody',
	],
	[
		'Error waiting for instance (i-1) to become ready: RequestError: send request failed\ncaused by: Post "https://ec2.us-east-1.amazonaws.com/": dial tcp: lookup ec2.us-east-1.amazonaws.com on 127.0.0.53:53: server misbehaving',
		'aws.unreachable',
	],
	...launching(
		'InvalidParameterCombination',
		'The specified instance type is not eligible for Free Tier. For a list of Free Tier instance types, run describe-instance-types',
		'launch.free-plan',
	),
	...launching(
		'UnsupportedOperation',
		"You can't launch instances with IMDSv1 because httpTokensEnforced is enabled for this account",
		'launch.metadata-version',
	),
	[
		"Couldn't find specified instance profile: NoSuchEntity: Instance profile nobody not found\n\tstatus code: 404, request id: RdZO",
		'launch.no-profile',
	],
	...launching(
		'InvalidParameterValue',
		'Value (packer-64087dc8) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name',
		'launch.no-profile',
	),
	[
		'timed out waiting for IAM changes to propagate to EC2: operation error EC2: RunInstances, api error VPCIdNotSpecified: No default VPC for this user.',
		'launch.profile-late',
	],
	[
		'Timed out waiting for temporary role packer-abc: ResourceNotReady: exceeded wait attempts',
		'launch.profile-late',
	],
	...launching(
		'InvalidParameterValue',
		"The architecture 'x86_64' of the specified instance type does not match the architecture 'arm64' of the specified AMI.",
		'launch.architecture',
	),
	...launching(
		'Unsupported',
		'Your requested instance type (t3.micro) is not supported in your requested Availability Zone (us-east-1e).',
		'launch.not-in-zone',
	),
	...launching('InvalidParameterValue', 'Invalid availability zone: [us-east-1z]', 'launch.no-zone'),
	...launching('InvalidParameterValue', "Invalid value 't9.tiny' for InstanceType.", 'launch.no-type'),
	...launching(
		'InvalidParameterCombination',
		"Enhanced networking with the Elastic Network Adapter (ENA) is required for the 't3.micro' instance type.",
		'launch.unfit-image',
	),
	...launching(
		'Unsupported',
		'The requested configuration is currently not supported. Please check the documentation for supported configurations.',
		'launch.unsupported',
	),
	...launching(
		'InvalidBlockDeviceMapping',
		"Volume of size 8GB is smaller than snapshot 'snap-1', expect size >= 30GB",
		'launch.disk-too-small',
	),
	[
		'Error waiting for instance (i-0123) to become ready: ResourceNotReady: exceeded wait attempts',
		'launch.died',
	],
	[
		'Error waiting for instance (i-0123) to become ready: x; Instance state change details: Server.InternalError: Internal error on launch',
		'launch.died',
	],
	[
		'Error waiting for instance (i-0123) to become ready: x; Instance state change details: Client.InternalError: Client error on launch',
		'launch.kms-key',
	],
	[
		'Error waiting for instance (i-0123) to become ready: x; Instance state change details: Client.InvalidKMSKey.InvalidState: no',
		'launch.kms-key',
	],
	[
		'Error waiting for instance (i-0123) to become ready: x; Instance state change details: Server.SpotInstanceTermination: Spot instance termination',
		'launch.spot-taken',
	],
	...both('StopInstances', 'InvalidInstanceID.NotFound', "The instance ID 'i-1' does not exist").map(
		(text): PackerWords => [`Error stopping instance: ${text}`, 'launch.ended-by-somebody'],
	),
	...both('CreateKeyPair', 'InvalidKeyPair.Duplicate', 'The keypair already exists').map(
		(text): PackerWords => [`Error creating temporary keypair: ${text}`, 'launch.name-in-use'],
	),
	[
		'No AMI was found matching filters: {\n  Filters: [{\n      Name: "name",\n      Values: ["al2023-ami-2023.*-x86_64"]\n    }]',
		'base.none',
	],
	[
		'Your query returned more than one result. Please try a more specific search, or set most_recent to true.',
		'base.several',
	],
	['* For security reasons, your source AMI filter must declare an owner.', 'base.owner'],
	...both('DescribeImages', 'InvalidAMIID.NotFound', "The image id '[ami-0abc]' does not exist").map(
		(text): PackerWords => [`Error querying AMI: ${text}`, 'base.not-there'],
	),
	[
		"The provided source AMI has an invalid root device type.\nExpected 'ebs', got 'instance-store'.",
		'base.instance-store',
	],
	...launching(
		'OptInRequired',
		'In order to use this AWS Marketplace product you need to accept terms and subscribe. To do so please visit https://aws.amazon.com/marketplace/pp?sku=abc',
		'base.not-subscribed',
	),
	...launching(
		'Unsupported',
		'The instance configuration for this AWS Marketplace product is not supported. Please see the AWS Marketplace site',
		'base.product-type',
	),
];

const connection: readonly PackerWords[] = [
	['Timeout waiting for SSH.', 'connection.timeout'],
	[
		'Error waiting for SSH: Packer experienced an authentication error when trying to connect via SSH. This can happen if your username/password are wrong. original error: ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain',
		'connection.key-refused',
	],
	['Error waiting for SSH: ssh: handshake failed: EOF', 'connection.failed'],
	[
		'ssh: handshake failed: ssh: no common algorithm for key exchange; client offered: [a], server offered: [b]',
		'connection.algorithms',
	],
	["couldn't determine address for instance", 'connection.failed'],
	['Timeout waiting for WinRM.', 'connection.windows'],
	['exec: "session-manager-plugin": executable file not found in $PATH', 'connection.session-manager'],
	['ssm error: TargetNotConnected: i-0123 is not connected.', 'connection.session-manager'],
	[
		'no iam_instance_profile defined; session_manager connectivity requires a valid instance profile with AmazonSSMManagedInstanceCore permissions.',
		'connection.session-manager',
	],
	['ssm error: RequestCanceled: request context canceled', 'connection.session-manager'],
	[
		'Script disconnected unexpectedly. If you expected your script to disconnect, i.e. from a restart, you can try adding `"expect_disconnect": true` or `"valid_exit_codes": [0, 2300218]` to the shell provisioner parameters.',
		'connection.broke',
	],
	['Script exited with non-zero exit status: 0. Allowed exit codes are: [117]', 'connection.log-in-file'],
	// Why is told by what the script printed: that is the table of scripts.
	['Script exited with non-zero exit status: 127.Allowed exit codes are: [0]', undefined],
	[
		'Error uploading script: lease login as the user "ec2-user" rather than the user "root".',
		'connection.user',
	],
	['Error uploading script: his account is currently not available.', 'connection.shell'],
	['Error uploading script: Process exited with status 1', 'connection.shell'],
	['Error uploading script: scp: /tmp/script_1.sh: No space left on device', 'connection.disk-full'],
	['Error uploading script: scp: /tmp/script_1.sh: Permission denied', 'connection.copy'],
	[
		'Error uploading script: elcome to AuthFailure, UnauthorizedOperation and Timeout waiting for SSH',
		'connection.log-in-file',
	],
	[
		'Error uploading script: SCP failed to start. This usually means that SCP is not properly installed on the remote system.',
		'connection.no-scp',
	],
	['Error uploading script: EOF', 'connection.copy'],
	['Upload failed: scp: /nodir/x: No such file or directory', 'connection.upload'],
];

const image: readonly PackerWords[] = [
	["Error: AMI Name: 'web' is used by an existing AMI: ami-0abc", 'image.name-taken'],
	[
		'Error creating AMI: InvalidAMIName.Duplicate: AMI name demo is already in use by AMI ami-0abc',
		'image.name-taken-meanwhile',
	],
	[
		"* AMIName should only contain alphanumeric characters, parentheses (()), square brackets ([]), spaces ( ), periods (.), slashes (/), dashes (-), single quotes ('), at-signs (@), or underscores(_). You can use the `clean_resource_name` template filter to automatically clean your ami name.",
		'image.name',
	],
	['* ami_name must be between 3 and 128 characters long', 'image.name'],
	['Error waiting for instance to stop: ResourceNotReady: exceeded wait attempts', 'image.stop-timeout'],
	[
		'Error waiting for AMI: Failed with ResourceNotReady error, which can have a variety of causes. For help troubleshooting, check our docs: https://www.packer.io/docs/builders/amazon.html#resourcenotready-error\noriginal error: ResourceNotReady: exceeded wait attempts',
		'image.timeout',
	],
	['Error waiting for AMI: exceeded max wait time for ImageAvailable waiter', 'image.timeout'],
	[
		'Error waiting for AMI (ami-1) in region (us-east-1): ResourceNotReady: failed waiting for successful resource state',
		'image.failed',
	],
	[
		'Error waiting for AMI (ami-1) in region (eu-west-1): ResourceNotReady: failed waiting for successful resource state',
		'copy.failed',
		{ copyTo: ['eu-west-1'] },
	],
	[
		'1 error occurred:\n\t* Error waiting for AMI (ami-1) in region (eu-west-1): waiter state transitioned to Failure',
		'copy.failed',
		{ copyTo: ['eu-west-1'] },
	],
	[
		'Error waiting for AMI: RequestCanceled: waiter context canceled\ncaused by: context canceled',
		'image.cancelled',
	],
	['Error creating AMI: InvalidParameterValue: …', 'image.refused'],
	...both('CreateImage', 'KMS.DisabledException', 'the key is disabled').map(
		(text): PackerWords => [`Error creating AMI: ${text}`, 'image.failed'],
	),
	[
		'Error creating AMI: RequestError: send request failed\ncaused by: Post "https://ec2.us-east-1.amazonaws.com/": dial tcp 1.2.3.4:443: connect: connection timed out',
		'aws.unreachable',
	],
	["InvalidParameterValue: Tag keys starting with 'aws:' are reserved for internal use", 'image.tags'],
	// Packer encrypts by a copy within the region: that one is not left out.
	['Error Copying AMI (ami-1) to region (us-east-1): InvalidRequest: no', 'image.failed'],
	[
		'Error waiting for AMI (ami-1) in region (us-east-1): ResourceNotReady: failed waiting for successful resource state',
		'image.failed',
		{ copyTo: ['eu-west-1'] },
	],
	...['ResourceNotReady: exceeded wait attempts', 'exceeded max wait time for ImageAvailable waiter'].map(
		(text): PackerWords => [
			`* Error waiting for AMI (ami-1) in region (eu-west-1): ${text}`,
			'copy.timeout',
			{ copyTo: ['eu-west-1'] },
		],
	),
	...both(
		'CopyImage',
		'UnauthorizedOperation',
		notAllowed('ec2:CopyImage', ' with an explicit deny in a service control policy'),
	).map(
		(text): PackerWords => [`Error Copying AMI (ami-1) to region (eu-west-1): ${text}`, 'copy.not-allowed'],
	),
	// What ends any call is no matter of the copy.
	...both('CopyImage', 'RequestExpired', 'Request has expired.').map(
		(text): PackerWords => [`Error Copying AMI (ami-1) to region (eu-west-1): ${text}`, 'sign-in.expired'],
	),
	[
		'Error Copying AMI (ami-1) to region (eu-west-1): RequestLimitExceeded: Request limit exceeded.',
		'account.throttled',
	],
	['Error Copying AMI (ami-1) to region (eu-west-1): InvalidRequest: no', 'copy.failed'],
	[
		'Error Copying AMI (ami-1) to region (me-south-1): AuthFailure: AWS was not able to validate the provided access credentials',
		'copy.region-off',
	],
	[
		'Error copying AMI (ami-1) to region (eu-west-1): ResourceLimitExceeded: Too many snapshot copies in progress. The limit is 20 for this destination region.',
		'copy.limit',
	],
	['Error modify AMI attributes: OperationNotPermitted: You may not modify this image', 'image.sharing'],
	['Error adding tags to Resources ([]string{"ami-1"}): InvalidAMIID.NotFound: no', 'image.tags'],
	[
		'Error adding tags to Resources ([]string{"ami-1"}): TagLimitExceeded: More than 50 tags specified',
		'image.too-many-tags',
	],
	['Error processing tag: Name:{{ .Foo }} - template: root:1', 'image.tag-template'],
	['* Cannot share AMI encrypted with default KMS key', 'image.key-not-shareable'],
];

const plugins: readonly PackerWords[] = [
	[
		'could not get sha256 checksum file for github.com/hashicorp/amazon version 1.4.0. Is the file present on the release and correctly named ? GET https://github.com/hashicorp/packer-plugin-amazon/releases/download/v1.4.0/packer-plugin-amazon_v1.4.0_SHA256SUMS: 404 []',
		'plugin.no-release-file',
	],
	[
		'Plugin host rate limited the plugin getter. Try again in 3m52.820898337s. HINT: Set the PACKER_GITHUB_API_TOKEN env var with a token to get more requests.',
		'plugin.rate-limit',
	],
	[
		'GET https://api.github.com/repos/hashicorp/packer-plugin-amazon/git/matching-refs/tags: 403 API rate limit exceeded for 1.2.3.4.',
		'plugin.rate-limit',
	],
	[
		'no release version found for the github.com/hashicorp/amazon plugin matching the constraint(s): ">= 1.0.0"',
		'plugin.no-version',
	],
	[
		'Error: Missing plugins\n\nThe following plugins are required, but not installed:\n\n* github.com/hashicorp/amazon >= 1.2.8\n\nDid you run packer init for this project ?',
		'plugin.missing',
	],
	[
		'Error: no plugin installed for github.com/hashicorp/amazon >= 1.2.8\n\nDid you run packer init for this project ?',
		'plugin.missing',
	],
	[
		'The source amazon-ebs is unknown by Packer, and is likely part of a plugin that is not installed.\nYou may find the needed plugin along with installation instructions documented on the Packer integrations page.\n\nhttps://developer.hashicorp.com/packer/integrations?filter=amazon',
		'plugin.missing',
	],
	[
		'Error: Unknown source type amazon-ebsx\n\n  on n.pkr.hcl line 2:\n\nknown builders: [azure-dtl amazon-ebssurrogate ...]',
		'plugin.missing',
	],
	['Error: Unknown provisioner type "filex"', 'plugin.unknown-part'],
	[
		'The provisioner goss is unknown by Packer, and is likely part of a plugin that is not installed.\nYou may find the needed plugin along with installation instructions documented on the Packer integrations page.',
		'plugin.unknown-part',
	],
	[
		'Warning: Bundled plugins used\n\nThis template relies on the use of plugins bundled into the Packer binary.',
		undefined,
	],
	[
		'Checksums (*sha256.digest) did not match.\nExpected: e053ec24\nGot     : 53c7386c\n. Is the checksum file correct ? Is the binary file correct ?',
		'plugin.damaged',
	],
	['Multiple paths are no longer supported for PACKER_PLUGIN_PATH.', 'plugin.folders'],
	[
		'Incompatible API MINOR version with plugin. plugin MINOR API version: 1, Ours: 0. Please upgrade Packer.',
		'plugin.other-protocol',
	],
	['plugin exited before we could connect', 'plugin.not-started'],
	['timeout while waiting for plugin to start', 'plugin.not-started'],
	['unexpected EOF', 'plugin.died'],
	['connection is shut down', 'plugin.died'],
	['panic: ConfigSpec failed: connection is shut down [recovered]', 'plugin.died'],
];

const templates: readonly PackerWords[] = [
	[
		'Error: Unsupported block type\n\n  on reqplug.pkr.hcl line 2, in packer:\n   2:   required_plugins {\n\nBlocks of type "required_plugins" are not expected here.',
		'template.unknown-word',
	],
	['Error: Unsupported block type\n\nBlocks of type "data" are not expected here.', 'template.unknown-word'],
	[
		'Error: Unsupported Packer Core version\n\nThis configuration does not support Packer version 1.6.6. To proceed, either\nchoose another supported Packer version or update this version constraint.',
		'template.other-version',
	],
	['An argument named "deprecate_at" is not expected here.', 'template.unknown-word'],
	[
		'Error: Undefined -var variable\n\nA "x" variable was passed in the command line but was not found in known variables.',
		'template.variable',
	],
	['Error: Unset variable "ami_prefix"', 'template.no-value'],
	['Error: Variables not allowed\n\nVariables may not be used here.', 'template.variable'],
	['Error: Invalid escape sequence', 'template.syntax'],
	[
		'Failed to parse file as legacy JSON template: if you are using an HCL template, check your file extensions; they should be either *.pkr.hcl or *.pkr.json',
		'template.syntax',
	],
	['Error: Could not find any config file in nofile.pkr.hcl', 'template.none'],
	[
		'Error: No builds to run\n\nA build command cannot run without at least one build to process.',
		'template.none',
	],
	['invalid \'inline\': template: root:1: function "foo" not defined in:', 'template.braces'],
	["* Bad source '/nope': stat /nope: no such file or directory", 'template.missing-file'],
	...[
		'either instance_type or spot_instance_types must be specified',
		'An ssh_username must be specified\n  Note: some builders used to default ssh_username to "root".',
		'error decoding \'ssh_timeout\': time: missing unit in duration "30"',
		'"alias key" is not a valid KMS Key Id.',
		'Region eu-west-1 is in ami_regions but not in region_kms_key_ids',
		'Spot instances do not support modification, which is required when either `ena_support` or `sriov_support` are set.',
		'ssh_private_key_file must be provided or ssh_agent_auth enabled when ssh_keypair_name is specified.',
		'temporary_key_pair_type requires either rsa or ed25519 as its value',
		'No communicator found for provisioners! This is usually because the `communicator` config was set to "none".',
		'MissingRegion: could not find region configuration',
	].map((text): PackerWords => [`1 error(s) occurred:\n\n* ${text}`, 'template.settings']),
];

/** What an engine said, behind what Packer was about to do with which image, as `explain` puts it. */
const pulled = (said: string, id: string): PackerWords => [
	`Error pulling Docker image: Bad exit status: 1; Pulling Docker image: quay.io/ann/web:1.0; ${said}`,
	id,
];
const pushed = (said: string, id: string): PackerWords => [
	`1 error(s) occurred: * Post-processor failed: Bad exit status: 1; Pushing: quay.io/ann/web:1.0; ${said}`,
	id,
];

const docker: readonly PackerWords[] = [
	['exec: "docker": executable file not found in $PATH', 'docker.missing'],
	...[
		"Error running container: Docker exited with a non-zero exit status.\nStderr: docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n\nRun 'docker run --help' for more information\n",
		'Error pulling Docker image: Bad exit status: 1; Pulling Docker image: debian:12; Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
		'Error pulling Docker image: Bad exit status: 1; Pulling Docker image: debian:12; permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
	].map((text): PackerWords => [text, 'docker.silent']),
	...[
		'Error pulling Docker image: Bad exit status: 125; Pulling Docker image: Not A Ref; Error: invalid reference format',
		'Error pulling Docker image: Bad exit status: 1; Pulling Docker image: Not A Ref; invalid reference format: repository name (library/Not A Ref) must be lowercase',
		'1 error(s) occurred:\n\n* Post-processor failed: Error tagging image: exit status 125\nStderr: Error: normalizing name "Ann/Web:1": normalizing name "Ann/Web:1": repository name must be lowercase\n',
		'1 error(s) occurred:\n\n* Post-processor failed: Error tagging image: exit status 1\nStderr: Error parsing reference: "Ann/Web:1" is not a valid repository/tag: invalid reference format: repository name (Web) must be lowercase\n',
	].map((text): PackerWords => [text, 'docker.name']),
	pulled(
		'Error response from daemon: toomanyrequests: You have reached your pull rate limit.',
		'docker.limit',
	),
	pulled(
		"Error response from daemon: pull access denied for web, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
		'docker.log-in',
	),
	pushed('no basic auth credentials', 'docker.log-in'),
	pushed('denied: requested access to the resource is denied', 'docker.log-in'),
	pushed(
		'Error: trying to reuse blob sha256:8d8d at destination: checking whether a blob sha256:8d8d exists in quay.io/ann/web: unauthorized: authentication required',
		'docker.log-in',
	),
	pulled(
		'Error: initializing source docker://quay.io/ann/web:1.0: reading manifest 1.0 in quay.io/ann/web: manifest unknown: manifest unknown',
		'docker.no-image',
	),
	pulled(
		'Error response from daemon: manifest for quay.io/ann/web:1.0 not found: manifest unknown: manifest unknown',
		'docker.no-image',
	),
	pulled(
		'Error: initializing source docker://quay.io/ann/web:1.0: pinging container registry quay.io: Get "https://quay.io/v2/": dial tcp: lookup quay.io on 10.0.0.53:53: no such host',
		'docker.unreachable',
	),
	pushed(
		'Get "http://quay.io/v2/": dial tcp 127.0.0.1:5556: connect: connection refused',
		'docker.unreachable',
	),
	pushed(
		'Error: trying to reuse blob sha256:96ce at destination: pinging container registry quay.io: Get "https://quay.io/v2/": x509: certificate signed by unknown authority',
		'docker.certificate',
	),
	pulled(
		'Error response from daemon: Get "https://quay.io/v2/": x509: certificate signed by unknown authority',
		'docker.certificate',
	),
	pushed(
		'Error: trying to reuse blob sha256:96ce at destination: pinging container registry quay.io: Get "https://quay.io/v2/": http: server gave HTTP response to HTTPS client',
		'docker.no-tls',
	),
	...[
		'Unable to find image \'localhost/none:1\' locally\ndocker: Error response from daemon: Get "http://localhost/v2/": dial tcp 127.0.0.1:80: connect: connection refused',
		'Error: initializing source docker://localhost/none:1: pinging container registry localhost: Get "https://localhost/v2/": dial tcp 127.0.0.1:443: connect: connection refused',
	].map(
		(said): PackerWords => [
			`Error running container: Docker exited with a non-zero exit status.\nStderr: ${said}\n`,
			'docker.no-image',
		],
	),
	pulled(
		'failed to register layer: Error processing tar file(exit status 1): write /usr/bin/x: no space left on device',
		'docker.disk-full',
	),
	[
		'Error committing container: exit status 125\nStderr: Error: committing container for step: write /var/tmp/storage1/layer: no space left on device\n',
		'docker.disk-full',
	],
	[
		'1 error(s) occurred: * Post-processor failed: failed to create session: no valid credential sources for found. Please see for more information about providing credentials. Error: NoCredentialProviders: no valid providers in chain. Deprecated.',
		'sign-in.ecr',
	],
	[
		'1 error(s) occurred: * Post-processor failed: AccessDeniedException: User: arn:aws:iam::111122223333:user/ann is not authorized to perform: ecr:GetAuthorizationToken on resource: * status code: 400',
		'sign-in.ecr-refused',
	],
	[
		'1 error(s) occurred: * Post-processor failed: Failed to parse the ECR URL: quay.io it should be on the form <account number>.dkr.ecr.<region>.amazonaws.com',
		'docker.ecr',
	],
	...[
		'Error: invalid change "ENTRYPINT [\\"x\\"]" - invalid instruction ENTRYPINT',
		'Error response from daemon: entrypint is not a valid change command',
	].map(
		(said): PackerWords => [
			`Error committing container: exit status 1\nStderr: ${said}\n`,
			'docker.settings',
		],
	),
	...[
		'unknown version: ',
		'Error pulling Docker image: Bad exit status: 1',
		'Error running container: Docker exited with a non-zero exit status.\nStderr: invalid mount config',
		'template parsing error: template: :1:18: executing "" at <.NetworkSettings.IPAddress>: map has no entry for key "IPAddress"',
		'No instructions given for handling the artifact; expected commit, discard, or export_path',
	].map((text): PackerWords => [text, 'docker.failed']),
];

const others: readonly PackerWords[] = [
	['flag provided but not defined: -warn-on-undeclared-var', 'packer.unknown-flag'],
	['!!!!!!!!!!!!!!!!!!!!!!!!!!! PACKER CRASH !!!!!!!!!!!!!!!!!!!!!!!!!!!!', 'packer.crashed'],
	['write /tmp/packer-shell1: no space left on device', 'packer.disk-full'],
	['dial tcp: lookup ec2.us-moon-1.amazonaws.com: no such host', 'aws.unreachable'],
	...['Client.Timeout exceeded while awaiting headers', 'Proxy Authentication Required'].map(
		(text): PackerWords => [
			`error validating regions: RequestError: send request failed\ncaused by: Post "https://ec2.us-east-1.amazonaws.com/": ${text}`,
			'aws.unreachable',
		],
	),
	[
		'error validating regions: RequestError: send request failed\ncaused by: Post "https://ec2.us-east-1.amazonaws.com/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
		'aws.certificate',
	],
	[
		'Error stopping instance: operation error EC2: StopInstances, exceeded maximum number of attempts, 1, https response error StatusCode: 0, RequestID: , request send failed, Post "http://127.0.0.1:45859/": EOF',
		'aws.unreachable',
	],
	[
		'operation error EC2: CreateImage, exceeded maximum number of attempts, 10, https response error StatusCode: 500, RequestID: 1',
		'aws.errors',
	],
	['SerializationError: failed to unmarshal error message\n\tstatus code: 503, request id: 1', 'aws.errors'],
	['Cancelling provisioner after a timeout...', 'script.timeout'],
	['1 error(s) occurred:\n\n* Post-processor failed: exit status 1', 'script.post-processor'],
	[
		'fatal: [default]: UNREACHABLE! => {"changed": false, "msg": "Failed to connect to the host via scp: /bin/sh: 1: /usr/lib/sftp-server: not found\\r\\nscp: Connection closed\\r\\n", "unreachable": true}',
		'ansible.failed',
	],
	[
		'Unable to negotiate with 127.0.0.1 port 40000: no matching host key type found. Their offer: ssh-rsa',
		'ansible.failed',
	],
	[
		'Error running "ansible-playbook --version": exec: "ansible-playbook": executable file not found in $PATH',
		'ansible.missing',
	],
	[
		'fatal: [default]: FAILED! => {"msg": "Failed to get information on remote file (/etc/greeting): /bin/sh: 1: /usr/bin/python: not found\\nShared connection to 127.0.0.1 closed.\\r\\n"}',
		'ansible.no-python',
	],
	['Error executing Ansible: Non-zero exit status: exit status 2', 'ansible.failed'],
	['Error installing Chef: Install script exited with non-zero exit status 22', 'chef.install'],
	['sudo: chef-solo: command not found', 'chef.install'],
	['Error executing Chef: Non-zero exit status: 1', 'chef.failed'],
	...docker,
	// What ends any call is told where a clean-up says it, too.
	['Error terminating instance, may still be around: RequestExpired', 'sign-in.expired'],
	// How clean-up and cancelling went is no reason of a failure.
	['Error terminating instance, may still be around: DependencyViolation', undefined],
	[
		'Error cleaning up security group. Please delete the group manually: err: DependencyViolation; security group ID: sg-0001',
		undefined,
	],
	['Error cleaning up keypair. Please delete the key manually: packer_6b02', undefined],
	[
		'Error DeleteConflict: Cannot delete entity, must remove roles from instance profile first.. Please delete the role manually: packer-abc',
		undefined,
	],
	['aborted: skipping cleanup of step "StepRunSourceInstance"', undefined],
	['Cleanly cancelled builds after being interrupted.', undefined],
];

/** Words of Packer 1.6.6 to 1.16 and of their amazon plugins, and the failure that each tells. */
export const packerWords: readonly PackerWords[] = [
	...signIn,
	...account,
	...launch,
	...connection,
	...image,
	...plugins,
	...templates,
	...others,
];

import type { PhaseId } from './stages.ts';

/** A line that Packer's builders print, and the phase that it belongs to. */
export type BuilderLine = {
	/** Names the lines that the order of things is read from. */
	readonly id?: string;
	readonly phase: PhaseId;
	readonly pattern: RegExp;
};

/**
 * The progress lines of the amazon-ebs and docker builders, of Packer 1.6.6 to 1.16 and of the amazon plugin up to 1.8.
 * Lines that come in several phases (`Adding tag: …`) are not among them. The first match wins.
 */
export const builderLines: readonly BuilderLine[] = [
	{
		phase: 'check',
		pattern:
			/^(?:Prevalidating |Force Deregister flag found|skip_\w+ was set; not prevalidating|You're using Vault)/,
	},
	{ id: 'source-image', phase: 'check', pattern: /^Found Image ID: (ami-\w+)$/ },
	{
		phase: 'access',
		pattern: /^(?:Found (?:VPC|Subnet) ID: |No VPC ID provided|Inferring subnet |Set subnet as )/,
	},
	{
		phase: 'access',
		pattern: /^(?:Setting public IP address to |Using existing SSH private key$|Using SSH Agent )/,
	},
	{
		phase: 'access',
		pattern: /^(?:Not using temporary keypair$|Creating temporary keypair: |Saving key for debug)/,
	},
	{
		phase: 'access',
		pattern: /^(?:Found Security Group|Creating temporary security group |Authorizing access to )/,
	},
	{ phase: 'access', pattern: /^(?:Checking current host's public IP|Current host's public IP: )/ },
	{ phase: 'access', pattern: /^Creating temporary (?:instance profile|role) for this instance: / },
	{
		phase: 'access',
		pattern: /^(?:Attaching policy to the temporary role: |Waiting for the change to propagate)/,
	},
	{ phase: 'access', pattern: /^(?:Creating a temporary directory for sharing data|Building base image)/ },
	{
		phase: 'access',
		pattern: /^(?:Pulling Docker image: |Fetching ECR credentials|Logging (?:in|out)\.\.\.$)/,
	},
	{ phase: 'launch', pattern: /^Launching a (?:source|spot) AWS instance\.\.\.$/ },
	{
		phase: 'launch',
		pattern: /^(?:Interpolating tags for spot instance|Creat(?:ing|ed) Spot Fleet launch template)/,
	},
	{ id: 'instance', phase: 'launch', pattern: /^Instance ID: (i-[0-9a-f]+)$/ },
	{ phase: 'launch', pattern: /^Waiting for instance \(i-[0-9a-f]+\) to become ready\.\.\.$/ },
	{ phase: 'launch', pattern: /^Starting docker container\.\.\.$/ },
	{ id: 'address', phase: 'connect', pattern: /^Using \w+ communicator to connect: (.+)$/ },
	{ phase: 'connect', pattern: /^Waiting for (?:SSH|WinRM|auto-generated password) ?/ },
	{ phase: 'connect', pattern: /^(?:Connected to (?:SSH|WinRM)!$|Pausing \S+ before connecting)/ },
	{
		phase: 'connect',
		pattern: /^(?:Uploading SSH public key to instance$|Starting portForwarding session )/,
	},
	{
		phase: 'provision',
		pattern: /^(?:Provisioning with |Running local shell script: |Skipping shell-local)/,
	},
	{ phase: 'provision', pattern: /^(?:Uploading|Downloading) .+ => / },
	{
		phase: 'provision',
		pattern: /^(?:Pausing|Setting a) \S+ (?:before|timeout for) the next provisioner\.\.\.$/,
	},
	{ id: 'keys', phase: 'provision', pattern: /^Trying to remove ephemeral keys from authorized_keys files$/ },
	{ id: 'stop', phase: 'stop', pattern: /^Stopping the source instance\.\.\.$/ },
	{ id: 'stopping', phase: 'stop', pattern: /^(?:Stopping instance$|Automatic instance stop disabled\.)/ },
	{ id: 'stop-wait', phase: 'stop', pattern: /^Waiting for the instance to stop\.\.\.$/ },
	{ id: 'stop-more', phase: 'stop', pattern: /^(?:Enabling|Disabling) Enhanced Networking/ },
	{ id: 'stop-more', phase: 'stop', pattern: /^(?:Deregistered AMI .+, id: ami-|Deleted snapshot: snap-)/ },
	{ id: 'create-ami', phase: 'image', pattern: /^Creating AMI .+ from instance (i-[0-9a-f]+)$/ },
	{ id: 'run-tags', phase: 'image', pattern: /^(?:Attaching|Skipping attaching) run tags to AMI\.\.\.$/ },
	{ id: 'ami', phase: 'image', pattern: /^AMI: (ami-\w+)$/ },
	{ phase: 'image', pattern: /^(?:Skipping AMI creation|Waiting for AMI to become ready)\.\.\.$/ },
	{ id: 'commit', phase: 'image', pattern: /^(?:Committing|Exporting) the container$/ },
	{ id: 'image-id', phase: 'image', pattern: /^Image ID: (?:sha256:)?[0-9a-f]+$/ },
	{ phase: 'copy', pattern: /^Copying\/Encrypting AMI \(ami-\w+\) to other regions\.\.\.$/ },
	{ id: 'copy-to', phase: 'copy', pattern: /^Copying to: (\S+)$/ },
	{ phase: 'copy', pattern: /^Waiting for all copies to complete\.\.\.$/ },
	{ phase: 'finish', pattern: /^(?:Skipping|Enabling) (?:Enable AMI |fast[- ]|deprecation on AMI )/ },
	{ phase: 'finish', pattern: /^(?:Modifying attributes on |Adding tags to AMI \(|Tagging snapshot: )/ },
	{ id: 'undo', phase: 'cleanup', pattern: /^Provisioning step had errors: Running the cleanup provisioner/ },
	{
		id: 'intermediary',
		phase: 'cleanup',
		pattern: /^Deregistering the AMI and deleting unencrypted temporary AMIs/,
	},
	{
		id: 'undo-ami',
		phase: 'cleanup',
		pattern: /^Deregistering the AMI .+ because of cancellation, or error/,
	},
	{ id: 'terminate', phase: 'cleanup', pattern: /^Terminating the source AWS instance\.\.\.$/ },
	{ id: 'volumes', phase: 'cleanup', pattern: /^Cleaning up any extra volumes\.\.\.$/ },
	{
		id: 'clean',
		phase: 'cleanup',
		pattern: /^(?:No volumes to clean up, skipping$|Destroying volume \(vol-)/,
	},
	{
		id: 'clean',
		phase: 'cleanup',
		pattern: /^(?:Detaching temporary role|Removing policy from temporary role)/,
	},
	{
		id: 'clean',
		phase: 'cleanup',
		pattern: /^Deleting temporary (?:role|instance profile|security group)\.\.\.$/,
	},
	{
		id: 'clean',
		phase: 'cleanup',
		pattern: /^(?:Deleting temporary keypair\.\.\.$|Deregistered AMI id: |ssm: )/,
	},
	{ id: 'kill', phase: 'cleanup', pattern: /^Killing the container: [0-9a-f]+$/ },
];

/** The lines that end the provisioning, or come after it. */
const exitLines = builderLines.filter(
	({ id, phase }) => id === 'keys' || ['stop', 'image', 'cleanup'].includes(phase),
);

export type BuilderMatch = {
	readonly id: string | undefined;
	readonly phase: PhaseId;
	readonly value: string | undefined;
};

/** Whether a line is any of some: one look instead of some forty, for hardly any line is. */
const anyOf = (lines: readonly BuilderLine[]): RegExp =>
	new RegExp(lines.map(({ pattern }) => pattern.source).join('|'));
const isBuilderLine = anyOf(builderLines);
const isExitLine = anyOf(exitLines);

const matchIn = (lines: readonly BuilderLine[], text: string): BuilderMatch | undefined => {
	for (const { id, phase, pattern } of lines) {
		const match = pattern.exec(text);
		if (match) {
			return { id, phase, value: match[1] };
		}
	}

	return undefined;
};

/** What a line of a builder says, undefined if it is none that is known. */
export const matchBuilderLine = (text: string): BuilderMatch | undefined =>
	isBuilderLine.test(text) ? matchIn(builderLines, text) : undefined;

/** As `matchBuilderLine`, for the lines that may follow provisioning. */
export const matchExitLine = (text: string): BuilderMatch | undefined =>
	isExitLine.test(text) ? matchIn(exitLines, text) : undefined;

/** The script that a `Provisioning with shell script: …` line names. */
export const scriptOf = (text: string): string | undefined =>
	/^Provisioning with shell script: (.+)$/.exec(text)?.[1];

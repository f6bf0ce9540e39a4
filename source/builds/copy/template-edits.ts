/** A line that the private copy has in each source that starts a machine in EC2. */
export type SourceLine = {
	readonly name: string;
	readonly value: string | number | boolean | readonly string[] | Readonly<Record<string, string>>;
	/** In every source, or only in one where the person wrote a line of the same name, or only where not. */
	readonly where: 'always' | 'present' | 'absent';
	/** Whether it is for what looks up a base image in EC2 as well: `data "amazon-ami"`. */
	readonly inData?: true;
	/** What of the source's own attributes, as they stand there, keeps the line out. */
	readonly unless?: (attribute: (name: string) => string | undefined) => boolean;
};

/** A provisioner of the type `shell`, by its attributes. */
export type ShellStep = Readonly<Record<string, string | boolean | readonly string[]>>;

/** All that makes the private copy of a template differ from the person's files. */
export type TemplateEdits = {
	readonly sourceLines: readonly SourceLine[];
	/** Tags of all that a source starts, beside those that it says itself. */
	readonly tags?: Readonly<Record<string, string>> | undefined;
	/** What the machine does before the first step, and again after each one that restarts it. */
	readonly firstStep?: ShellStep | undefined;
	/** What the machines do behind all steps, in each build that has a script for all of them. */
	readonly lastStep?: ShellStep | undefined;
	/** The types of post-processors that do not run. */
	readonly without?: readonly string[] | undefined;
	/** Where the manifest goes, relative to the folder in which Packer runs. */
	readonly manifest: string;
};

/** The builds for which a post-processor runs that shall run for none: no source is called so. */
export const forNoBuild: readonly string[] = ['packer-wizard.none'];

export type StandIns = {
	readonly host: string;
	readonly port: number;
	readonly ec2: string;
	/** More lines for the sources: when Packer shall give up what does not come. */
	readonly limits?: Readonly<Record<string, string | number>>;
};

/** Packer refuses a profile that it does not find, or signs by it: where keys come otherwise there is none. */
export const noProfileLine = { name: 'profile', value: '', where: 'present', inData: true } as const;

/**
 * The lines for the sources: a rehearsal's machine stands in for the instance, and an EC2 endpoint has to be named to
 * an amazon plugin that does not read it from the environment.
 * @param rehearsal the endpoint and SSH server of a rehearsal, undefined for a real build.
 * @param endpoint the EC2 endpoint that the person's environment names, undefined if none.
 * @param readsEnvironment whether the amazon plugin reads AWS_ENDPOINT_URL by itself (1.8 and newer).
 */
export const sourceLines = (
	rehearsal: StandIns | undefined,
	endpoint: string | undefined,
	readsEnvironment: boolean,
): readonly SourceLine[] => {
	const ec2 = rehearsal?.ec2 ?? endpoint;
	return [
		...(rehearsal
			? [
					{ name: 'ssh_host', value: rehearsal.host, where: 'always' } as const,
					{ name: 'ssh_port', value: rehearsal.port, where: 'always' } as const,
					...Object.entries(rehearsal.limits ?? {}).map(
						([name, value]) => ({ name, value, where: 'always' }) as const,
					),
					{ name: 'skip_credential_validation', value: true, where: 'always', inData: true } as const,
					noProfileLine,
					// Its machine is reached from here alone; the own address would be asked of a service of Amazon's.
					{ name: 'temporary_security_group_source_public_ip', value: false, where: 'present' } as const,
				]
			: []),
		...(ec2 === undefined || readsEnvironment
			? []
			: [
					{
						name: 'custom_endpoint_ec2',
						value: ec2,
						where: rehearsal ? 'always' : 'absent',
						inData: true,
					} as const,
				]),
	];
};

/** Whether something of a template asks EC2 for an image before the build. */
export const isAmazonData = (type: string): boolean => type === 'amazon-ami';

/** What of the edits is for that. */
export const dataEdits = (edits: TemplateEdits): TemplateEdits => ({
	...edits,
	sourceLines: edits.sourceLines.filter(({ inData }) => inData),
	tags: undefined,
});

/** Whether a source starts a machine in EC2 that an image is made of. */
export const isAmazonSource = (type: string): boolean => /^amazon-ebs(surrogate|volume)?$/.test(type);

export const isWanted = (
	{ name, where, unless }: SourceLine,
	attribute: (name: string) => string | undefined,
): boolean =>
	(where === 'always' || (where === 'present') === (attribute(name) !== undefined)) && !unless?.(attribute);

/** What a source gives tags to when it starts a machine: that and its disks; its key, its firewall and a spot machine, too. */
export const tagAttributes = ['run_tags', 'run_volume_tags'];

/** Whether a build has machines in EC2: it names them, or holds what adds to them. */
export const isOfAmazon = (text: string): boolean => text.includes('amazon-ebs');

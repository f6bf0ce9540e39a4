import * as z from 'zod';
import { architectures, packageManagers } from '../catalog/base-images.ts';
import { dockerSchema } from '../targets/docker/recipe/schema.ts';
import { lineValue as line, nameValue as name, object, textValue as text } from './schema-parts.ts';
import { stepSchema } from './step-schema.ts';

/** The version of the Recipe's form that this program writes. */
export const recipeVersion = 2;

/** What a Recipe can become: an AMI, or a container image. */
export const targetIds = ['aws', 'docker'] as const;
export type TargetId = (typeof targetIds)[number];

export const regionPattern = /^[a-z]{2,8}(-[a-z]{1,16}){1,4}-\d{1,3}$/;
export const regionRule = 'A region looks like eu-west-1.';
const regionId = z.string().regex(regionPattern, { message: regionRule });

export const instanceTypePattern = /^[a-z][a-z0-9-]{0,31}\.[a-z0-9][a-z0-9-]{0,31}$/;
export const instanceTypeRule = 'A type looks like t3.micro.';

/** How the files for Packer are written: as we do, or as Gruntwork's Reference Architecture has its templates. */
export const templateStyles = ['packer-wizard', 'gruntwork'] as const;

/** What Terraform makes of the image: in resources of AWS alone, or in modules of Gruntwork's. */
export const terraformShapes = [
	'server',
	'server-group',
	'asg',
	'gruntwork-server',
	'gruntwork-server-group',
	'gruntwork-asg',
	'gruntwork-elk',
] as const;
export type TerraformShape = (typeof terraformShapes)[number];

const kmsKey = z
	.string()
	.regex(/^[\w:/-]+$/, { message: 'A key is an id, an ARN, or looks like alias/images.' });

/** An account that an image is shared with, by its number. */
export const accountPattern = /^\d{12}$/;
/** An organisation, or a part of one (an OU), that an image is shared with, by its ARN. */
export const organizationPattern =
	/^arn:aws[\w-]*:organizations::\d{12}:(organization\/o-[a-z0-9]{10,32}|ou\/o-[a-z0-9]{10,32}\/ou-[a-z0-9-]{8,68})$/;
export const shareRule =
	'An account has 12 digits; an organisation or OU is given by its ARN, arn:aws:organizations::….';

/** Who may reach port 22: the own address as AWS sees it, or anybody. */
export const ownAddress = 'own';
export const anyAddress = '0.0.0.0/0';

const values = z.record(z.string(), z.union([line, z.array(line)]));

const bundleSchema = object({
	id: z.string(),
	/** The tag to install; the catalogue's if missing. */
	version: line.optional(),
	/** Parameters that are baked into the image; the catalogue's defaults if missing. */
	install: values.default({}),
	/** Parameters of the boot script; the catalogue's defaults if missing. */
	boot: values.default({}),
	/** Arguments that the catalogue does not know, by name; an empty value is a flag that is only named. */
	more: object({ install: values.default({}), boot: values.default({}) }).optional(),
});

const architecture = z.enum(architectures).default('x86_64');

/** What has to be said of an AMI that is not of the catalogue. */
const unlisted = {
	architecture,
	username: z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/, { message: 'A log-in user looks like ubuntu.' }),
	/** The disk that the AMI starts from; guessed from the log-in user if missing. */
	rootDevice: z
		.string()
		.regex(/^\/dev\/[a-z0-9]+$/, { message: 'A root device looks like /dev/xvda.' })
		.optional(),
};

export const amiPattern = /^ami-[0-9a-f]{8,17}$/;
export const amiRule = 'An AMI looks like ami-0f3a91c2d4e5f6a7b.';

const baseSchema = z.union([
	object({ image: z.string(), architecture }),
	object({
		ami: z.string().regex(amiPattern, { message: amiRule }),
		/** What AWS said of it: where it is, its name, the number of its owner, its disk in GiB. Missing if nobody looked. */
		region: regionId.optional(),
		name: line.min(1).optional(),
		owner: z
			.string()
			.regex(/^\d{12}$/, { message: 'The number of an account has 12 digits.' })
			.optional(),
		volumeGib: z.int().min(1).max(16_384).optional(),
		/** The names, with `*`, of which the newest of that owner is taken at each build; this very AMI if missing. */
		newest: line.min(1).optional(),
		...unlisted,
		packageManager: z.enum(packageManagers).default('apt'),
	}),
	/** An AMI that the lines of an imported template find, which stand in `aws.keptLines`. */
	object({
		found: object({
			/** What they look for, in words: `AMI named web-* by self`. */
			as: line.min(1),
			/** The names that they look for, with `*` and `?`; any if missing. */
			name: line.optional(),
			/** The account or alias whose it is. */
			owner: line.optional(),
			/** The type of its disk: `gp2`. */
			disk: line.optional(),
			/** Its tags. */
			tags: z.record(line, line).optional(),
		}),
		...unlisted,
		/** Guessed from the log-in user if missing. */
		packageManager: z.enum(packageManagers).optional(),
	}),
]);

/** What a template that was imported says and a Recipe cannot: texts of HCL that stand in ours as they are. */
const keptSchema = object({
	/** Where the files lie that they name, absolute. */
	folder: line.min(1).optional(),
	/** Blocks at the top: variables, locals, data. */
	blocks: z.array(text.min(1)).default([]),
	/** Blocks in the build block, behind the steps. */
	build: z.array(text.min(1)).default([]),
	/** Lines among the required plugins. */
	plugins: z.array(text.min(1)).default([]),
});

/** What an image in AWS, an AMI, takes beside what every image does. */
export const awsSchema = object({
	/** How the files for Packer are written. */
	style: z.enum(templateStyles).default('packer-wizard'),
	/** The version that stands in the image's name and tags, in the style of Gruntwork. */
	versionTag: z
		.string()
		.regex(/^[A-Za-z0-9][\w.-]{0,39}$/, { message: 'A version looks like v1.2.3.' })
		.optional(),
	/** The profile of the AWS configuration; what the SDK finds if missing. */
	profile: line.min(1).optional(),
	region: regionId.default('us-east-1'),
	/** More regions that get a copy of the AMI. */
	copyTo: z.array(regionId).default([]),
	instanceType: z.string().regex(instanceTypePattern, { message: instanceTypeRule }),
	/** Whether to build on a spot instance. */
	spot: z.boolean().default(false),
	volume: object({
		/** In GiB; as large as the base image needs if missing. */
		size: z.int().min(1).max(16_384).optional(),
		type: z.enum(['gp3', 'gp2']).default('gp3'),
		encrypted: z.boolean().default(true),
		/** A customer key in the region of the build; the AWS key if missing. */
		kmsKey: kmsKey.optional(),
		/** The keys of copies, by region: a key is in one region only. The AWS key of a region that is not there. */
		kmsKeys: z.record(regionId, kmsKey).default({}),
	}).prefault({}),
	/** Who may start servers from the image and its copies, beside the account that builds. */
	share: object({
		accounts: z.array(z.string().regex(accountPattern, { message: shareRule })).default([]),
		/** Organisations and parts of them (OUs), by ARN. */
		organizations: z.array(z.string().regex(organizationPattern, { message: shareRule })).default([]),
	}).prefault({}),
	network: object({
		/** The default network if missing. */
		subnet: z
			.string()
			.regex(/^subnet-[0-9a-f]{8,17}$/, { message: 'A subnet looks like subnet-0f3a91c2d4e5f6a7b.' })
			.optional(),
		/** Any of the region's if missing; a subnet has a zone of its own, which counts. */
		zone: z
			.string()
			.regex(/^[a-z]{2,8}-[a-z0-9-]{1,40}[a-z]$/, { message: 'A zone looks like eu-west-1b.' })
			.optional(),
		/** Where Packer reaches the machine. */
		address: z.enum(['public', 'private']).default('public'),
		/**
		 * Who may reach port 22 while it builds: the address from which AWS sees Packer come, or any in CIDR form. Packer
		 * connects to the machine's IPv4 address.
		 */
		sshFrom: z
			.union([z.literal(ownAddress), z.cidrv4({ message: 'Addresses look like 203.0.113.7/32.' })])
			.default(anyAddress),
	}).prefault({}),
	/** The instance profile of the machine while it builds. */
	instanceProfile: z
		.string()
		.regex(/^[\w+=,.@-]{1,128}$/, {
			message: 'An instance profile has letters, digits and + = , . @ - _ only.',
		})
		.optional(),
	/** What Terraform starts from the image, in files beside the template; none if missing. */
	terraform: z.enum(terraformShapes).optional(),
	/**
	 * Lines and blocks of an imported template that stand in the source block as they are; they count instead of ours of the
	 * same name.
	 */
	keptLines: z.array(text.min(1)).optional(),
});
export type AwsTarget = z.infer<typeof awsSchema>;

/** Everything that the wizard decides: plain data, JSON, versioned. Secrets are never in it. */
export const recipeSchema = object(
	{
		$schema: z.string().optional(),
		version: z.literal(recipeVersion),
		name,
		/** One line for lists. */
		description: line.optional(),
		/** What is made. */
		targets: z
			.array(z.enum(targetIds))
			.min(1)
			.refine(targets => new Set(targets).size === targets.length, { message: 'names one target twice' })
			.overwrite(targets => targetIds.filter(id => targets.includes(id)))
			.default(['aws']),
		/** What only an AMI takes. */
		aws: awsSchema.prefault({ instanceType: 't3.micro' }),
		/** What only a container image takes. */
		docker: dockerSchema.optional(),
		base: baseSchema,
		bundles: z.array(bundleSchema).default([]),
		/** The person's own steps. */
		steps: z.array(stepSchema).default([]),
		/**
		 * The order in which bundles, by id, and the person's own steps, by name, run where it is not the usual one. What is
		 * not named stands where it usually would.
		 */
		order: z.array(line).optional(),
		/** What an imported template says beside. */
		kept: keptSchema.optional(),
		/** The folder of the machine from which scripts are run; /tmp if missing. */
		scriptFolder: z
			.string()
			.regex(/^(\/[\w.-]+)+$/, { message: 'A folder of the machine looks like /var/tmp.' })
			.optional(),
		/** Tags of the AMI, its snapshots and all that the build starts. */
		tags: z
			.record(line.min(1).max(127), line.max(255))
			.default({})
			.refine(tags => Object.keys(tags).every(key => !key.toLowerCase().startsWith('aws:')), {
				message: 'A tag may not begin with aws:.',
			})
			// Packer renders a tag as a template until nothing changes, so no way of writing it keeps a `{{`.
			.refine(tags => !Object.entries(tags).flat().join('\n').includes('{{'), {
				message: 'A tag may not hold {{, which Packer takes for a template.',
			}),
	},
	{ aws: awsSchema.shape },
);

export type Recipe = z.infer<typeof recipeSchema>;
/** An AMI that is named by its id, or by that of one of its name. */
export type AmiBase = Extract<Recipe['base'], { readonly ami: string }>;
export type RecipeBundle = Recipe['bundles'][number];
export type RecipeStep = Recipe['steps'][number];

/** Whose a preset is, a Recipe with a name. Of several of one name the first wins. */
export const presetOrigins = ['project', 'own', 'shipped'] as const;
export type PresetOrigin = (typeof presetOrigins)[number];

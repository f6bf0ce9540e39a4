import snapshot from './data/base-images.json' with { type: 'json' };
import { partitionOf } from './regions.ts';

export const architectures = ['x86_64', 'arm64'] as const;
export type Architecture = (typeof architectures)[number];
export const packageManagers = ['apt', 'yum', 'dnf'] as const;
export type PackageManager = (typeof packageManagers)[number];

/** A system that an image can start from, and how EC2 finds its newest AMI. */
export type BaseImage = {
	readonly id: string;
	readonly family: string;
	readonly version: string;
	readonly codename: string | null;
	/** The system that it is, with more on it: all that is known of that one counts for it, too. */
	readonly basedOn?: string;
	/** What is on it that the plain system lacks: `Docker and the agent of ECS`. */
	readonly besides?: string;
	/** A few words for a list. */
	readonly hint: string;
	/** The company or project that publishes the AMI. */
	readonly maker: string;
	/** End of the standard support, `2029-04`; null if nobody has told it. */
	readonly supportEnds: string | null;
	/** One sentence if the standard support is over. */
	readonly supportNote: string | null;
	/** The log-in user. */
	readonly username: string;
	/** The root device of the AMI; block device mappings must name the same. */
	readonly rootDevice: string;
	/** The smallest root volume that the AMI fits on, in GiB. */
	readonly volumeGib: number;
	readonly packageManager: PackageManager;
	/** The filter for the AMI's name, per architecture. */
	readonly nameFilter: Readonly<Record<Architecture, string>>;
	/** A name that such an AMI really has, per architecture. */
	readonly exampleName: Readonly<Record<Architecture, string>>;
};

/** The day of the snapshot, `2026-11-28`. */
export const baseImagesDate: string = snapshot.date;

/** The systems, the recommended one first. */
export const baseImages: readonly BaseImage[] = snapshot.baseImages.map(image => ({
	...image,
	packageManager: packageManagers.find(name => name === image.packageManager) ?? 'apt',
}));

const byId = new Map(baseImages.map(image => [image.id, image]));

export const findBaseImage = (id: string): BaseImage | undefined => byId.get(id);

/** The plain system of a base image, by their ids: `amazon-linux-2023` of an image for EKS. Others are their own. */
export const plainSystem = (id: string): string => findBaseImage(id)?.basedOn ?? id;

/** `Ubuntu 24.04 LTS`, `Amazon Linux 2023`. */
export const baseImageTitle = (image: BaseImage): string =>
	`${image.family} ${image.version}${image.family === 'Ubuntu' ? ' LTS' : ''}`;

type Maker = {
	/** What EC2 calls the maker's accounts, next to others of that alias. */
	readonly alias: string | null;
	/** The accounts that own the AMIs: of a region, or of a whole partition. */
	readonly accounts: Readonly<Record<string, string>>;
};

const makers: ReadonlyMap<string, Maker> = new Map(Object.entries(snapshot.makers));

/** The account that owns the AMIs of a base image in a region; undefined if that is not known. */
export const imageAccount = ({ maker }: BaseImage, region: string): string | undefined => {
	const accounts = makers.get(maker)?.accounts;
	return accounts?.[region] ?? accounts?.[partitionOf(region)];
};

/**
 * The owner that a search for a base image in a region has to name; undefined if that is not known. Amazon publishes
 * its own systems from another account in many regions, and in each its alias means the right one.
 */
export const imageOwner = (image: BaseImage, region: string): string | undefined =>
	image.maker.startsWith('Amazon') ? 'amazon' : imageAccount(image, region);

/** How EC2 is asked for the AMIs of a base image, of which the newest is taken. */
export type ImageSearch = {
	/** Whose they are; undefined if that is not known in the region. */
	readonly owner: string | undefined;
	/** Filters of DescribeImages, each with the pattern that it has to fit. */
	readonly filters: Readonly<
		Record<'name' | 'architecture' | 'root-device-type' | 'virtualization-type', string>
	>;
};

/** How images of a name, with `*` and `?`, are searched of which a build could start. */
export const namedSearch = (
	name: string,
	architecture: Architecture,
	owner: string | undefined,
): ImageSearch => ({
	owner,
	filters: { name, architecture, 'root-device-type': 'ebs', 'virtualization-type': 'hvm' },
});

/** How a base image is searched in a region: what builds are told, and what is asked before them. */
export const imageSearch = (image: BaseImage, architecture: Architecture, region: string): ImageSearch =>
	namedSearch(image.nameFilter[architecture], architecture, imageOwner(image, region));

/** Whose images an account publishes that our list knows: `Canonical`. */
export const makerOf = (account: string): string | undefined =>
	[...makers].find(([, { accounts }]) => Object.values(accounts).includes(account))?.[0];

/** A maker whose name begins with a word, `red`, and its account in a region; Amazon's are found by its alias. */
export const makerCalled = (
	word: string,
	region: string,
): { readonly name: string; readonly account: string } | undefined => {
	const [name, maker] =
		[...makers].find(
			([called]) => !called.startsWith('Amazon') && called.toLowerCase().split(' ')[0] === word.toLowerCase(),
		) ?? [];
	const account = maker?.accounts[region] ?? maker?.accounts[partitionOf(region)];
	return name === undefined || account === undefined ? undefined : { name, account };
};

/** The accounts whose AMIs EC2 also finds by the alias, `amazon`. */
export const accountsCalled = (alias: string): ReadonlySet<string> =>
	new Set(
		[...makers.values()]
			.filter(maker => maker.alias === alias)
			.flatMap(({ accounts }) => Object.values(accounts)),
	);

import { baseImageTitle, findBaseImage, type PackageManager } from '../catalog/base-images.ts';
import { findRegion } from '../catalog/regions.ts';
import { keepsLine } from './kept-lines.ts';
import type { AwsTarget, Recipe } from './schema.ts';

/** What a template needs to know of the base image, whether it comes from the catalogue or is an AMI by id. */
export type ResolvedBase = {
	readonly title: string;
	readonly username: string;
	readonly rootDevice: string;
	readonly volumeGib: number;
	readonly packageManager: PackageManager;
};

/** Amazon Linux and Debian start from another disk than the rest; RHEL, with Amazon's user, is not told from it. */
const usualRootDevice = (username: string): string =>
	username === 'ec2-user' || username === 'admin' ? '/dev/xvda' : '/dev/sda1';

/** The disk of an AMI of which nobody said how large it is. */
const usualGib = 8;

/** The systems by the user who logs in. */
const byUser: Readonly<Record<string, PackageManager>> = {
	ubuntu: 'apt',
	admin: 'apt',
	debian: 'apt',
	'ec2-user': 'dnf',
	rocky: 'dnf',
	centos: 'yum',
	fedora: 'dnf',
};

/** What manages the packages of a system, by the user who logs in; apt of one that is not known. */
export const packageManagerOf = (username: string): PackageManager => byUser[username] ?? 'apt';

/** An id for the Recipe's base image: of the catalogue, of an AMI, or words for what a template looks for. */
export const baseId = ({ base }: Recipe): string => ('image' in base ? base.image : unlistedId(base));

type UnlistedBase = Exclude<Recipe['base'], { readonly image: string }>;

/** By what an AMI that is not of the catalogue is known. */
const unlistedId = (base: UnlistedBase): string => ('ami' in base ? base.ami : base.found.as);

/** What it is called. */
const unlistedTitle = (base: UnlistedBase): string =>
	'ami' in base ? (base.newest ?? base.name ?? base.ami) : base.found.as;

/** What is doubtful about the root device of an AMI that is not of the catalogue; undefined if nothing. */
export const rootDeviceWarning = ({ base, aws }: Recipe): string | undefined =>
	!('image' in base) && base.rootDevice === undefined && !keepsLine(aws, 'launch_block_device_mappings')
		? `The root device of ${unlistedTitle(base)} is taken for ${usualRootDevice(base.username)}, by its user ${base.username}: if it is another, the image has a second disk.`
		: undefined;

/** The facts of the Recipe's base image. An unknown catalogue id is told as the recommended Ubuntu; `recipeComplaints` names it. */
export const resolveBase = (recipe: Recipe): ResolvedBase => {
	const { base } = recipe;
	if (!('image' in base)) {
		return {
			title: unlistedTitle(base),
			username: base.username,
			rootDevice: base.rootDevice ?? usualRootDevice(base.username),
			volumeGib: ('ami' in base ? base.volumeGib : undefined) ?? usualGib,
			packageManager: base.packageManager ?? packageManagerOf(base.username),
		};
	}

	const image = findBaseImage(base.image);
	return image
		? { ...image, title: baseImageTitle(image) }
		: { title: base.image, username: 'ubuntu', rootDevice: '/dev/sda1', volumeGib: 8, packageManager: 'apt' };
};

/** How EC2 finds the Recipe's base image: an AMI by its id, or the newest of a name from its maker. */
export type BaseLookup = {
	/** The catalogue's id. */
	readonly id: string | undefined;
	readonly ami: string | undefined;
	readonly nameFilter: string;
	/** A name that such an AMI really has. */
	readonly exampleName: string;
	/** Whose it is, the type of its disk, and its tags, where an imported template says so. */
	readonly owner?: string;
	readonly volumeType?: string;
	readonly tags?: Readonly<Record<string, string>>;
};

/** How the Recipe's base image is found; names are empty for an AMI by id, and for an unknown catalogue id. */
export const baseLookup = ({ base }: Recipe): BaseLookup => {
	if ('found' in base) {
		const { name = '*', owner, disk, tags } = base.found;
		return {
			id: undefined,
			ami: undefined,
			nameFilter: name,
			exampleName: '',
			...(owner !== undefined && { owner }),
			...(disk !== undefined && { volumeType: disk }),
			...(tags && { tags }),
		};
	}

	if ('ami' in base) {
		const { newest, name = '', owner } = base;
		return newest === undefined
			? { id: undefined, ami: base.ami, nameFilter: '', exampleName: '' }
			: {
					...{ id: undefined, ami: undefined, nameFilter: newest, exampleName: name },
					...(owner !== undefined && { owner }),
				};
	}

	const image = findBaseImage(base.image);
	return {
		id: image?.id,
		ami: undefined,
		nameFilter: image?.nameFilter[base.architecture] ?? '',
		exampleName: image?.exampleName[base.architecture] ?? '',
	};
};

/** The size of the root volume in GiB. */
export const volumeSize = (recipe: Recipe): number => recipe.aws.volume.size ?? resolveBase(recipe).volumeGib;

/** `eu-west-1, Europe (Ireland)`. */
export const regionText = (id: string): string => {
	const region = findRegion(id);
	return region ? `${id}, ${region.name}` : id;
};

/** The availability zone that counts; undefined if none was chosen, or a subnet says it. */
export const usedZone = ({ subnet, zone }: AwsTarget['network']): string | undefined =>
	subnet === undefined ? zone : undefined;

/** Whether an account has to enable a region before it can be used, as far as our list knows. */
export const mustBeEnabled = (region: string): boolean => findRegion(region)?.optIn === true;

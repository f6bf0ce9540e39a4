import {
	type Architecture,
	type BaseImage,
	baseImages,
	baseImageTitle,
	imageAccount,
	type PackageManager,
} from '../catalog/base-images.ts';

/** How a template finds the AMI that it begins with. */
export type AmiSearch = {
	readonly filters: Readonly<Record<string, string>>;
	readonly owners: readonly string[];
	readonly isNewest: boolean;
};

export type FoundBase = { readonly image: BaseImage; readonly architecture: Architecture };

const architectures = ['x86_64', 'arm64'] as const;

/** Filters that each image of the catalogue fits. */
const fitting: Readonly<Record<string, string>> = {
	'root-device-type': 'ebs',
	'virtualization-type': 'hvm',
	state: 'available',
	'ena-support': 'true',
};

const globbed = (pattern: string): RegExp =>
	new RegExp(
		`^${pattern
			.split('')
			.map(letter =>
				letter === '*' ? '.*' : letter === '?' ? '.' : letter.replace(/[\\^$.|+()[\]{}]/, '\\$&'),
			)
			.join('')}$`,
	);

const isOwner = (owner: string, image: BaseImage, region: string): boolean =>
	owner === imageAccount(image, region) || (owner === 'amazon' && image.maker.startsWith('Amazon'));

/** The one image of the catalogue that a search finds; undefined if none, or more than one. */
export const foundBase = (
	{ filters, owners, isNewest }: AmiSearch,
	region: string,
): FoundBase | undefined => {
	const { name = '', architecture, ...others } = filters;
	if (
		!isNewest ||
		owners.length !== 1 ||
		Object.entries(others).some(([key, value]) => fitting[key] !== value)
	) {
		return undefined;
	}

	const pattern = globbed(name);
	const found = baseImages.flatMap(image =>
		architectures
			.filter(
				one =>
					(architecture === undefined || architecture === one) &&
					isOwner(owners[0] ?? '', image, region) &&
					(image.nameFilter[one] === name || pattern.test(image.exampleName[one])),
			)
			.map(one => ({ image, architecture: one })),
	);
	const exact = found.filter(one => one.image.nameFilter[one.architecture] === name);
	const [only, another] = exact.length > 0 ? exact : found;
	return another ? undefined : only;
};

export const foundTitle = ({ image, architecture }: FoundBase): string =>
	`${baseImageTitle(image)}, ${architecture}`;

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

/** The image of the catalogue that a system is most like: by its user, and by words of the name that is searched for. */
export const likeliestBase = (username: string, name: string): BaseImage | undefined => {
	const same = baseImages.filter(image => image.username === username);
	const named = same.find(
		image => name.includes(image.version) || (image.codename !== null && name.includes(image.codename)),
	);
	return named ?? same[0];
};

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

const byWhom = ({ owners }: AmiSearch): string => (owners.length === 0 ? '' : ` by ${owners.join(', ')}`);

/** What of a search ours says in other words or not at all. */
const replaced = (search: AmiSearch, { image, architecture }: FoundBase): string => {
	const { name = '' } = search.filters;
	const dropped = Object.entries(search.filters)
		.filter(([key]) => key === 'state' || key === 'ena-support')
		.map(([key, value]) => `${key} ${value}`);
	const parts = [
		...(name === image.nameFilter[architecture] ? [] : [`name ${name}${byWhom(search)}`]),
		...dropped,
	];
	return parts.length === 0 ? '' : `, found by our list; instead of ${parts.join(', ')}`;
};

/** What a search that our list takes the place of finds, and what it said otherwise. */
export const foundBaseText = (search: AmiSearch, found: FoundBase): string =>
	`${baseImageTitle(found.image)}, ${found.architecture}${replaced(search, found)}`;

/** What a search looks for, in words: `AMI named web-* by self`. */
export const searchWords = (search: AmiSearch): string => {
	const { name, ...others } = search.filters;
	const by = Object.entries(others)
		.filter(([key]) => !Object.hasOwn(fitting, key) && key !== 'architecture')
		.map(([key, value]) => `${key} ${value}`);
	const what = name === undefined ? (by.length === 0 ? '' : ` with ${by.join(', ')}`) : ` named ${name}`;
	return `AMI${what}${byWhom(search)}`;
};

/** The tags that a search asks for. */
export const searchedTags = ({ filters }: AmiSearch): Readonly<Record<string, string>> =>
	Object.fromEntries(
		Object.entries(filters).flatMap(([key, value]) =>
			key.startsWith('tag:') ? [[key.slice(4), value]] : [],
		),
	);

/** The systems of which the name of the AMI tells that yum manages their packages. */
const yumNames = /amzn2?-ami|centos-?7|rhel-?7/i;

/** What manages the packages of a system, if the name of its AMI tells. */
export const packageManagerIn = (name: string): PackageManager | undefined =>
	yumNames.test(name) ? 'yum' : undefined;

/** The image of the catalogue that has the same user; the recommended one of one that none has. */
export const likeliestBase = (username: string): BaseImage | undefined =>
	baseImages.find(image => image.username === username) ?? baseImages[0];

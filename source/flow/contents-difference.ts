import type { ChangedFile, InstalledPackage } from '../builds/contents/contents.ts';
import { versionOrder } from '../builds/contents/versions.ts';
import type { ComparedBuild } from './compared-build.ts';
import type { BuildContents, ImageContents } from './contents.ts';

/** `changed`: to another version, of which nobody here can say whether it is a later one. */
type PackageChange = 'added' | 'removed' | 'upgraded' | 'downgraded' | 'changed';

/** A package that is another one in two images, or only in one of them. */
export type PackageDifference = {
	readonly name: string;
	readonly architecture?: string;
	readonly change: PackageChange;
	readonly before?: string;
	readonly after?: string;
	/** The step that brought what is in the second image. */
	readonly step?: string;
};

/** What differs in a file. */
type FileAspect = 'content' | 'type' | 'mode' | 'owner' | 'leads to';

/** A file that steps changed in two images otherwise, or only in one of them. */
export type FileDifference = {
	readonly path: string;
	readonly change: 'only before' | 'only after' | 'differs';
	readonly aspects?: readonly FileAspect[];
	/** The step that changed it last, in the second image if it is there. */
	readonly step?: string;
};

/** Two images, the first as it was, the second as it is. */
export type ImageDifference = {
	/** The build of Packer: `amazon-ebs.image`. */
	readonly target: string;
	/** What the systems call themselves, if not the same. */
	readonly system?: { readonly before: string; readonly after: string };
	readonly packages: readonly PackageDifference[];
	/** Missing where one of them could not tell of packages. */
	readonly samePackages?: number;
	/** Missing where one of them could not tell of files. */
	readonly files?: readonly FileDifference[];
	readonly sameFiles?: number;
};

/** What is in the images of two builds, in the order in which they were named. */
export type ContentsDifference = {
	readonly before: ComparedBuild;
	readonly after: ComparedBuild;
	readonly images: readonly ImageDifference[];
	/** The builds of Packer whose image only one of them has. */
	readonly alone: readonly string[];
};

type Grouped = ReadonlyMap<string, readonly InstalledPackage[]>;

/** Packages by name and architecture: of some, such as kernels, there are several versions. */
const grouped = (packages: readonly InstalledPackage[]): Grouped => {
	const groups = new Map<string, InstalledPackage[]>();
	for (const one of packages) {
		const key = `${one.format} ${one.name} ${one.architecture ?? ''}`;
		groups.set(key, [...(groups.get(key) ?? []), one]);
	}

	return groups;
};

const versions = (group: readonly InstalledPackage[]): string =>
	group
		.map(({ version }) => version)
		.sort()
		.join(', ');

const changeOf = (before: readonly InstalledPackage[], after: readonly InstalledPackage[]): PackageChange => {
	const [one, other] = [before[0], after[0]];
	if (one === undefined || other === undefined) {
		return one === undefined ? 'added' : 'removed';
	}

	const order = before.length + after.length === 2 ? versionOrder(one.format) : undefined;
	const way = order?.(one.version, other.version) ?? 0;
	return way === 0 ? 'changed' : way < 0 ? 'upgraded' : 'downgraded';
};

const stepNames = <Item>(
	{ steps }: ImageContents,
	items: (step: ImageContents['steps'][number]) => readonly Item[],
) => new Map(steps.flatMap(step => items(step).map(item => [item, step.name] as const)));

const packageDifferences = (
	before: ImageContents,
	after: ImageContents,
): Pick<ImageDifference, 'packages' | 'samePackages'> => {
	if (before.packages.length === 0 || after.packages.length === 0) {
		return { packages: [] };
	}

	const [was, is] = [grouped(before.packages), grouped(after.packages)];
	const broughtBy = stepNames(after, ({ packages }) => packages);
	const keys = [...new Set([...was.keys(), ...is.keys()])];
	const packages = keys.flatMap((key): readonly PackageDifference[] => {
		const [one, other] = [was.get(key) ?? [], is.get(key) ?? []];
		const [{ name, architecture } = { name: key, architecture: undefined }] = [...other, ...one];
		const step = other.map(item => broughtBy.get(item)).find(found => found !== undefined);
		return versions(one) === versions(other)
			? []
			: [
					{
						name,
						...(architecture !== undefined && { architecture }),
						change: changeOf(one, other),
						...(one.length > 0 && { before: versions(one) }),
						...(other.length > 0 && { after: versions(other) }),
						...(step !== undefined && { step }),
					},
				];
	});
	return {
		packages: packages.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0)),
		samePackages: keys.length - packages.length,
	};
};

const aspectsOf = (one: ChangedFile, other: ChangedFile): readonly FileAspect[] => [
	...(one.type === other.type ? [] : (['type'] as const)),
	...(one.sum === other.sum && one.size === other.size ? [] : (['content'] as const)),
	...(one.leadsTo === other.leadsTo ? [] : (['leads to'] as const)),
	...(one.mode === other.mode ? [] : (['mode'] as const)),
	...(one.owner === other.owner ? [] : (['owner'] as const)),
];

/** The files that steps changed, by their paths, each with the name of its step. */
const filesOf = ({ steps }: ImageContents) =>
	new Map(steps.flatMap(({ name, files }) => files.map(file => [file.path, { file, step: name }] as const)));

const fileDifferences = (
	before: ImageContents,
	after: ImageContents,
): Pick<ImageDifference, 'files' | 'sameFiles'> => {
	if (before.files === undefined || after.files === undefined) {
		return {};
	}

	const [was, is] = [filesOf(before), filesOf(after)];
	const paths = [...new Set([...was.keys(), ...is.keys()])].sort();
	const files = paths.flatMap((path): readonly FileDifference[] => {
		const [one, other] = [was.get(path), is.get(path)];
		if (one === undefined || other === undefined) {
			const step = (other ?? one)?.step;
			const change = one === undefined ? 'only after' : 'only before';
			return [{ path, change, ...(step !== undefined && { step }) }];
		}

		const aspects = aspectsOf(one.file, other.file);
		return aspects.length === 0 ? [] : [{ path, change: 'differs', aspects, step: other.step }];
	});
	return { files, sameFiles: paths.length - files.length };
};

const imageDifference = (before: ImageContents, after: ImageContents): ImageDifference => {
	const [was, is] = [before.system.name ?? '', after.system.name ?? ''];
	return {
		target: after.target,
		...(was !== is && { system: { before: was, after: is } }),
		...packageDifferences(before, after),
		...fileDifferences(before, after),
	};
};

/** What is in the second build's images that is not in the first one's, or otherwise there. */
export const contentsDifference = (before: BuildContents, after: BuildContents): ContentsDifference => {
	const [first, second] = [before.images, after.images];
	const [one, other] = [first[0], second[0]];
	// Whatever they are called, where there is one each.
	const pairs =
		one && other && first.length + second.length === 2
			? [[one, other] as const]
			: second.flatMap(image => {
					const same = first.find(({ target }) => target === image.target);
					return same ? [[same, image] as const] : [];
				});
	const paired = new Set(pairs.flat());
	return {
		before: before.build,
		after: after.build,
		images: pairs.map(([was, is]) => imageDifference(was, is)),
		alone: [...first, ...second].filter(image => !paired.has(image)).map(({ target }) => target),
	};
};

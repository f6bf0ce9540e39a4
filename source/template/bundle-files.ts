import { exitCodes, Problem } from '../base/problem.ts';
import type { Bundle, BundleParameter } from '../catalog/bundles/schema.ts';
import { type ChosenBundle, holds } from '../recipe/bundles.ts';

/** A file that a bundle takes along. */
type BundleFile = {
	/** In the template: `files/elk-install-kibana/kibana.yml`. */
	readonly path: string;
	/** Where Packer puts it, as the log-in user. */
	readonly uploaded: string;
};

/** One that the catalogue gives along, and the step puts where the installation looks for it. */
type PlacedFile = BundleFile & { readonly place: string; readonly content: string };

const extension = /\.[\w-]{1,16}$/;

/** A person's file has the name of what it is for: theirs may hold anything. */
const nameOf = ({ name }: BundleParameter, file: string): string =>
	`${name}${extension.exec(file)?.[0] ?? ''}`;

const filePath = (bundle: Bundle, name: string): string => `files/${bundle.id}/${name}`;
const uploadPath = (bundle: Bundle, name: string): string => `/tmp/${bundle.id}-${name}`;

/** Where a file of the person's, by its path in the Recipe, lies in the template, and on the machine. */
export const copiedPath = (bundle: Bundle, parameter: BundleParameter, file: string): string =>
	filePath(bundle, nameOf(parameter, file));
export const uploadedPath = (bundle: Bundle, parameter: BundleParameter, file: string): string =>
	uploadPath(bundle, nameOf(parameter, file));

/** A file of the person's that a bundle takes along, by its path in the Recipe. */
type OwnBundleFile = BundleFile & { readonly from: string };

const ownFilesOf = ({ bundle, values }: ChosenBundle): readonly OwnBundleFile[] =>
	bundle.parameters
		.filter(({ kind, when }) => kind === 'file' && holds(when, values, 'install'))
		.flatMap(parameter =>
			[values.install[parameter.name] ?? []]
				.flat()
				.filter(file => file !== '')
				.map(from => ({
					path: copiedPath(bundle, parameter, from),
					uploaded: uploadedPath(bundle, parameter, from),
					from,
				})),
		);

/** What the catalogue gives along, with the decisions in it. */
const writtenFiles = ({ bundle, values }: ChosenBundle): readonly PlacedFile[] =>
	(bundle.files ?? []).map(({ name, path, lines }) => ({
		path: filePath(bundle, name),
		uploaded: uploadPath(bundle, name),
		place: path,
		content: `${lines
			.map(line =>
				line.replaceAll(/\{([\w-]+)\}/g, (mark, parameter: string) =>
					Object.hasOwn(values.install, parameter) ? String(values.install[parameter]) : mark,
				),
			)
			.join('\n')}\n`,
	}));

/** Where the files that the installation of a bundle reads lie in the template, and where Packer puts them. */
export const bundleUploads = (chosen: ChosenBundle): readonly BundleFile[] => [
	...writtenFiles(chosen),
	...ownFilesOf(chosen),
];

/** Those that the step has to put elsewhere. */
export const placedFiles = (chosen: ChosenBundle): readonly PlacedFile[] => writtenFiles(chosen);

/**
 * The contents of the same files, by their path in the template.
 * @param scripts the contents of the person's own files, by the path in the Recipe.
 * @throws Problem (exit 2) if one of these is not among them.
 */
export const bundleFileContents = (
	chosen: ChosenBundle,
	scripts: Readonly<Record<string, string>>,
): readonly (readonly [path: string, content: string])[] => [
	...writtenFiles(chosen).map(({ path, content }) => [path, content] as const),
	...ownFilesOf(chosen).map(({ path, from }) => {
		const content = Object.hasOwn(scripts, from) ? scripts[from] : undefined;
		if (content === undefined) {
			throw new Problem(`The file ${from} for ${chosen.bundle.id} is missing.`, {
				reason: 'It becomes a part of the template.',
				next: ['Name another file, or write it first.'],
				exitCode: exitCodes.usage,
			});
		}

		return [path, content] as const;
	}),
];

import { isoText } from '../base/durations.ts';
import type { Contents, InstalledPackage, PackageFormat } from '../builds/contents/contents.ts';
import type { BuildContents, ImageContents } from './contents.ts';

type Component = {
	readonly type: 'application' | 'library' | 'operating-system';
	readonly 'bom-ref'?: string;
	readonly name: string;
	readonly version?: string;
	readonly purl?: string;
	readonly properties?: readonly { readonly name: string; readonly value: string }[];
	readonly components?: readonly Component[];
};

/** A bill of materials in the form of CycloneDX 1.6 (ECMA-424), as far as it is used here. */
export type BillOfMaterials = {
	readonly bomFormat: 'CycloneDX';
	readonly specVersion: '1.6';
	readonly version: 1;
	readonly metadata: {
		/** ISO 8601. */
		readonly timestamp: string;
		readonly tools: { readonly components: readonly Component[] };
		readonly component: Component;
	};
	readonly components: readonly Component[];
};

/** What package URLs call the formats. */
const types: Readonly<Record<PackageFormat, string>> = { deb: 'deb', rpm: 'rpm', apk: 'apk', pacman: 'alpm' };

/** A part of a package URL: a colon need not be escaped there. */
const escaped = (text: string): string => encodeURIComponent(text).replaceAll('%3A', ':');

/** The URL of a package: `pkg:deb/debian/jq@1.6-2.1?arch=amd64&distro=debian-12`. */
const packageUrl = (
	{ format, name, version, architecture }: InstalledPackage,
	{ system: { id, version: release } }: Contents,
): string => {
	// Of rpm the epoch is no part of the version.
	const [, epoch, rest = version] = (format === 'rpm' && /^(\d+):(.*)$/.exec(version)) || [];
	const qualifiers = [
		...(architecture === undefined ? [] : [`arch=${escaped(architecture)}`]),
		...(id === undefined ? [] : [`distro=${escaped([id, release].filter(Boolean).join('-'))}`]),
		...(epoch === undefined ? [] : [`epoch=${epoch}`]),
	];
	const place = [types[format], ...(id === undefined ? [] : [id]), name].map(escaped).join('/');
	return `pkg:${place}@${escaped(rest)}${qualifiers.length === 0 ? '' : `?${qualifiers.join('&')}`}`;
};

const componentsOf = (image: ImageContents, prefix: string): readonly Component[] => {
	const { system, packages, steps } = image;
	const broughtBy = new Map(steps.flatMap(step => step.packages.map(one => [one, step.name] as const)));
	return [
		...(system.id === undefined
			? []
			: [
					{
						type: 'operating-system',
						name: system.id,
						...(system.version !== undefined && { version: system.version }),
					} as const,
				]),
		...packages
			// The keys that rpm trusts are listed as packages, and are none.
			.filter(({ name }) => name !== 'gpg-pubkey')
			.map((one): Component => {
				const purl = packageUrl(one, image);
				const step = broughtBy.get(one);
				return {
					type: 'library',
					'bom-ref': `${prefix}${purl}`,
					name: one.name,
					version: one.version,
					purl,
					...(step !== undefined && { properties: [{ name: 'packer-wizard:step', value: step }] }),
				};
			}),
	];
};

/**
 * The packages in the images of a build as a bill of materials for other programs.
 * @param programVersion of packer-wizard.
 */
export const billOfMaterials = (
	{ build, images }: BuildContents,
	programVersion: string,
): BillOfMaterials => {
	const [image, ...others] = images;
	return {
		bomFormat: 'CycloneDX',
		specVersion: '1.6',
		version: 1,
		metadata: {
			timestamp: isoText(build.began),
			tools: {
				components: [{ type: 'application', name: 'packer-wizard', version: programVersion }],
			},
			component: { type: 'operating-system', 'bom-ref': 'image', name: build.name, version: build.id },
		},
		components:
			image && others.length === 0
				? componentsOf(image, '')
				: images.map(each => ({
						type: 'operating-system',
						'bom-ref': each.target,
						name: each.target,
						components: componentsOf(each, `${each.target}/`),
					})),
	};
};

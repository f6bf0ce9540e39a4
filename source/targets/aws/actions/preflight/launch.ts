import type { ImagesSought, Launch } from '../../../../aws/client/live/launch.ts';
import { findBaseImage, imageSearch, namedSearch } from '../../../../catalog/base-images.ts';
import { resolveBase, usedZone, volumeSize } from '../../../../recipe/base.ts';
import type { Recipe } from '../../../../recipe/schema.ts';
import { buildTag } from '../../../../recipe/tags.ts';
import { type PackerProfile, profileFeatures } from '../../../../template/profile.ts';
import { allowingPolicy } from '../../recipe/build-actions.ts';

/** How the image is found that the machine starts from; else why nobody knows it. */
export const soughtImages = ({ base, aws: { region } }: Recipe): ImagesSought | string => {
	if ('ami' in base) {
		const { ami, newest, owner, architecture } = base;
		return newest === undefined || owner === undefined
			? { ami }
			: { owner, filters: namedSearch(newest, architecture, owner).filters };
	}

	const image = 'image' in base ? findBaseImage(base.image) : undefined;
	if (!image) {
		return 'lines of the imported template find it';
	}

	const { owner, filters } = imageSearch(image, base.architecture, region);
	return owner === undefined ? `whose images of ${image.maker} there are is not known` : { owner, filters };
};

/** The machine that a build of the recipe would launch. */
export const launchOf = (recipe: Recipe, ami: string, profile: PackerProfile): Launch => {
	const { instanceType, network, instanceProfile, volume } = recipe.aws;
	return {
		ami,
		type: instanceType,
		subnet: network.subnet,
		zone: usedZone(network),
		isPublic: network.address === 'public',
		profile: instanceProfile,
		tags: { Name: 'Packer Builder', ...recipe.tags, [buildTag]: 'preflight' },
		disk: {
			device: resolveBase(recipe).rootDevice,
			size: volumeSize(recipe),
			type: volume.type,
			encrypted: volume.encrypted,
			key: volume.encrypted ? volume.kmsKey : undefined,
		},
		insists: profileFeatures(profile).metadataOptions,
	};
};

/** What allows a launch, as a policy of IAM. */
export const launchPolicy = ({ aws: { instanceProfile } }: Recipe): string =>
	JSON.stringify(
		allowingPolicy([
			'ec2:RunInstances',
			'ec2:CreateTags',
			...(instanceProfile === undefined ? [] : ['iam:PassRole']),
		]),
	);

/** The spot machine that a build would ask for. */
export const spotOf = ({ aws: { region, instanceType, network } }: Recipe) => {
	const zone = usedZone(network);
	return { what: 'spot', region, type: instanceType, ...(zone !== undefined && { zone }) } as const;
};

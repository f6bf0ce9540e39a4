import { DescribeImagesCommand, type DescribeImagesCommandInput, type Image } from '@aws-sdk/client-ec2';
import { AwsRefusal } from '../refused.ts';
import { type LiveSession, pagesOf } from './session.ts';

/** Which images are wanted: by their ids, or by whose they are and patterns of their names, of which one has to fit. */
export type ImagesWanted =
	| { readonly ids: readonly string[] }
	| { readonly owners: readonly string[]; readonly patterns: readonly string[] };

/** Amazon says of its images beforehand when they will be deprecated. */
const isPast = (time: string | undefined): time is string =>
	time !== undefined && Date.parse(time) <= Date.now();

/** An image with an id, as plain data without what does not hold for it. */
const told = (image: Image) => {
	const { ImageId: id, RootDeviceName: rootDevice, BlockDeviceMappings = [], State: state } = image;
	const root = BlockDeviceMappings.find(({ DeviceName }) => DeviceName === rootDevice)?.Ebs;
	return id === undefined
		? []
		: [
				{
					id,
					name: image.Name ?? '',
					owner: image.OwnerId ?? '',
					created: image.CreationDate ?? '',
					...(image.Architecture && { architecture: String(image.Architecture) }),
					...(image.ImageOwnerAlias && { alias: image.ImageOwnerAlias }),
					...(image.Description && { description: image.Description }),
					...(rootDevice && { rootDevice }),
					...(root?.VolumeSize !== undefined && { sizeGib: root.VolumeSize }),
					...(image.BootMode && { bootMode: String(image.BootMode) }),
					...(state !== 'available' && { state: String(state) }),
					...(isPast(image.DeprecationTime) && { deprecated: image.DeprecationTime }),
					...(image.Public && { isPublic: true as const }),
					...(image.ProductCodes?.length && { isSold: true as const }),
					...(image.Platform && { isWindows: true as const }),
					...(image.RootDeviceType === 'instance-store' && { isInstanceStore: true as const }),
					...(image.EnaSupport !== true && { hasNoEna: true as const }),
				},
			];
};
type ToldImage = ReturnType<typeof told>[number];

/** Images of machines that fit, page by page. @throws as `askIdentity`. */
async function* imagesOf(
	{ ec2, ask }: LiveSession,
	input: DescribeImagesCommandInput,
): AsyncGenerator<readonly ToldImage[]> {
	const client = await ec2();
	for await (const { Images = [] } of pagesOf(NextToken =>
		ask('EC2', 'DescribeImages', options =>
			client.send(new DescribeImagesCommand({ ...input, NextToken }), options),
		),
	)) {
		yield Images.flatMap(told);
	}
}

const pageSize = 1000;

/** All images that the account owns, disabled ones too, and those that others share with it. @throws as `askIdentity`. */
export const askAmis = async (session: LiveSession) => {
	const all = new Map<string, ToldImage>();
	const take = async (input: DescribeImagesCommandInput): Promise<void> => {
		for await (const page of imagesOf(session, { ...input, MaxResults: pageSize })) {
			for (const image of page) {
				all.set(image.id, image);
			}
		}
	};
	await Promise.all([
		take({ Owners: ['self'], IncludeDisabled: true }),
		take({ ExecutableUsers: ['self'], IncludeDeprecated: true }),
	]);
	return [...all.values()];
};

/** What an id that is not there, or that nobody may see, is answered with. */
const isUnknown = (error: unknown): boolean =>
	error instanceof AwsRefusal && error.code.startsWith('InvalidAMIID.');

/**
 * Images of anybody's that are wanted, page by page: those whose names fit, and where there are none, those whose descriptions
 * do. None if an id is of no image that the account sees. @throws as `askIdentity`.
 */
export async function* searchImages(
	session: LiveSession,
	wanted: ImagesWanted,
): AsyncGenerator<readonly ToldImage[]> {
	if ('ids' in wanted) {
		try {
			yield* imagesOf(session, { ImageIds: [...wanted.ids], IncludeDeprecated: true });
		} catch (error) {
			if (!isUnknown(error)) {
				throw error;
			}
		}

		return;
	}

	const { owners, patterns } = wanted;
	const kinds = patterns.length === 0 ? [undefined] : ['name', 'description'];
	for (const kind of kinds) {
		let found = 0;
		for await (const page of imagesOf(session, {
			...(owners.length > 0 && { Owners: [...owners] }),
			Filters: [
				{ Name: 'image-type', Values: ['machine'] },
				...(owners.length > 0 ? [] : [{ Name: 'is-public', Values: ['true'] }]),
				...(kind === undefined ? [] : [{ Name: kind, Values: [...patterns] }]),
			],
			MaxResults: pageSize,
		})) {
			found += page.length;
			yield page;
		}

		if (found > 0) {
			return;
		}
	}
}

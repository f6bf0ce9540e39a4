import {
	DescribeImagesCommand,
	DescribeSnapshotsCommand,
	type Image,
	type Snapshot,
} from '@aws-sdk/client-ec2';
import { remainOf } from './belongs.ts';
import { byTag, byValues, called, listed, type RegionCalls, timeOf } from './calls.ts';
import type { Machine } from './find-machines.ts';
import type { Remain, Traces } from './remain.ts';

const mayBeFinished = 'It may be the image of a build that ended well, or a part of one.';

/** The images of the account that pass one of these filters. */
const listImages = (
	{ ec2, signal }: RegionCalls,
	filters: Parameters<typeof listed>[0],
): Promise<readonly Image[]> =>
	listed(
		filters,
		async (filter, token) => {
			const { Images = [], NextToken } = await called('EC2', 'DescribeImages', signal, options =>
				ec2.send(
					new DescribeImagesCommand({ Owners: ['self'], Filters: [filter], NextToken: token }),
					options,
				),
			);
			return { items: Images, next: NextToken };
		},
		({ ImageId }) => ImageId,
	);

/** What the outcome of its build says of an image, or a part of one, that Packer had begun. */
const judged = (remain: Remain, isReady: boolean, traces: Traces | undefined): Remain | undefined => {
	switch (traces?.outcome) {
		case 'image':
			return undefined;
		case 'no-image':
			return remain;
		case 'unsure':
			return isReady ? { ...remain, kept: remain.kept ?? mayBeFinished } : remain;
		default:
			// Newer plugins tag what was finished as well.
			return isReady ? undefined : remain;
	}
};

/** Images that a build had begun and that it is not for, and those that are for something. */
export const findImages = async (
	region: RegionCalls,
): Promise<{ readonly remains: readonly Remain[]; readonly images: readonly Image[] }> => {
	const { traces, artifacts } = region;
	const images = await listImages(region, [
		byTag(region),
		byValues(
			'image-id',
			traces.flatMap(({ named }) => named.image ?? []),
		),
		byValues(
			'name',
			traces.flatMap(({ imageNames }) => imageNames),
		),
	]);
	const remains = images
		.filter(({ ImageId = '' }) => !artifacts.includes(ImageId))
		.flatMap(image => {
			const { ImageId = '', Name = '', State, Tags, CreationDate } = image;
			const remain = remainOf(
				{
					kind: 'image',
					id: ImageId,
					tags: Tags,
					with: traces.find(each => each.imageNames.includes(Name) && wasMadeBy(each, CreationDate)),
					created: timeOf(CreationDate),
					detail: `${Name}, ${State}`,
				},
				region,
			);
			const build = traces.find(each => each.build === remain?.build);
			const left = remain && judged(remain, State === 'available', build);
			return left ? [left] : [];
		});
	return { remains, images };
};

/** A name can be given again when its image is gone. */
const wasMadeBy = ({ ran }: Traces, creationDate: string | undefined): boolean => {
	const created = timeOf(creationDate);
	return ran !== undefined && created !== undefined && created >= ran.from;
};

/** How EC2 describes the snapshots of an image, and those of a copy. */
const made = /^Created by CreateImage\((i-\w+)\) for (ami-\w+)/;
const copied = /^Copied for DestinationAmi (ami-\w+) from SourceAmi (ami-\w+)/;

type Origin = { readonly image: string | undefined; readonly from: string | undefined };

const originOf = ({ Description = '' }: Snapshot): Origin => {
	const [, machine, image] = made.exec(Description) ?? [];
	const [, copy, source] = copied.exec(Description) ?? [];
	return { image: image ?? copy, from: machine ?? source };
};

const snapshotIds = ({ BlockDeviceMappings = [] }: Image): readonly string[] =>
	BlockDeviceMappings.flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);

/** The snapshots behind such images, and those whose image is gone or was never there. */
export const findSnapshots = async (
	region: RegionCalls,
	machines: readonly Machine[],
	{ remains, images }: Awaited<ReturnType<typeof findImages>>,
): Promise<readonly Remain[]> => {
	const { ec2, signal, traces } = region;
	const ofImages = images.filter(({ ImageId }) => remains.some(({ id }) => id === ImageId));
	const known = [
		...machines.map(({ remain }) => remain.id),
		...traces.flatMap(({ named }) => [...(named.instance ?? []), ...(named.image ?? [])]),
	];
	const snapshots = await listed(
		[
			byTag(region),
			byValues('snapshot-id', ofImages.flatMap(snapshotIds)),
			byValues('description', [
				...known.filter(id => id.startsWith('i-')).map(id => `Created by CreateImage(${id}) for *`),
				...[...known, ...remains.map(({ id }) => id)]
					.filter(id => id.startsWith('ami-'))
					.flatMap(id => [
						`Copied for DestinationAmi ${id} *`,
						`Copied for DestinationAmi * from SourceAmi ${id} *`,
					]),
			]),
		],
		async (filter, token) => {
			const { Snapshots = [], NextToken } = await called('EC2', 'DescribeSnapshots', signal, options =>
				ec2.send(
					new DescribeSnapshotsCommand({ OwnerIds: ['self'], Filters: [filter], NextToken: token }),
					options,
				),
			);
			return { items: Snapshots, next: NextToken };
		},
		({ SnapshotId }) => SnapshotId,
	);
	const origins = snapshots.map(snapshot => originOf(snapshot).image);
	const there = await listImages(region, [byValues('image-id', origins)]);
	return snapshots.flatMap(snapshot => {
		const { SnapshotId = '', Tags, StartTime, VolumeSize, State } = snapshot;
		const { image, from } = originOf(snapshot);
		const itsImage = remains.find(
			({ id }) =>
				id === image || ofImages.some(each => each.ImageId === id && snapshotIds(each).includes(SnapshotId)),
		);
		// What an image stands on that stays, stays.
		if (!itsImage && (image === undefined || there.some(({ ImageId }) => ImageId === image))) {
			return [];
		}

		const sayer = traces.find(({ named }) =>
			[...(named.instance ?? []), ...(named.image ?? [])].includes(from ?? ''),
		);
		const remain = remainOf(
			{
				kind: 'snapshot',
				id: SnapshotId,
				tags: Tags,
				with: itsImage ?? sayer,
				created: timeOf(StartTime),
				detail: `${VolumeSize} GB, ${State}`,
			},
			region,
		);
		const build = traces.find(each => each.build === remain?.build);
		const left = remain && (itsImage ? remain : judged(remain, State === 'completed', build));
		return left ? [left] : [];
	});
};

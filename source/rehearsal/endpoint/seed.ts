import { createHash } from 'node:crypto';
import {
	type Architecture,
	accountsCalled,
	architectures,
	baseImages,
	findBaseImage,
	imageAccount,
	imageOwner,
} from '../../catalog/base-images.ts';
import { matches } from './filters.ts';
import { namedType } from './named-types.ts';
import { noTags } from './parameters.ts';
import { allTraffic, fromItself } from './rules.ts';
import { accountId, type Image, type RegionState, type Subnet, type World } from './state.ts';
import { collect } from './world.ts';

/** The base image that a build starts from: of the catalogue, or an AMI by its id. */
export type RehearsalBase = {
	/** The catalogue's id. */
	readonly id?: string | undefined;
	/** The AMI's id, if the Recipe names one. */
	readonly ami?: string | undefined;
	readonly exampleName: string;
	readonly nameFilter: string;
	/** Whose it is, the type of its disk, and its tags, where a template that was imported looks for these. */
	readonly owner?: string | undefined;
	readonly volumeType?: string;
	readonly tags?: Readonly<Record<string, string>>;
	readonly rootDevice: string;
	readonly username: string;
	readonly volumeGib: number;
};

/** What the played account has before the build begins. */
export type Seed = {
	readonly region: string;
	readonly base: RehearsalBase;
	readonly architecture: Architecture;
	/** Instance types that the Recipe names. */
	readonly instanceTypes: readonly string[];
	/** Whether the account has a default network in each region. */
	readonly hasDefaultVpc: boolean;
	/** Subnets that the Recipe names: nobody can look them up here, so they are taken to exist. */
	readonly subnets: readonly string[];
	/** Zones that the Recipe names, in its region. */
	readonly zones: readonly string[];
	/** Keys that the Recipe names for encryption in its region. */
	readonly keys: readonly string[];
	/** Those that it names for copies, by region. */
	readonly copyKeys?: Readonly<Record<string, string>>;
	/** Instance profiles that the Recipe names. */
	readonly profiles: readonly string[];
};

/** An id that is the same in every rehearsal. */
const derivedId = (prefix: string, ...parts: readonly string[]): string =>
	`${prefix}-0${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16)}`;

// Every system has an older and a newer image, so that a filter has to choose.
const days = ['20260112', '20260427'] as const;
const newestDay = days[1];

const dated = (name: string, day: string): string => name.replace(/20\d{6}/, day);

type PublicImage = Omit<RehearsalBase, 'nameFilter'> & { readonly architecture: Architecture };

/** Whose an image is of which the catalogue knows no owner: accounts that no template can name beforehand. */
const somebody = '111122223333';
const amazonSomewhere = '444455556666';

/** Accounts that are called by other names. */
const aliases: Readonly<Record<string, string>> = { amazon: amazonSomewhere, self: accountId };

const ownerOf = ({ id, owner }: PublicImage, region: string): string => {
	if (owner !== undefined) {
		return aliases[owner] ?? owner;
	}

	const image = findBaseImage(id ?? '');
	const known = image && imageAccount(image, region);
	return known ?? (image && imageOwner(image, region) === 'amazon' ? amazonSomewhere : somebody);
};

const publicImage = (region: string, image: PublicImage, day: string): Image => {
	const name = dated(image.exampleName, day);
	const created = Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`);
	return {
		id: image.ami ?? derivedId('ami', region, name),
		name,
		description: name,
		owner: ownerOf(image, region),
		architecture: image.architecture,
		rootDevice: image.rootDevice,
		username: image.username,
		devices: [
			{
				device: image.rootDevice,
				snapshot: derivedId('snap', region, name),
				size: image.volumeGib,
				type: image.volumeType ?? 'gp3',
				encrypted: false,
				deleteOnTermination: true,
			},
		],
		created,
		available: created,
		failed: undefined,
		shared: [],
		// Linux images of today start either way on Intel and AMD; ARM knows UEFI only.
		bootMode: image.architecture === 'arm64' ? 'uefi' : 'uefi-preferred',
		imds: undefined,
		deprecated: undefined,
		tags: image.tags ? new Map(Object.entries(image.tags)) : noTags,
	};
};

const catalogueImages: readonly PublicImage[] = baseImages.flatMap(image =>
	architectures.map(architecture => ({
		...image,
		architecture,
		exampleName: image.exampleName[architecture],
	})),
);

const publicImages = (region: string, { base, architecture, region: home }: Seed): readonly Image[] => {
	const exampleName =
		base.exampleName !== '' && matches(base.nameFilter, base.exampleName)
			? base.exampleName
			: base.nameFilter.replaceAll('*', newestDay).replaceAll('?', 'a') || (base.ami ?? newestDay);
	const chosen = { ...base, architecture, exampleName };
	const catalogue = [...catalogueImages, ...(base.ami === undefined ? [chosen] : [])];
	return [
		...catalogue.flatMap(image => days.map(day => publicImage(region, { ...image, ami: undefined }, day))),
		...(base.ami !== undefined && region === home ? [publicImage(region, chosen, newestDay)] : []),
	];
};

const subnetOf = (id: string, vpc: string, zone: string, cidr: string, isDefault: boolean): Subnet => ({
	id,
	vpc,
	zone,
	cidr,
	isDefault,
	tags: noTags,
});

const newRegion = (region: string, seed: Seed): RegionState => {
	const vpc = derivedId('vpc', region);
	const group = derivedId('sg', region);
	const given = region === seed.region ? seed.subnets : [];
	const named = region === seed.region ? seed.zones : [];
	const zones = [...new Set([...['a', 'b', 'c'].map(letter => `${region}${letter}`), ...named])];
	const subnets = [
		...zones.map((zone, index) =>
			subnetOf(
				derivedId('subnet', region, zone.slice(region.length)),
				vpc,
				zone,
				`172.31.${16 * index}.0/20`,
				seed.hasDefaultVpc,
			),
		),
		...given.map((id, index) => subnetOf(id, vpc, `${region}a`, `172.31.${64 + index}.0/24`, false)),
	];
	return {
		keys: region === seed.region ? seed.keys : [seed.copyKeys?.[region] ?? []].flat(),
		keyPairs: new Map(),
		securityGroups: collect([
			{
				id: group,
				name: 'default',
				description: 'default VPC security group',
				vpc,
				rules: [fromItself(group, derivedId('sgr', region, 'in')), allTraffic(derivedId('sgr', region))],
				tags: noTags,
			},
		]),
		vpcs: collect([{ id: vpc, cidr: '172.31.0.0/16', isDefault: seed.hasDefaultVpc, tags: noTags }]),
		subnets: collect(subnets),
		instances: new Map(),
		volumes: new Map(),
		images: collect(publicImages(region, seed)),
		snapshots: new Map(),
		launchTemplates: new Map(),
	};
};

/** The world with a region in it, made as a new account has it if it is not there yet. */
export const withRegionSeeded = (world: World, region: string, seed: Seed): World =>
	world.regions.has(region)
		? world
		: { ...world, regions: new Map([...world.regions, [region, newRegion(region, seed)]]) };

/** The world before the build. */
export const newWorld = (seed: Seed, regions: readonly string[]): World =>
	regions.reduce<World>((world, region) => withRegionSeeded(world, region, seed), {
		regions: new Map(),
		namedTypes: seed.instanceTypes.map(id => namedType(id, seed.architecture)),
		profiles: collect(seed.profiles.map(id => ({ id, role: undefined, tags: noTags }))),
		roles: new Map(),
	});

const calledAmazon = new Set([...accountsCalled('amazon'), amazonSomewhere]);

/** The alias that EC2 shows for an owner. */
export const ownerAlias = (owner: string): string | undefined =>
	calledAmazon.has(owner) ? 'amazon' : undefined;

/** Whether the owner of an image is meant by a call's `Owner`: an account, `self`, or an alias. */
export const isOwner = ({ owner }: Image, wanted: string): boolean =>
	wanted === owner || wanted === ownerAlias(owner) || (wanted === 'self' && owner === accountId);

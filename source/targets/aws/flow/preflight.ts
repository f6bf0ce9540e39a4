import type { Check, CheckId } from '../../../flow/checks.ts';
import type { Remedy } from '../../../flow/remedies.ts';
import { isKeptFor, keptName } from '../../../recipe/kept-lines.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { tagLimit, tagsComplaint } from '../../../recipe/tags.ts';
import {
	type AwsIdentity,
	type AwsImage,
	type AwsRegion,
	type AwsSubnet,
	whoText,
} from '../questions/facts.ts';
import { obstacle } from '../questions/image-rows.ts';
import { candidates, judgeNetwork, type Verdict, zonesText } from './preflight-network.ts';
import {
	type AwsKey,
	type AwsQuota,
	type AwsRights,
	judgeKey,
	judgeQuota,
	judgeRights,
	missingPolicy,
	usedKeys,
} from './preflight-rights.ts';
import { profileRemedy, rehearseRemedy } from './sign-in-remedies.ts';

/** What AWS answered, or in a sentence why it did not; `refused` if that is the answer, with what to do. */
export type AwsAnswer<Value> =
	| { readonly value: Value }
	| { readonly why: string; readonly refused?: { readonly next: readonly string[] } };

/** An image as EC2 has it: `created` is `2026-11-27T03:12:45.000Z`, `bootMode` `uefi`. */
type LaunchImage = {
	readonly ami: string;
	readonly name: string;
	readonly created: string;
	readonly architecture: string;
	readonly state: string;
	readonly bootMode?: string;
} & Pick<AwsImage, 'isWindows' | 'isInstanceStore'>;

type LaunchType = {
	readonly zones: readonly string[];
	readonly architectures: readonly string[];
	readonly bootModes: readonly string[];
	readonly vcpus?: number | undefined;
};

/** What was asked for a build. What is undefined has not to be there, or is not known to anybody before the build. */
export type PreflightAnswers = {
	readonly identity: AwsAnswer<AwsIdentity>;
	readonly regions: AwsAnswer<readonly AwsRegion[]>;
	/** The image that the machine starts from; the value is undefined if there is none. */
	readonly image: AwsAnswer<LaunchImage | undefined>;
	readonly type: AwsAnswer<LaunchType>;
	/** An image of one's own that has the name already; not asked for a name with a time in it. */
	readonly namesake: AwsAnswer<LaunchImage | undefined> | undefined;
	readonly subnets: AwsAnswer<readonly AwsSubnet[]>;
	/** Why nobody knows which subnets reach the internet. */
	readonly routes: string | undefined;
	readonly profile: AwsAnswer<'whole' | 'empty' | 'none'> | undefined;
	/** What the build has to be allowed, and why not all of that is known. */
	readonly rights: AwsAnswer<{ readonly rights: AwsRights; readonly why?: string | undefined }>;
	/** Undefined for types that have none of their own. */
	readonly quota: AwsAnswer<AwsQuota | undefined>;
	/** The keys that it is encrypted with, by their regions; undefined if there is none. */
	readonly keys: Readonly<Record<string, AwsAnswer<AwsKey | undefined>>>;
	/** Whether such spot machines are offered now; undefined if none is wanted. */
	readonly spot: AwsAnswer<boolean> | undefined;
	readonly launch: AwsAnswer<true>;
	/** Actions, `ec2:DescribeImages`, that were refused to who asked all this, since they are not allowed. */
	readonly denied: readonly string[];
};

/** What stands there until AWS has answered. */
export const isAsked = { why: 'AWS is asked …' };

/** What is known of a build of which nothing was answered. */
export const unanswered = (recipe: Recipe, answer: { readonly why: string }): PreflightAnswers => ({
	identity: answer,
	regions: answer,
	image: answer,
	type: answer,
	namesake: fixedName(recipe) === undefined ? undefined : answer,
	subnets: answer,
	routes: undefined,
	profile: recipe.aws.instanceProfile === undefined ? undefined : answer,
	rights: answer,
	quota: answer,
	keys: Object.fromEntries(usedKeys(recipe).map(([region]) => [region, answer])),
	spot: recipe.aws.spot ? answer : undefined,
	launch: answer,
	denied: [],
});

/** The name that a kept line gives the image if it is the same each time; undefined if it is not, or nobody knows. */
export const fixedName = ({ aws: { keptLines = [] } }: Recipe): string | undefined =>
	/=\s*"([^"\\${%]+)"\s*$/.exec(keptLines.find(line => keptName(line) === 'ami_name') ?? '')?.[1];

/** AWS, or we, may be wrong. */
const startAnyway: Remedy = {
	id: 'start-anyway',
	label: 'Build it anyway',
	details: ['Whatever AWS says: it may fail, and cost what it ran.'],
};

const check = (
	id: CheckId,
	title: string,
	status: Check['status'],
	detail: string,
	next?: string | readonly string[],
): Check => ({
	id,
	title,
	status,
	detail,
	...(next?.length && { advice: { label: 'What to do', lines: [next].flat() } }),
	remedies:
		status === 'missing'
			? [...(id === 'credentials' ? [profileRemedy, rehearseRemedy] : []), startAnyway]
			: [],
});

/** The check of an answer: by what it says, or unknown with the reason. */
const judged = <Value>(
	id: CheckId,
	title: string,
	answer: AwsAnswer<Value>,
	judge: (value: Value) => Verdict,
): Check =>
	'value' in answer
		? check(id, title, ...judge(answer.value))
		: check(id, title, answer.refused ? 'missing' : 'unknown', answer.why, answer.refused?.next);

const inTemplate = 'lines of the imported template say it';

const judgeImage = ({ base, aws }: Recipe, image: LaunchImage | undefined): Verdict => {
	const other = 'Choose another base image.';
	if (!image) {
		return ['missing', `${aws.region} has none that this account may see`, other];
	}

	const shown = `${image.ami}, ${image.name}, of ${image.created.slice(0, 10)}, ${image.architecture}`;
	const { isWindows, isInstanceStore } = image;
	// A template may say how Windows is reached.
	const isReached = aws.keptLines?.some(line => keptName(line) === 'communicator');
	const trouble = obstacle({
		...(isWindows && !isReached && { isWindows }),
		...(isInstanceStore && { isInstanceStore }),
	});
	if (trouble !== undefined) {
		return ['missing', `${shown}. ${trouble}`, other];
	}

	return image.architecture !== base.architecture
		? ['missing', `${shown}; the recipe says ${base.architecture}`, other]
		: image.state === 'available'
			? ['ok', shown]
			: ['missing', `${shown}, is ${image.state}`, other];
};

/** How an image starts that does not say it. */
const bootModeOf = ({ bootMode, architecture }: LaunchImage): string =>
	bootMode ?? (architecture === 'x86_64' ? 'legacy-bios' : 'uefi');

const judgeType = (
	{ aws }: Recipe,
	{ zones, architectures, bootModes }: LaunchType,
	image: LaunchImage | undefined,
	zone: string | undefined,
): Verdict => {
	const next = 'Choose another instance type.';
	const { instanceType: type, region } = aws;
	if (zones.length === 0) {
		return ['missing', `${region} does not offer ${type}`, next];
	}

	if (zone !== undefined && !zones.includes(zone)) {
		return ['missing', `${zone} does not offer ${type}; ${zones.join(', ')} do`, next];
	}

	if (image && !architectures.includes(image.architecture)) {
		return ['missing', `${type} is ${architectures.join(', ')}, ${image.ami} is ${image.architecture}`, next];
	}

	const boots = image && bootModeOf(image);
	const cannotBoot =
		boots && boots !== 'uefi-preferred' && bootModes.length > 0 && !bootModes.includes(boots);
	return cannotBoot
		? ['missing', `${type} starts by ${bootModes.join(', ')}, ${image.ami} by ${boots}`, next]
		: ['ok', `${type}, offered in ${zone ?? zonesText(zones)}`];
};

const nameCheck = (recipe: Recipe, namesake: PreflightAnswers['namesake']): Check => {
	const [id, title] = ['ami-name', 'AMI name'] as const;
	if (namesake) {
		return judged(id, title, namesake, taken =>
			taken
				? ['missing', `${taken.name} is taken by ${taken.ami}`, `Give another name, or deregister that one.`]
				: ['ok', `${fixedName(recipe)} is free`],
		);
	}

	return isKeptFor(recipe.aws, 'name')
		? check(id, title, 'unknown', inTemplate)
		: check(id, title, 'ok', 'has the time of the build in it');
};

/** What is known of rights, with what was refused while the other things were asked: that counts more than a simulator. */
const withDenied = ({ rights, denied }: PreflightAnswers): PreflightAnswers['rights'] => {
	const { rights: known = [], why } = 'value' in rights ? rights.value : { why: rights.why };
	return denied.length === 0
		? rights
		: { value: { rights: new Map([...known, ...denied.map(action => [action, 'denied'] as const)]), why } };
};

/** The verdicts on a build in AWS, from what AWS answered. Pure. */
export const preflightChecks = (recipe: Recipe, told: PreflightAnswers): readonly Check[] => {
	const { aws } = recipe;
	const unlessKept = (questions: readonly string[], found: Check): Check =>
		questions.some(question => isKeptFor(aws, question))
			? check(found.id, found.title, 'unknown', inTemplate)
			: found;
	const image = 'value' in told.image ? told.image.value : undefined;
	const [subnet] = 'value' in told.subnets ? candidates(recipe, told.subnets.value) : [];
	const zone = aws.network.subnet === undefined ? aws.network.zone : subnet?.zone;
	const rights = withDenied(told);
	const trouble = tagsComplaint({ ...recipe, ...aws });
	return [
		{
			...judged('credentials', 'AWS sign-in', told.identity, who => [
				'ok',
				`${whoText(who)} of account ${who.account}`,
			]),
			...('value' in told.identity && { account: told.identity.value.account }),
		},
		...[aws.region, ...aws.copyTo].map(region =>
			judged('regions', `Region ${region}`, told.regions, all =>
				all.some(({ id, isEnabled }) => id === region && isEnabled)
					? ['ok', 'enabled']
					: ['missing', 'is not enabled in this account', 'Have it enabled, or choose another region.'],
			),
		),
		unlessKept(
			['base'],
			judged('base-image', 'Base image', told.image, found => judgeImage(recipe, found)),
		),
		unlessKept(
			['machine', 'zone', 'subnet'],
			judged('type', 'Instance type', told.type, type => judgeType(recipe, type, image, zone)),
		),
		nameCheck(recipe, told.namesake),
		unlessKept(
			['subnet', 'zone', 'address'],
			judged('network', 'Network', told.subnets, all => judgeNetwork(recipe, all, told.routes)),
		),
		...(aws.network.address === 'private'
			? [check('reach', 'SSH', 'unknown', 'whether this computer reaches that private network')]
			: []),
		...(told.profile
			? [
					judged('instance-profile', 'Instance profile', told.profile, (found): Verdict => {
						const name = `${aws.instanceProfile}`;
						const next = 'Name another one, or have it made.';
						return found === 'whole'
							? ['ok', name]
							: ['missing', `${name} ${found === 'none' ? 'is not there' : 'has no role'}`, next];
					}),
				]
			: []),
		...(told.spot
			? [
					judged('spot', 'Spot', told.spot, isOffered =>
						isOffered
							? ['unknown', 'such machines are offered as spot; whether there is one then nobody knows']
							: [
									'missing',
									`${zone ?? aws.region} offers no ${aws.instanceType} as spot`,
									'Build on demand.',
								],
					),
				]
			: []),
		judged('quota', 'Quota', told.quota, quota =>
			judgeQuota(recipe, quota, 'value' in told.type ? told.type.value.vcpus : undefined),
		),
		...usedKeys(recipe).map(([region, key]) =>
			judged('kms', `KMS in ${region}`, told.keys[region] ?? isAsked, found => judgeKey(recipe, key, found)),
		),
		{
			...judged('permissions', 'Permissions', rights, ({ rights, why }) => judgeRights(recipe, rights, why)),
			...('value' in rights && { policy: missingPolicy(recipe, rights.value.rights) }),
		},
		unlessKept(
			['tags'],
			trouble === undefined
				? check('tags', 'Tags', 'ok', `${Object.keys(recipe.tags).length} of yours; EC2 takes ${tagLimit}`)
				: check('tags', 'Tags', 'missing', trouble, 'Leave some out.'),
		),
		judged('launch', 'Launch', told.launch, () =>
			aws.spot
				? ['unknown', 'EC2 would launch it on demand; a spot machine cannot be tried']
				: ['ok', 'EC2 would launch it (a dry run); what a build does then is not tried'],
		),
	];
};

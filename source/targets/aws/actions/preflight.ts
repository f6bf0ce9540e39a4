import { runChecks } from '../../../actions/checks/index.ts';
import { absoluteFolder, planFiles } from '../../../actions/files.ts';
import { searchUsedPacker, usedSdk } from '../../../actions/used-packer.ts';
import type { Caller } from '../../../aws/client/clients.ts';
import { askIdentity } from '../../../aws/client/live/identity.ts';
import {
	askNewest,
	askProfile,
	askType,
	type ImagesSought,
	type Launch,
	tryLaunch,
} from '../../../aws/client/live/launch.ts';
import { askRegions } from '../../../aws/client/live/regions.ts';
import { openLive } from '../../../aws/client/live/session.ts';
import { askSubnets } from '../../../aws/client/live/subnets.ts';
import { AwsRefusal } from '../../../aws/client/refused.ts';
import type { Whereabouts } from '../../../base/paths.ts';
import { Problem } from '../../../base/problem.ts';
import { isSignIn } from '../../../builds/report/diagnosis.ts';
import { flatText, knownFailure } from '../../../builds/report/known-failure.ts';
import { findBaseImage, imageSearch } from '../../../catalog/base-images.ts';
import type { Check } from '../../../flow/checks.ts';
import type { BuildRequest } from '../../../flow/request.ts';
import { resolveBase, usedZone, volumeSize } from '../../../recipe/base.ts';
import { keptName } from '../../../recipe/kept-lines.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { buildTag } from '../../../recipe/tags.ts';
import {
	currentProfile,
	type PackerProfile,
	packerProfile,
	profileFeatures,
} from '../../../template/profile.ts';
import { callerBy } from '../builds/remains/callers.ts';
import { refusalText } from '../builds/remains/refusals.ts';
import { buildSigning } from '../builds/signing.ts';
import { type AwsAnswer, fixedName, preflightChecks } from '../flow/preflight.ts';

/** How the image is found that the machine starts from; else why nobody knows it. */
const soughtImages = ({ base, aws: { region } }: Recipe): ImagesSought | string => {
	if ('ami' in base) {
		return { ami: base.ami };
	}

	const image = 'image' in base ? findBaseImage(base.image) : undefined;
	if (!image) {
		return 'lines of the imported template find it';
	}

	const { owner, filters } = imageSearch(image, base.architecture, region);
	return owner === undefined ? `whose images of ${image.maker} there are is not known` : { owner, filters };
};

const launchOf = (recipe: Recipe, ami: string, profile: PackerProfile): Launch => {
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
const launchPolicy = ({ aws: { instanceProfile } }: Recipe): string =>
	JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			{
				Effect: 'Allow',
				Action: [
					'ec2:RunInstances',
					'ec2:CreateTags',
					...(instanceProfile === undefined ? [] : ['iam:PassRole']),
				],
				Resource: '*',
			},
		],
	});

/** Whether AWS has said no, and not only nothing. */
const isNo = ({ code }: AwsRefusal): boolean =>
	code !== '' && !/Throttl|RequestLimitExceeded|^(Internal|Unavailable|Service|Unknown)/.test(code);

/** Asks all that can be asked in the name of somebody. Each goes on whatever another one comes to. */
const askAll = async (
	caller: Caller,
	{
		recipe,
		packer,
		edited,
	}: { readonly recipe: Recipe; readonly packer: PackerProfile; readonly edited: boolean },
	signal: AbortSignal,
): Promise<readonly Check[]> => {
	const { aws } = recipe;
	const session = openLive(caller, aws.region, signal);
	const answer = async <Value>(
		asked: Promise<Value>,
		refused: (refusal: AwsRefusal, isOfSignIn: boolean) => readonly string[] | undefined = () => undefined,
	): Promise<AwsAnswer<Value>> => {
		try {
			return { value: await asked };
		} catch (error) {
			signal.throwIfAborted();
			if (error instanceof Problem) {
				return { why: [error.message, error.reason].filter(Boolean).join(' ') };
			}

			if (!(error instanceof AwsRefusal)) {
				throw error;
			}

			const known = knownFailure(flatText(error.message), { recipe });
			const next = refused(error, known !== undefined && isSignIn(known));
			return {
				why: refusalText(error, recipe),
				...(next && { refused: { next: [known?.next ?? [], next].flat() } }),
			};
		}
	};

	const sought = soughtImages(recipe);
	const image = typeof sought === 'string' ? { why: sought } : answer(askNewest(session, sought));
	const name = fixedName(recipe);
	const tryIt = async (): Promise<AwsAnswer<true>> => {
		const found = await image;
		if (edited || aws.keptLines?.some(line => keptName(line) !== 'ami_name')) {
			return { why: 'the template says more than the recipe, so it cannot be tried' };
		}

		const ami = 'value' in found ? found.value?.ami : undefined;
		return ami === undefined
			? { why: 'without a base image it cannot be tried' }
			: answer(
					tryLaunch(session, launchOf(recipe, ami, packer)).then(() => true as const),
					(refusal, isOfSignIn) =>
						!isNo(refusal) || isOfSignIn
							? undefined
							: /Unauthorized|AccessDenied/.test(refusal.code) && !refusal.message.includes('explicit deny')
								? [`A policy that allows it: ${launchPolicy(recipe)}`]
								: [],
				);
	};
	try {
		const [identity, regions, found, type, namesake, subnets, profile, launch] = await Promise.all([
			answer(askIdentity(session), (_, isOfSignIn) => (isOfSignIn ? [] : undefined)),
			answer(askRegions(session)),
			image,
			answer(askType(session, aws.instanceType)),
			name === undefined ? undefined : answer(askNewest(session, { owner: 'self', filters: { name } })),
			answer(askSubnets(session)),
			aws.instanceProfile === undefined ? undefined : answer(askProfile(session, aws.instanceProfile)),
			tryIt(),
		]);
		const routes = 'value' in subnets ? subnets.value.refusal : undefined;
		return preflightChecks(recipe, {
			identity,
			regions,
			image: found,
			type,
			namesake,
			subnets: 'value' in subnets ? { value: subnets.value.subnets } : subnets,
			routes: routes && refusalText(routes, recipe),
			profile,
			launch,
		});
	} finally {
		session.close();
	}
};

const nobody = { why: 'There is no AWS sign-in to ask with.' };

/** What an account would say to a build, asked of it; nothing is made there. */
const askAccount = async (
	{ decisions, differences }: BuildRequest,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<readonly Check[]> => {
	const { recipe } = decisions;
	const search = await searchUsedPacker(whereabouts, signal);
	const packer = search.kind === 'found' ? packerProfile(search.program.version) : currentProfile;
	const sdk = await usedSdk(search, whereabouts, signal);
	const folder = absoluteFolder(decisions, whereabouts);
	const signing = await buildSigning({ folder, profile: recipe.aws.profile, whereabouts, sdk });
	const caller = callerBy(signing, sdk, whereabouts);
	if (!caller) {
		return preflightChecks(recipe, {
			identity: nobody,
			regions: nobody,
			image: nobody,
			type: nobody,
			namesake: fixedName(recipe) === undefined ? undefined : nobody,
			subnets: nobody,
			routes: undefined,
			profile: recipe.aws.instanceProfile === undefined ? undefined : nobody,
			launch: nobody,
		});
	}

	// What is in the way of the files is said by a check of theirs.
	const plan = await planFiles(decisions, packer, whereabouts).catch((error: unknown) => {
		if (error instanceof Problem) {
			return { files: [] };
		}

		throw error;
	});
	const edited = differences !== 'overwrite' && plan.files.some(({ state }) => state === 'differs');
	return askAll(caller, { recipe, packer, edited }, signal);
};

/** What can be known of a build in AWS before it is started: its checks, and what its account says. */
export const askPreflight = async (
	request: BuildRequest,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<readonly Check[]> => {
	const [checks, asked] = await Promise.all([
		runChecks(request, whereabouts, signal),
		askAccount(request, whereabouts, signal),
	]);
	const isSignedIn = !checks.some(({ id, status }) => id === 'credentials' && status === 'missing');
	const others = (all: readonly Check[]) => all.filter(({ id }) => id !== 'credentials');
	return isSignedIn ? [...others(checks), ...asked] : [...checks, ...others(asked)];
};

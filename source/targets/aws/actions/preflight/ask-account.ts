import type { Caller } from '../../../../aws/client/clients.ts';
import { askIdentity } from '../../../../aws/client/live/identity.ts';
import { askKey } from '../../../../aws/client/live/kms.ts';
import { askNewest, askProfile, askType, tryLaunch } from '../../../../aws/client/live/launch.ts';
import { askSpot } from '../../../../aws/client/live/prices.ts';
import { askQuota } from '../../../../aws/client/live/quota.ts';
import { askRegions } from '../../../../aws/client/live/regions.ts';
import { openLive } from '../../../../aws/client/live/session.ts';
import { askSubnets } from '../../../../aws/client/live/subnets.ts';
import { AwsRefusal } from '../../../../aws/client/refused.ts';
import { Problem } from '../../../../base/problem.ts';
import { isSignIn } from '../../../../builds/report/diagnosis.ts';
import { flatText, knownFailure } from '../../../../builds/report/known-failure.ts';
import type { Check } from '../../../../flow/checks.ts';
import { keptName } from '../../../../recipe/kept-lines.ts';
import type { Recipe } from '../../../../recipe/schema.ts';
import type { PackerProfile } from '../../../../template/profile.ts';
import { refusalText } from '../../builds/remains/refusals.ts';
import {
	type AwsAnswer,
	fixedName,
	isAsked,
	type PreflightAnswers,
	preflightChecks,
	unanswered,
} from '../../flow/preflight.ts';
import { usedKeys } from '../../flow/preflight-rights.ts';
import { launchOf, launchPolicy, soughtImages, spotOf } from './launch.ts';
import { askRights } from './rights.ts';

/** Whether AWS has said no, and not only nothing. */
const isNo = ({ code }: AwsRefusal): boolean =>
	code !== '' && !/Throttl|RequestLimitExceeded|^(Internal|Unavailable|Service|Unknown)/.test(code);

/** Whether AWS does not allow it. */
const isDenial = ({ code }: AwsRefusal): boolean => /^(UnauthorizedOperation|AccessDenied)/.test(code);

type Asked = {
	readonly recipe: Recipe;
	readonly packer: PackerProfile;
	/** Whether files that were changed by hand count. */
	readonly edited: boolean;
};

/**
 * Asks all that can be asked in the name of somebody, and tells what is known so far behind each answer. Each goes on whatever
 * another one comes to.
 */
export const askAll = async (
	caller: Caller,
	{ recipe, packer, edited }: Asked,
	told: (checks: readonly Check[]) => void,
	signal: AbortSignal,
): Promise<readonly Check[]> => {
	const { aws } = recipe;
	const session = openLive(caller, aws.region, signal);
	const denied = new Set<string>();
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

			const [service = '', operation] = error.call?.split(':') ?? [];
			// Who may not launch may lack another right as well: the launch has a verdict of its own.
			if (isDenial(error) && operation !== 'RunInstances') {
				denied.add(`${service.toLowerCase()}:${operation}`);
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
	const image =
		typeof sought === 'string' ? Promise.resolve({ why: sought }) : answer(askNewest(session, sought));
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
							: isDenial(refusal) && !refusal.message.includes('explicit deny')
								? [`A policy that allows it: ${launchPolicy(recipe)}`]
								: [],
				);
	};
	let answers = unanswered(recipe, isAsked);
	const verdicts = () => preflightChecks(recipe, { ...answers, denied: [...denied] });
	const take = async (asked: Promise<Partial<PreflightAnswers>>): Promise<void> => {
		const news = await asked;
		answers = { ...answers, ...news };
		told(verdicts());
	};
	const askNetwork = async (): Promise<Partial<PreflightAnswers>> => {
		const subnets = await answer(askSubnets(session));
		if (!('value' in subnets)) {
			return { subnets };
		}

		const { subnets: value, refusal } = subnets.value;
		return { subnets: { value }, routes: refusal && refusalText(refusal, recipe) };
	};
	const launch = tryIt();
	const identity = answer(askIdentity(session), (_, isOfSignIn) => (isOfSignIn ? [] : undefined));
	told(verdicts());
	try {
		await Promise.all([
			take(identity.then(identity => ({ identity }))),
			take(answer(askRegions(session)).then(regions => ({ regions }))),
			take(image.then(image => ({ image }))),
			take(answer(askType(session, aws.instanceType)).then(type => ({ type }))),
			...(name === undefined
				? []
				: [
						take(
							answer(askNewest(session, { owner: 'self', filters: { name } })).then(namesake => ({
								namesake,
							})),
						),
					]),
			take(askNetwork()),
			...(aws.instanceProfile === undefined
				? []
				: [take(answer(askProfile(session, aws.instanceProfile)).then(profile => ({ profile })))]),
			take(launch.then(launch => ({ launch }))),
			...(aws.spot
				? [
						take(
							answer(askSpot(session, spotOf(recipe))).then(spot => ({
								spot: 'value' in spot ? { value: spot.value !== undefined } : spot,
							})),
						),
					]
				: []),
			take(answer(askQuota(session, aws.instanceType, aws.spot)).then(quota => ({ quota }))),
			take(askRights(session, recipe, { identity, launch, answer }).then(rights => ({ rights }))),
			take(
				Promise.all(
					usedKeys(recipe).map(async ([where, key]) => [where, await answer(askKey(session, where, key))]),
				).then(keys => ({ keys: Object.fromEntries(keys) })),
			),
		]);
		return verdicts();
	} finally {
		session.close();
	}
};

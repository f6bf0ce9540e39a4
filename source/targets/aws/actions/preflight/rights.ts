import { simulateRights, tryRights } from '../../../../aws/client/live/rights.ts';
import type { LiveSession } from '../../../../aws/client/live/session.ts';
import { partitionOf } from '../../../../catalog/regions.ts';
import type { Recipe } from '../../../../recipe/schema.ts';
import type { AwsAnswer, PreflightAnswers } from '../../flow/preflight.ts';
import type { AwsRights } from '../../flow/preflight-rights.ts';
import { type AwsIdentity, whoText } from '../../questions/facts.ts';
import { actedOn, allBuildActions, buildActions } from '../../recipe/build-actions.ts';

/** An id of each kind, in the form of EC2's: policies name them by patterns. */
const examples: Readonly<Record<Exclude<(typeof actedOn)[number], 'all'>, string>> = {
	instance: 'i-0123456789abcdef0',
	image: 'ami-0123456789abcdef0',
	snapshot: 'snap-0123456789abcdef0',
	volume: 'vol-0123456789abcdef0',
	'security-group': 'sg-0123456789abcdef0',
	'key-pair': 'packer_0123456789abcdef0',
};

const resourceOf = (kind: (typeof actedOn)[number], region: string, account: string): string => {
	if (kind === 'all') {
		return '*';
	}

	const owner = kind === 'image' || kind === 'snapshot' ? '' : account;
	return `arn:${partitionOf(region)}:ec2:${region}:${owner}:${kind}/${examples[kind]}`;
};

/** What is known by other answers, and how one is got. */
type Known = {
	readonly identity: Promise<AwsAnswer<AwsIdentity>>;
	readonly launch: Promise<AwsAnswer<true>>;
	readonly answer: <Value>(asked: Promise<Value>) => Promise<AwsAnswer<Value>>;
};

const simulated = async (
	session: LiveSession,
	recipe: Recipe,
	{ arn, account }: AwsIdentity,
): Promise<AwsRights> => {
	const actions = buildActions(recipe);
	const groups = actedOn.map(kind => ({
		actions: actions[kind],
		resource: resourceOf(kind, session.region, account),
	}));
	const rights = await simulateRights(session, arn, groups);
	// What is not allowed for all may be allowed for some, unless it is for all or none.
	return new Map(
		[...rights].map(([action, is]) => [
			action,
			is === 'denied' && actions.all.includes(action) && !action.includes(':Describe') ? 'unknown' : is,
		]),
	);
};

/**
 * What the build has to be allowed: by dry runs, whose word counts, and by the policy simulator, where that may be asked.
 * @throws the reason of the signal.
 */
export const askRights = async (
	session: LiveSession,
	recipe: Recipe,
	{ identity, launch, answer }: Known,
): Promise<PreflightAnswers['rights']> => {
	const [tried, who, launched] = await Promise.all([answer(tryRights(session)), identity, launch]);
	if (!('value' in who)) {
		return { why: who.why };
	}

	const isRoot = whoText(who.value) === 'the root user';
	const found = isRoot
		? { value: new Map(allBuildActions(recipe).map(action => [action, 'allowed' as const])) }
		: await answer(simulated(session, recipe, who.value));
	const seen = ['ec2:RunInstances', 'ec2:CreateTags', 'iam:PassRole'];
	const rights: AwsRights = new Map([
		...('value' in found ? found.value : []),
		...('value' in tried ? [...tried.value].filter(([, is]) => is !== 'unknown') : []),
		...('value' in launched ? seen.map(action => [action, 'allowed'] as const) : []),
	]);
	return { value: { rights, ...(!('value' in found) && { why: found.why }) } };
};

import type { Check } from '../../../flow/checks.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { allBuildActions, allowingPolicy } from '../recipe/build-actions.ts';
import { isShared } from '../recipe/share.ts';
import type { Verdict } from './preflight-network.ts';

/** Whether somebody may do something, by actions of IAM; one that is missing was not heard of. */
export type AwsRights = ReadonlyMap<string, 'allowed' | 'denied' | 'unknown'>;

/** vCPUs of machines that count together: what the account may have, and has. */
export type AwsQuota = { readonly code: string; readonly limit: number; readonly used: number };

/** A key of KMS: `Enabled`, `ENCRYPT_DECRYPT`, and whether AWS made it. */
export type AwsKey = { readonly state: string; readonly usage: string; readonly isOfAws: boolean };

/** The first of some names, and how many more there are. */
const someOf = (names: readonly string[]): string =>
	names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');

/** The verdict on what the build has to be allowed. @param why why not all of it is known. */
export const judgeRights = (recipe: Recipe, rights: AwsRights, why: string | undefined): Verdict => {
	const actions = allBuildActions(recipe);
	const those = (is: 'denied' | 'allowed') => actions.filter(action => rights.get(action) === is);
	const denied = those('denied');
	if (denied.length > 0) {
		return [
			'missing',
			`not allowed: ${someOf(denied)}`,
			`Attach this policy: ${JSON.stringify(allowingPolicy(denied))}`,
		];
	}

	const allowed = those('allowed');
	const open = actions.filter(action => !allowed.includes(action));
	return open.length === 0
		? ['ok', `all ${actions.length} that the build uses are allowed, as IAM sees it`]
		: ['unknown', why ?? `${allowed.length} of ${actions.length} are allowed; not known: ${someOf(open)}`];
};

/** What is denied, as a policy to attach; undefined if nothing is. */
export const missingPolicy = (recipe: Recipe, rights: AwsRights): Check['policy'] => {
	const denied = allBuildActions(recipe).filter(action => rights.get(action) === 'denied');
	return denied.length === 0 ? undefined : allowingPolicy(denied);
};

/** The verdict on the quota of the machine's family. @param vcpus of the machine. */
export const judgeQuota = (
	{ aws }: Recipe,
	quota: AwsQuota | undefined,
	vcpus: number | undefined,
): Verdict => {
	if (quota === undefined || vcpus === undefined) {
		return ['unknown', `which quota ${aws.instanceType} counts for is not known here`];
	}

	const { code, limit, used } = quota;
	const shown = `${used} of ${limit} vCPUs are used, ${aws.instanceType} takes ${vcpus}`;
	return used + vcpus <= limit
		? ['ok', shown]
		: [
				'missing',
				shown,
				`Have it raised, or choose a smaller machine: https://${aws.region}.console.aws.amazon.com/servicequotas/home/services/ec2/quotas/${code}`,
			];
};

/** The verdict on a key of KMS. */
export const judgeKey = ({ aws }: Recipe, name: string, key: AwsKey | undefined): Verdict => {
	const next = 'Name another key, or have it enabled.';
	if (!key) {
		return ['missing', `there is no ${name}`, next];
	}

	const { state, usage, isOfAws } = key;
	if (state !== 'Enabled') {
		return ['missing', `${name} is ${state}`, next];
	}

	if (usage !== 'ENCRYPT_DECRYPT') {
		return ['missing', `${name} is for ${usage}, not for encryption`, next];
	}

	if (isShared(aws) && isOfAws) {
		return [
			'missing',
			`${name} is a key of AWS, so nobody else can use the image`,
			'Name a key of your own.',
		];
	}

	return isShared(aws)
		? ['unknown', `${name} is enabled; whether those you share with may use it, its policy says`]
		: ['ok', `${name} is enabled`];
};

/** The keys that a build encrypts with, by their regions. */
export const usedKeys = ({ aws: { region, volume } }: Recipe): readonly (readonly [string, string])[] =>
	volume.encrypted && volume.kmsKey !== undefined
		? [[region, volume.kmsKey], ...Object.entries(volume.kmsKeys)]
		: [];

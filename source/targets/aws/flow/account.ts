import { printable } from '../../../base/printable.ts';
import type { Check } from '../../../flow/checks.ts';
import { type AwsFacts, type AwsTopic, identityText } from '../questions/facts.ts';

const known = (facts: AwsFacts, check: Pick<Check, 'id' | 'title'>, topic: AwsTopic, since: number) => ({
	...check,
	status: (facts[topic]?.at ?? 0) >= since ? ('ok' as const) : ('unknown' as const),
	detail: facts.refused[topic] ?? 'AWS has not answered in time',
	remedies: [],
});

/** What `doctor` tells of an account that was asked: what was told before then, in milliseconds since 1970, is not known. */
export const accountChecks = (facts: AwsFacts, since: number): readonly Check[] => {
	if (facts.trouble) {
		const { reason, next } = facts.trouble;
		return [
			{
				id: 'credentials',
				status: 'warning',
				title: 'AWS sign-in',
				detail: reason,
				...(next.length > 0 && { advice: { label: 'How to sign in', lines: next } }),
				remedies: [],
			},
		];
	}

	const signIn = known(facts, { id: 'credentials', title: 'AWS sign-in' }, 'identity', since);
	const regions = known(facts, { id: 'regions', title: 'AWS regions' }, 'regions', since);
	const identity = facts.identity?.value;
	const all = facts.regions?.value;
	return [
		signIn.status === 'ok' && identity
			? {
					...signIn,
					detail: identityText(facts) ?? '',
					account: identity.account,
					identity: {
						arn: identity.arn,
						...(facts.alias?.value && { alias: facts.alias.value }),
						...(facts.until !== undefined && { until: new Date(facts.until).toISOString() }),
					},
				}
			: signIn,
		regions.status === 'ok' && all
			? { ...regions, detail: `${all.filter(({ isEnabled }) => isEnabled).length} of ${all.length} enabled` }
			: regions,
	];
};

/** Whose account it is: as this computer tells it, which takes a moment, and as AWS does. Its number stands once. */
export const accountHint = (told = 'looking', aws?: AwsFacts): string => {
	const identity = identityText(aws);
	if (identity === undefined) {
		return told;
	}

	const [, number = '', by = ''] = /^(not known|\d{12}) \((.+)\)$/.exec(told) ?? [];
	const isTold = ['not known', aws?.identity?.value.account].includes(number);
	return `${isTold ? by : told}; you are ${printable(identity)}`;
};

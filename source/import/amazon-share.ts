import { accountPattern, organizationPattern } from '../recipe/schema.ts';
import type { Answers, Taking } from './taking.ts';

/** Whom the image is shared with, as far as the Recipe has it. */
export const takeShare = (taking: Taking): Answers => {
	const accounts = taking.texts('ami_users');
	const areAccounts = accounts?.every(one => accountPattern.test(one));
	if (accounts && areAccounts) {
		taking.took('ami_users', accounts.join(', '));
	}

	const organizations = ['ami_org_arns', 'ami_ou_arns'].flatMap(name => {
		const arns = taking.texts(name);
		if (!arns?.every(one => organizationPattern.test(one))) {
			return [];
		}

		taking.took(name, arns.join(', '));
		return arns;
	});
	return { accounts: areAccounts ? accounts : [], organizations };
};

/** The tags, and those of what the build starts, where these are the same. */
export const takeTags = (taking: Taking): Readonly<Record<string, string>> => {
	const tags = taking.map('tags');
	const isTaken =
		tags &&
		Object.entries(tags).every(
			([key, value]) => /^[^\n\r]{1,127}$/.test(key) && /^[^\n\r]{0,255}$/.test(value) && !/^aws:/i.test(key),
		);
	if (!isTaken) {
		return {};
	}

	taking.took('tags', Object.keys(tags).join(', '));
	for (const name of ['run_tags', 'run_volume_tags', 'spot_tags', 'fleet_tags', 'snapshot_tags']) {
		const others = taking.map(name);
		if (others && Object.entries(others).every(([key, value]) => tags[key] === value)) {
			taking.took(name, 'the tags are on all that the build starts and makes');
		}
	}

	return tags;
};

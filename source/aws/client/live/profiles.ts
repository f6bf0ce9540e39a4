import { ListInstanceProfilesCommand } from '@aws-sdk/client-iam';
import { createIam } from '../clients.ts';
import { type LiveSession, pagesOf } from './session.ts';

/** The instance profiles of the account by their names, each with its role if it has one. @throws as `askIdentity`. */
export const askProfiles = async ({ region, caller, ask }: LiveSession) => {
	const iam = await createIam(await caller(), region);
	const pages = pagesOf(async Marker => {
		const { InstanceProfiles = [], Marker: NextToken } = await ask('IAM', 'ListInstanceProfiles', options =>
			iam.send(new ListInstanceProfilesCommand({ MaxItems: 1000, Marker }), options),
		);
		return { InstanceProfiles, NextToken };
	});
	const found: { readonly name: string; readonly role?: string }[] = [];
	for await (const { InstanceProfiles } of pages) {
		for (const { InstanceProfileName: name = '', Roles = [] } of InstanceProfiles) {
			const role = Roles[0]?.RoleName;
			found.push({ name, ...(role !== undefined && { role }) });
		}
	}

	return found.toSorted((one, other) => one.name.localeCompare(other.name));
};

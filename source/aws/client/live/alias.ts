import { ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { createIam } from '../clients.ts';
import { AwsRefusal } from '../refused.ts';
import type { LiveSession } from './session.ts';

/** How the account is called; empty if it has no name, or nobody may ask for it. @throws as `askIdentity`. */
export const askAlias = async ({ region, caller, ask }: LiveSession): Promise<string> => {
	const iam = await createIam(await caller(), region);
	try {
		const { AccountAliases = [] } = await ask('IAM', 'ListAccountAliases', options =>
			iam.send(new ListAccountAliasesCommand({}), options),
		);
		return AccountAliases[0] ?? '';
	} catch (error) {
		if (error instanceof AwsRefusal && /AccessDenied|Unauthorized/.test(error.code)) {
			return '';
		}

		throw error;
	}
};

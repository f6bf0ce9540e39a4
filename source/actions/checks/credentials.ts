import { type Credentials, findCredentials } from '../../aws/credentials.ts';
import type { BuildRequest, Check, Remedy } from '../actions.ts';
import { ok, type Place } from './check.ts';

const profileRemedy: Remedy = {
	id: 'profile',
	label: 'Use a profile',
	details: ['of your AWS settings'],
	asks: { text: 'Name of the profile', secret: false },
};
const rehearseRemedy: Remedy = {
	id: 'rehearse',
	label: 'Rehearse instead',
	details: ['AWS played on this machine: no account needed'],
};

const credentialsCheck = (credentials: Credentials): Check => {
	const title = 'AWS sign-in';
	switch (credentials.kind) {
		case 'found':
			return {
				...ok('credentials', title, credentials.label),
				...(credentials.account !== undefined && { account: credentials.account }),
			};
		case 'unknown-profile':
			return {
				id: 'credentials',
				status: 'missing',
				title,
				detail: credentials.reason,
				remedies: [profileRemedy, rehearseRemedy],
			};
		case 'none':
			return {
				id: 'credentials',
				status: 'missing',
				title,
				detail: 'none found: no keys, no profile, no role of this machine',
				remedies: [
					{
						id: 'how-to',
						label: 'How to sign in',
						details: ['aws configure, or aws sso login, in another window'],
					},
					profileRemedy,
					rehearseRemedy,
				],
			};
	}
};

/** Whether Packer would find an AWS sign-in; whether it is valid only AWS can say. */
export const checkCredentials = async (
	{ decisions }: BuildRequest,
	{ environment }: Place,
): Promise<Check> => {
	const { profile } = decisions.recipe;
	return credentialsCheck(await findCredentials({ environment, ...(profile !== undefined && { profile }) }));
};

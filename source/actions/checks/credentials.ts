import { type Credentials, findCredentials } from '../../aws/credentials.ts';
import type { Decisions } from '../../questions/question.ts';
import { accountText } from '../account.ts';
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

/** The sign-in that Packer would find; whether it is valid only AWS can say. */
export const findSignIn = async ({ recipe }: Decisions, { environment }: Place): Promise<Check> => {
	const { profile } = recipe;
	return credentialsCheck(await findCredentials({ environment, ...(profile !== undefined && { profile }) }));
};

/** Whether there is a sign-in, and it leads where the review said. */
export const checkCredentials = async (
	{ decisions, confirmed }: BuildRequest,
	place: Place,
): Promise<Check> => {
	const check = await findSignIn(decisions, place);
	const account = accountText(check);
	if (check.status === 'missing' || confirmed?.account === undefined || confirmed.account === account) {
		return check;
	}

	return {
		...check,
		status: 'missing',
		detail: `${account}, which is not what the review said`,
		remedies: [
			{ id: 'confirm-account', label: 'Build it there', details: [account] },
			profileRemedy,
			rehearseRemedy,
		],
	};
};

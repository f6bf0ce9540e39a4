import { expect, test } from 'vitest';
import { unusedAwsVariables } from '../../source/aws/unused-variables.ts';

// That it is so, the real Packer shows: sign-in/set-ups/unused.ts.
test.each([
	[{ AWS_ACCESS_KEY_ID: 'A' }, ['AWS_ACCESS_KEY_ID is not used: it counts only with AWS_SECRET_ACCESS_KEY.']],
	[{ AWS_SECRET_KEY: 's' }, ['AWS_SECRET_KEY is not used: it counts only with AWS_ACCESS_KEY_ID.']],
	[
		{ AWS_SESSION_TOKEN: 't' },
		['AWS_SESSION_TOKEN is not used: it counts only with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'],
	],
	[
		{ AWS_CONTAINER_AUTHORIZATION_TOKEN: 't' },
		[
			'AWS_CONTAINER_AUTHORIZATION_TOKEN is not used: it counts only with AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI.',
		],
	],
	[{ AWS_ROLE_ARN: 'r' }, ['AWS_ROLE_ARN is not used: it counts only with AWS_WEB_IDENTITY_TOKEN_FILE.']],
	[{ AWS_ACCESS_KEY: 'A', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't', AWS_ROLE_ARN: '' }, []],
	[{ AWS_WEB_IDENTITY_TOKEN_FILE: 'f', AWS_ROLE_ARN: 'r', AWS_ROLE_SESSION_NAME: 'n' }, []],
])('of %j are not used: %j', (environment, told) => {
	expect(unusedAwsVariables(environment)).toEqual(told);
});

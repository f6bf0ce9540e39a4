import type { ScriptFailure, Words } from '../failure.ts';

const ofItsRole: Words = (_, __, { mode }) =>
	mode === 'rehearsal'
		? 'In a rehearsal the machine has no role, and no AWS but the one that is played.'
		: 'A machine signs in by the role of its instance profile.';

/** What the AWS command and its kin say on the machine. */
export const awsFailures: readonly ScriptFailure[] = [
	{
		id: 'script.aws-sign-in',
		patterns: [/Unable to locate credentials|NoCredentialsError|NoCredentialProviders/],
		because: 'the machine has no sign-in of AWS',
		why: ofItsRole,
		next: 'Choose an instance profile for the machine.',
		remedy: 'instance-profile',
	},
	{
		id: 'script.aws-refused',
		patterns: [
			/An error occurred \((?:AccessDenied\w*|UnauthorizedOperation|403)\) when calling the (\w+) operation/,
		],
		because: (_, [, action]) => `AWS does not allow the machine to do ${action}`,
		why: ofItsRole,
		next: 'Have that allowed for its role, or choose another instance profile.',
		remedy: 'instance-profile',
	},
];

import { type PackerFailure, signInNext, type Words, who } from './failure.ts';

const failure = (
	id: string,
	pattern: RegExp,
	what: Words,
	more: Partial<PackerFailure> = {},
): PackerFailure => ({
	id: `sign-in.${id}`,
	patterns: [pattern],
	what,
	next: signInNext,
	remedy: 'sign-in',
	...more,
});

const another = {
	next: 'Set that right in the AWS settings, or choose another profile.',
	remedy: 'profile',
} as const;

/**
 * Why nobody could sign in, as Packer 1.6.6 to 1.16 say it: the program ends with exit code 4 then. Packer 1.6.6 puts
 * every reason behind "no valid credential sources", so the first match wins; 1.16 says no more than those words for
 * whatever had to be asked.
 */
export const signInFailures: readonly PackerFailure[] = [
	failure(
		'sso-expired',
		/SSO session (?:has expired|associated with this profile)|token has expired and refresh failed|InvalidGrantException|SSOProviderInvalidToken|(?:refresh|read) cached SSO token(?: file)?\b|UnauthorizedException: Session token not found/,
		recipe => `The AWS sign-in of ${who(recipe)} has expired.`,
	),
	failure(
		'sso-role',
		/ForbiddenException: No access|GetRoleCredentials,.*(?:ForbiddenException|ResourceNotFoundException)/,
		recipe => `The SSO sign-in of ${who(recipe)} may not take the role that the profile names.`,
		{
			next: 'Look at sso_account_id and sso_role_name of the profile, or choose another one.',
			remedy: 'profile',
		},
	),
	failure(
		'process-failed',
		/error in credential_process:? .*exit status (\d+)/,
		(recipe, [, code]) => `The credential_process of ${who(recipe)} ended with exit code ${code}.`,
		{ next: 'Run that command by hand: it says why. Most often it wants a sign-in of its own.' },
	),
	failure(
		'process-failed',
		/ProcessProvider(?!ParseError)\w*Error|error in credential_process|credential process timed out|failed to prepare command: /,
		recipe => `The credential_process of ${who(recipe)} failed, or took longer than a minute.`,
		{ next: 'Run that command by hand: it says why. Most often it wants a sign-in of its own.' },
	),
	failure(
		'process-output',
		/ProcessProviderParseError|parse failed of (?:credential_)?process output/,
		recipe => `What the credential_process of ${who(recipe)} printed is no sign-in.`,
		another,
	),
	failure(
		'web-identity-token',
		/(?:WebIdentityErr|failed to retrieve jwt).*unable to read file at ([^\s:]+)/,
		(_, [, file]) => `The token of the web identity, ${file}, cannot be read.`,
		{ next: 'Have your CI write it, or set AWS_WEB_IDENTITY_TOKEN_FILE to where it is.' },
	),
	failure(
		'web-identity-refused',
		/(?:WebIdentityErr|AssumeRoleWithWebIdentity).*(?:AccessDenied|InvalidIdentityToken|ExpiredToken)/,
		'AWS does not let this web identity take its role.',
		{
			why: 'The role trusts another repository, branch or audience, or the token is too old.',
			next: 'Compare the trust policy of the role with what your CI sends (sub and aud).',
		},
	),
	failure(
		'mfa-code',
		/MultiFactorAuthentication failed/,
		'AWS did not take the code: it is wrong or was used already; each works once, so wait for the next.',
	),
	failure(
		'role-refused',
		/(?:no valid credential sources.*Error|creating AWS session): AccessDenied|AssumeRole\b.*\bAccessDenied|AccessDenied\b.* perform: sts:AssumeRole\b|IAM Role \S+ cannot be assumed/i,
		recipe => `AWS does not let ${who(recipe)} take its role.`,
		{
			why: 'The role does not trust who asks, or who asks may not do sts:AssumeRole.',
			next: 'Have the trust policy of the role changed, or choose another profile.',
			remedy: 'profile',
		},
	),
	failure(
		'mfa',
		/AssumeRoleTokenProvider/,
		recipe => `The role of ${who(recipe)} asks for a code (mfa_serial), for which Packer cannot ask.`,
		{
			next: 'Sign in with the code first (aws sts assume-role), and hand over its three keys in the environment; or choose another profile.',
			remedy: 'profile',
		},
	),
	failure(
		'no-role-arn',
		/credential type (\S+) requires role_arn, profile (\S+)/,
		(_, [, source, profile]) => `Profile ${profile} has a ${source}, but no role_arn.`,
		another,
	),
	failure(
		'source-profile',
		/failed to load assume role.*?, (?:source profile|of profile) ([^\s,]+)/,
		(recipe, [, source]) =>
			`The role of ${who(recipe)} is to be taken by profile ${source}, which does not exist or has no sign-in.`,
		another,
	),
	failure(
		'sso-incomplete',
		/profile "(.+?)" is configured to use SSO but is missing required configuration: (.+?)\s*$/,
		(_, [, profile, settings]) =>
			`Profile ${profile} signs in by SSO, but this Packer finds no ${settings} in it.`,
		{
			why: 'This Packer does not know sso_session: it wants sso_start_url and sso_region in the profile itself.',
			next: 'Write both into the profile as well, use a newer Packer, or choose another profile.',
			remedy: 'profile',
		},
	),
	failure(
		'no-sso-session',
		/failed to find SSO session section, (\S+)/,
		(_, [, session]) => `The AWS configuration has no sso-session ${session}.`,
		another,
	),
	failure(
		'two-sources',
		/only one credential type may be specified/,
		recipe => `The AWS settings of ${who(recipe)} name more than one source of credentials.`,
		another,
	),
	failure(
		'half-key',
		/partial credentials found for profile (\S+)/,
		(_, [, profile]) => `Profile ${profile} has one of the two AWS keys, but not the other.`,
		another,
	),
	failure(
		'half-key',
		/`access_key` and `secret_key` must both be either set or not set/,
		'The template has one of the two AWS keys, but not the other.',
		{
			next: 'Take it out of the template: keys belong into a profile or the environment.',
			remedy: 'profile',
		},
	),
	failure(
		'unreadable',
		/(?:SharedConfigLoadError: failed to load config file|failed to load shared config file), ([^\s,]+)|SharedCredsLoad: /,
		(_, [, file = 'the AWS credentials file']) => `Packer cannot read ${file}.`,
		{ next: 'Set the file right: this Packer stops at the first line that it does not understand.' },
	),
	failure(
		'no-profile',
		/failed to get shared config profile,? (\S+)|SharedConfigProfileNotExist/,
		recipe =>
			`The AWS configuration has no ${recipe.aws.profile === undefined ? 'such profile' : `profile ${recipe.aws.profile}`}.`,
		{ next: 'Choose one of: aws configure list-profiles', remedy: 'profile' },
	),
	failure(
		'none',
		/NoCredentialProviders|no EC2 IMDS role found|no EC2 instance role found/,
		({ aws: { profile } }) =>
			profile === undefined
				? 'No AWS sign-in was found: no keys, no profile, no role of this machine.'
				: `This Packer finds no sign-in in profile ${profile}.`,
		{
			why: ({ aws: { profile } }) =>
				profile === undefined
					? undefined
					: 'It has none, or signs in by a way that this Packer does not know, such as aws login or sso_session.',
			next: 'Sign in (aws sso login, or aws configure), or choose a profile that has keys.',
			remedy: ({ aws: { profile } }) => (profile === undefined ? 'sign-in' : 'profile'),
		},
	),
	failure(
		'clock',
		/RequestTimeTooSkewed|Signature expired: |Signature not yet current: /,
		'AWS does not take what is signed here: the clock of this computer is wrong.',
		{ next: 'Set the clock (timedatectl set-ntp true), then run it again.', remedy: 'again' },
	),
	failure(
		'expired',
		/\b(?:ExpiredToken|ExpiredTokenException|RequestExpired)\b/,
		recipe => `The AWS keys of ${who(recipe)} have expired, or the clock of this machine is wrong.`,
	),
];

/** The last of all: words that stand in front of every other reason as well. */
export const unclearSignIn: readonly PackerFailure[] = [
	failure(
		'not-accepted',
		// Where nobody could be reached, that is the reason.
		/(?:no valid credential sources|failed to refresh cached credentials|EmptyStaticCreds|static credentials are empty)(?!.*dial tcp)/i,
		({ aws: { profile } }) =>
			profile === undefined
				? 'No AWS sign-in was found, or the one that was found was refused; Packer does not say which.'
				: `The sign-in of profile ${profile} was refused, or there is none; Packer does not say which.`,
	),
];

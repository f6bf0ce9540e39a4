import { type FailurePattern, who } from './failure-pattern.ts';

const failure = (id: string, pattern: RegExp, what: FailurePattern['what']): FailurePattern => ({
	id,
	pattern,
	what,
	credentials: true,
});

/**
 * Why nobody could sign in, as Packer 1.6.6 to 1.16 say it. Packer 1.6.6 puts every reason behind "no valid credential
 * sources", so the first match wins; 1.16 says no more than those words for whatever had to be asked.
 */
export const signInFailures: readonly FailurePattern[] = [
	failure(
		'sign-in.sso-expired',
		/SSO session (?:has expired|associated with this profile)|token has expired and refresh failed|InvalidGrantException|SSOProviderInvalidToken|refresh cached SSO token failed|UnauthorizedException: Session token not found/,
		recipe => `The AWS sign-in of ${who(recipe)} has expired.`,
	),
	failure(
		'sign-in.process-failed',
		/error in credential_process .*exit status (\d+)/,
		(recipe, [, code]) => `The credential_process of ${who(recipe)} ended with exit code ${code}.`,
	),
	failure(
		'sign-in.process-failed',
		/ProcessProvider(?!ParseError)\w*Error|error in credential_process|credential process timed out/,
		recipe => `The credential_process of ${who(recipe)} failed, or took longer than a minute.`,
	),
	failure(
		'sign-in.process-output',
		/ProcessProviderParseError|parse failed of (?:credential_)?process output/,
		recipe => `What the credential_process of ${who(recipe)} printed is no sign-in.`,
	),
	failure(
		'sign-in.web-identity-token',
		/WebIdentityErr.*unable to read file at (\S+)/,
		(_, [, file]) => `The token of the web identity, ${file}, cannot be read.`,
	),
	failure(
		'sign-in.web-identity-refused',
		/WebIdentityErr.*(?:AccessDenied|InvalidIdentityToken|ExpiredToken)/,
		() => 'AWS does not let this web identity take its role.',
	),
	failure(
		'sign-in.role-refused',
		/no valid credential sources.*Error: AccessDenied/i,
		recipe => `AWS does not let ${who(recipe)} take its role.`,
	),
	failure(
		'sign-in.mfa',
		/AssumeRoleTokenProvider/,
		recipe => `The role of ${who(recipe)} asks for a code (mfa_serial), for which Packer cannot ask.`,
	),
	failure(
		'sign-in.no-role-arn',
		/credential type (\S+) requires role_arn, profile (\S+)/,
		(_, [, source, profile]) => `Profile ${profile} has a ${source}, but no role_arn.`,
	),
	failure(
		'sign-in.source-profile',
		/failed to load assume role.*?, (?:source profile|of profile) ([^\s,]+)/,
		(recipe, [, source]) =>
			`The role of ${who(recipe)} is to be taken by profile ${source}, which does not exist or has no sign-in.`,
	),
	failure(
		'sign-in.sso-incomplete',
		/profile "(.+?)" is configured to use SSO but is missing required configuration: (.+?)\s*$/,
		(_, [, profile, settings]) =>
			`Profile ${profile} signs in by SSO, but this Packer finds no ${settings} in it.`,
	),
	failure(
		'sign-in.no-sso-session',
		/failed to find SSO session section, (\S+)/,
		(_, [, session]) => `The AWS configuration has no sso-session ${session}.`,
	),
	failure(
		'sign-in.two-sources',
		/only one credential type may be specified/,
		recipe => `The AWS settings of ${who(recipe)} name more than one source of credentials.`,
	),
	failure(
		'sign-in.half-key',
		/partial credentials found for profile (\S+)/,
		(_, [, profile]) => `Profile ${profile} has one of the two AWS keys, but not the other.`,
	),
	failure(
		'sign-in.unreadable',
		/(?:SharedConfigLoadError: failed to load config file|failed to load shared config file), ([^\s,]+)/,
		(_, [, file]) => `Packer cannot read ${file}.`,
	),
	failure(
		'sign-in.no-profile',
		/failed to get shared config profile,? (\S+)|SharedConfigProfileNotExist/,
		recipe =>
			`The AWS configuration has no ${recipe.profile === undefined ? 'such profile' : `profile ${recipe.profile}`}.`,
	),
	failure(
		'sign-in.none',
		/NoCredentialProviders|no EC2 IMDS role found|no EC2 instance role found/,
		() => 'No AWS sign-in was found: no keys, no profile, no role of this machine.',
	),
	failure(
		'sign-in.not-accepted',
		// Where nobody could be reached, that is the reason.
		/(?:no valid credential sources|failed to refresh cached credentials|EmptyStaticCreds)(?!.*dial tcp)/i,
		({ profile }) =>
			profile === undefined
				? 'No AWS sign-in was found, or the one that was found was refused; Packer does not say which.'
				: `The sign-in of profile ${profile} was refused, or there is none; Packer does not say which.`,
	),
];

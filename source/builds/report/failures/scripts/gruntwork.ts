import { needsToken } from '../../../../recipe/bundles.ts';
import type { ScriptFailure } from '../failure.ts';

const signInToGitHub = 'Set GITHUB_OAUTH_TOKEN to a token of an account that may read Gruntwork.';

/** What gruntwork-install and its fetch (v0.0.41, v0.4.6) say. They use GitHub, where a private repository is a 404. */
export const gruntworkFailures: readonly ScriptFailure[] = [
	{
		id: 'script.token-missing',
		patterns: [
			/Repository is not public\..*GITHUB_OAUTH_TOKEN/,
			/GITHUB_OAUTH_TOKEN: (?:is needed|unbound variable)/,
		],
		because: 'the bundle is private and GITHUB_OAUTH_TOKEN is not set',
		next: signInToGitHub,
		remedy: 'token',
	},
	{
		id: 'script.token-organisation',
		patterns: [/SAML enforcement/],
		because: 'the token is not yet allowed for the organisation',
		next: 'Authorise it: github.com, Settings, Tokens, Configure SSO. Then run it again.',
		remedy: 'again',
	},
	{
		id: 'script.token-refused',
		patterns: [/Bad credentials|Received HTTP Response 401/, /(?:github\.com|GitHub)\S*.*\b401\b/],
		because: 'GitHub does not accept GITHUB_OAUTH_TOKEN',
		why: 'It has expired, was deleted, or was cut when it was pasted.',
		next: 'Make a new token, and run it again with that.',
		remedy: 'token',
	},
	{
		id: 'script.token-refused',
		patterns: [/could not read Username for 'https:\/\/github\.com'/],
		// Else it is a repository of the person's own.
		when: ({ recipe }) => needsToken(recipe),
		because: 'GitHub does not accept GITHUB_OAUTH_TOKEN',
		next: 'Make a new token, and run it again with that.',
		remedy: 'token',
	},
	{
		id: 'script.no-version',
		patterns: [
			/(?:releases\/tags|zipball|tarball|archive)\/(\S+?)[\s"',:].*\b404\b|\b404\b.*(?:releases\/tags|zipball)\/(\S+)/,
		],
		because: (_, [, a, b = a]) => `there is no version ${b?.replace(/[."']+$/, '')} of it`,
		next: 'Look at its releases on GitHub: a version begins with v.',
		remedy: 'step',
	},
	{
		id: 'script.token-cannot-read',
		patterns: [/HTTP 404 Response when attempting to query the repo|Received HTTP Response 404/],
		because: 'the account behind GITHUB_OAUTH_TOKEN cannot read the repository',
		why: 'GitHub says 404 of a private repository to everybody who may not read it.',
		next: 'Have that account invited by Gruntwork, or use the token of one that is; older tokens need the scope repo.',
		remedy: 'token',
	},
	{
		id: 'script.github-limit',
		patterns: [/API rate limit exceeded|secondary rate limit/],
		because: 'GitHub answers no more for now: too many requests',
		next: 'Wait an hour, or run it with a token (GITHUB_OAUTH_TOKEN).',
		remedy: 'again',
	},
	{
		id: 'script.github-errors',
		patterns: [/Expected status code 200 but got (\d+)/],
		because: (_, [, code]) => `GitHub answered with ${code}`,
		next: 'Run it again in some minutes.',
		remedy: 'again',
	},
	{
		id: 'script.asset-lost',
		patterns: [/mv: cannot stat '?([^':]+)'?/],
		because: (_, [, file]) => `${file} is not there: it was not downloaded, or the module expects it`,
		next: 'Run it again; if it stays so, look which files the module wants to be there before.',
		remedy: 'again',
		comesOf: ['script.fetch', 'script.no-host', 'script.no-network'],
	},
];

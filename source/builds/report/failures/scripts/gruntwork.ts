import { chosenBundles, needsToken } from '../../../../recipe/bundles.ts';
import type { Saying, ScriptFailure } from '../failure.ts';

const signInToGitHub = 'Set GITHUB_OAUTH_TOKEN to a token of an account that may read Gruntwork.';

/** Whether the step installs something of a public repository, for which no token is handed over. */
const isPublic = ({ recipe, step }: Saying): boolean =>
	chosenBundles(recipe).some(({ bundle }) => bundle.id === step && !bundle.needsToken);

/** Whether the step clones the repository of a bundle. */
const isClone = ({ recipe, step }: Saying): boolean =>
	chosenBundles(recipe).some(({ bundle }) => bundle.id === step && bundle.way === 'clone');

/** What fetch tells before gruntwork-install goes on without what it was sent for. */
const ofFetch = [
	'script.half-download',
	'script.no-asset',
	'script.token-refused',
	'script.token-cannot-read',
	'script.token-organisation',
	'script.no-version',
	'script.github-limit',
	'script.github-errors',
];

/** What curl and git tell before others go on without what they were sent for. */
const ofOthers = ['script.fetch', 'script.no-host', 'script.no-network'];

/** What gruntwork-install v0.0.41 and fetch v0.4.6 and v0.4.8 say. They use GitHub, where a private repository is a 404. */
export const gruntworkFailures: readonly ScriptFailure[] = [
	{
		id: 'script.github-page',
		patterns: [/Repository is not public\./],
		// The installer takes every page that it does not get for a private one.
		when: isPublic,
		because: 'GitHub did not show the page of a repository that is public',
		why: 'The machine does not reach github.com, or GitHub has trouble; a token does not help.',
		next: 'Run it again; if it stays so, look whether machines in this subnet reach the internet.',
		remedy: 'again',
	},
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
		patterns: [
			/Bad credentials|Received HTTP Response 401|HTTP 401 while fetching/,
			/(?:github\.com|GitHub)\S*.*\b401\b/,
		],
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
			/Expected status code 200 but got 404 when downloading \S+?\/(v?\d[^/\s]*)\//,
			/Error downloading zip: Failed to download: HTTP 404/,
		],
		because: (_, [, a, b = a]) =>
			b === undefined
				? 'there is no such version of it'
				: `there is no version ${b.replace(/[."':]+$/, '')} of it`,
		next: 'Look at its releases on GitHub: a version begins with v.',
		remedy: 'step',
	},
	{
		id: 'script.no-version',
		patterns: [/Remote branch (\S+) not found in upstream/],
		when: isClone,
		because: (_, [, version]) => `there is no version ${version} of it`,
		next: 'Look at its releases on GitHub: a version begins with v.',
		remedy: 'step',
	},
	{
		id: 'script.no-asset',
		// It is in the list of the release, and gone where it lies: no matter of the token, which read that list.
		patterns: [/releases\/assets\/\d+.*\b404\b|\b404\b.*releases\/assets\/\d+/],
		because: 'that release has lost what is downloaded of it (404)',
		next: 'Run it again; if it stays so, choose another version of the bundle.',
		remedy: 'again',
	},
	{
		id: 'script.token-cannot-read',
		patterns: [
			/HTTP 404 Response when attempting to query the repo|Received HTTP Response 404/,
			/HTTP 404 while fetching \S+\/tags\b/,
		],
		because: 'the account behind GITHUB_OAUTH_TOKEN cannot read the repository',
		why: 'GitHub says 404 of a private repository to everybody who may not read it.',
		next: 'Have that account invited by Gruntwork, or use the token of one that is; older tokens need the scope repo.',
		remedy: 'token',
	},
	{
		id: 'script.github-limit',
		patterns: [/API rate limit exceeded|secondary rate limit|Expected status code 200 but got 429/],
		because: 'GitHub answers no more for now: too many requests',
		next: 'Wait an hour, or run it with a token (GITHUB_OAUTH_TOKEN).',
		remedy: 'again',
	},
	{
		id: 'script.github-errors',
		patterns: [
			/Expected status code 200 but got (?!000|404)(\d+)/,
			/(?:Received HTTP Response|HTTP|Failed to download: HTTP) (5\d\d)(?: while fetching|\.|\\n|")/,
		],
		because: (_, [, a, b = a]) => `GitHub answered with ${b}`,
		next: 'Run it again in some minutes.',
		remedy: 'again',
	},
	{
		id: 'script.no-network',
		patterns: [/Expected status code 200 but got 000 when downloading https?:\/\/([^/\s]+)/],
		because: (_, [, host]) => `the machine cannot reach ${host}`,
		next: 'Look whether machines in this subnet reach the internet, then run it again.',
		remedy: 'subnet',
	},
	{
		id: 'script.half-download',
		patterns: [
			// Where the network is the reason it says so.
			/Download failed for (\S+?): (?!.*\bdial tcp\b)|errors? (?:while )?downloading assets(?!.*\bdial tcp\b)|Error (?:occurred while )?downloading zip.*EOF/,
			/binary=fetch.*unexpected EOF|unexpected EOF.*binary=fetch/,
		],
		because: (_, [, asset]) => `${asset ?? 'what it fetches from GitHub'} was not downloaded whole`,
		why: 'The connection was cut; gruntwork-install goes on with what is there, and only the look at it afterwards told.',
		next: 'Run it again.',
		remedy: 'again',
	},
	{
		id: 'script.half-download',
		// Its bootstrap does not look whether curl got all of it.
		patterns: [/\bfetch: (?:cannot execute|line \d+: |.*[Ee]xec format)|Segmentation fault.*\bfetch\b/],
		when: ({ step }) => step === 'gruntwork-installer',
		because: 'fetch, which the installer needs, was not downloaded whole',
		next: 'Run it again.',
		remedy: 'again',
	},
	{
		id: 'script.no-asset',
		patterns: [
			/Could not find assets matching (\S+) in release ([^\s\\"]+)|No assets matching (\S+) in release ([^\s\\"]+)/,
		],
		because: (_, [, a, b, name = a, release = b]) => `release ${release} has no ${name}`,
		why: ({ base }) =>
			base.architecture === 'arm64'
				? 'Gruntwork may not offer it for arm64.'
				: 'It was removed, or that release never had it.',
		next: ({ base }) =>
			base.architecture === 'arm64'
				? 'Choose x86_64, or another version of the bundle.'
				: 'Choose another version of the bundle.',
		remedy: 'step',
	},
	{
		id: 'script.no-module',
		patterns: [/No files were downloaded\. Are you sure "(\S+)" is a valid/],
		because: (_, [, module]) => `that version has no module ${module}`,
		next: 'Choose another version of the bundle.',
		remedy: 'step',
	},
	{
		id: 'script.asset-lost',
		// Older systems quote otherwise.
		patterns: [/mv: cannot stat ['‘]?([^'‘’:]+)/],
		because: (_, [, file]) => `${file} is not there: it was not downloaded, or the module expects it`,
		next: 'Run it again; if it stays so, look which files the module wants to be there before.',
		remedy: 'again',
		comesOf: [...ofOthers, ...ofFetch],
	},
	{
		// What the template itself says, when it looks at what a bundle left.
		id: 'script.not-installed',
		patterns: [/^(.+) is not there, or (?:empty|does not run): the installation did not do its work\.$/],
		because: (_, [, what]) => `${what} is not there, or not whole, though its installer was content`,
		why: 'Part of a download was lost, or that version of the bundle does not install it on this system.',
		next: 'Run it again; if it stays so, choose another version of the bundle.',
		remedy: 'again',
		comesOf: ['script.asset-lost', 'script.other-processor', ...ofOthers, ...ofFetch],
	},
];

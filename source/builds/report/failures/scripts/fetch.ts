import type { ScriptFailure } from '../failure.ts';

const lookAtNetwork = 'Look whether machines in this subnet reach the internet, then run it again.';

/** Whom a program in Go asked: it names the address of the machine, too, which says less. */
const askedHost = (line: string): string | undefined =>
	/(?:Get|Head|Post) \W*https?:\/\/([\w.-]+)/.exec(line)?.[1];

/** What curl, wget, git, apt, pip and npm say when nothing comes over the network. */
export const fetchFailures: readonly ScriptFailure[] = [
	{
		id: 'script.no-host',
		patterns: [
			/Could not resolve (?:host|proxy|hostname):? (\S+?)[;.:]?(?: |$)|Couldn't resolve host name for (\S+?)(?: |$)/,
			/host='(\S+?)'.*(?:Name or service not known|name resolution)/,
			/(?:Temporary failure resolving|unable to resolve host address) ['‘“](\S+?)['’”]/,
			// Of its own name sudo says the same, and goes on.
			/^(?!sudo: ).*(?:getaddrinfo (?:EAI_AGAIN|ENOTFOUND) (\S+)|Name or service not known|Temporary failure in name resolution)/,
			// Go says the reason behind it: no such host, or why the name server could not be asked.
			/dial tcp: lookup (\S+?)[: ]/,
		],
		because: (_, [, a, b = a]) => `the machine cannot find ${b ?? 'a host'}`,
		why: 'Its subnet has no way to the internet or no name server, or the name is wrong.',
		next: lookAtNetwork,
		remedy: 'subnet',
	},
	{
		id: 'script.no-network',
		patterns: [
			/Failed to connect to (\S+) port \d+|Could not connect to (\S+?):\d+|connect to host (\S+) port \d+: (?:Connection|No route)/,
			/curl: \((?:28|52)\)|curl: \((?:35|56)\) .*(?:[Rr]eset|EOF)|Connection timed out|[Nn]etwork is unreachable|[Nn]o route to host|dial tcp \S+: .*(?:refused|timed? ?out)|TLS handshake timeout/,
			// Go's, of a connection that was there, or was waited for.
			/\b(?:read|write) tcp \S+: .*(?:reset by peer|timeout|broken pipe)|(?:Get|Head|Post) \S*https?:\S*: .*(?:deadline exceeded|Client\.Timeout)/,
			/npm (?:ERR!|error) (?:code )?(?:ETIMEDOUT|ECONNREFUSED|ECONNRESET)/,
		],
		because: (_, { input, 1: a, 2: b = a, 3: c = b }) =>
			`the machine cannot reach ${c ?? askedHost(input) ?? 'what it wants to fetch'}`,
		next: lookAtNetwork,
		remedy: 'subnet',
	},
	{
		id: 'script.certificate',
		patterns: [
			/SSL certificate problem|curl: \((?:35|60)\)|certificate verify failed|unable to get local issuer certificate|x509: /,
		],
		because: 'the certificate of a server is not accepted',
		why: 'A proxy in between, a clock that is wrong, or no ca-certificates in the base image.',
		next: 'Install ca-certificates first, and the certificate of the proxy if there is one.',
		remedy: 'step',
	},
	{
		id: 'script.not-there',
		patterns: [
			/The requested URL returned error: (404|410)|ERROR (404): Not Found|HTTP\/[\d.]+ (404)|Failed to fetch (?:\S+) +(404) +Not Found|(?:Status code|HTTP Error):? (404)/,
			/fatal: repository '\S+' not found|Remote branch (\S+) not found/,
		],
		because: 'what it wants to download is not there (404)',
		why: 'The address or the version is wrong, or a list of packages is old.',
		next: 'Look at the address; for packages run apt-get update first.',
		remedy: 'step',
	},
	{
		id: 'script.fetch-refused',
		patterns: [
			/The requested URL returned error: (401|403|407)|ERROR (401|403|407): |Failed to fetch \S+ +(401|403)/,
		],
		because: (_, [, a, b = a, c = b]) => `what it wants to download is not for everybody (${c})`,
		why: 'The server wants a sign-in or another one, or a proxy forbids the address.',
		next: 'Hand over what it wants, such as a token, and look at the address.',
		remedy: 'step',
	},
	{
		id: 'script.too-many-requests',
		patterns: [/toomanyrequests: |The requested URL returned error: 429|ERROR 429: |429 Too Many Requests/],
		because: 'a server gives this machine no more for now: too many requests',
		why: 'Who asks without a sign-in shares its limit with all that have the same address.',
		next: 'Wait a while, or hand over a sign-in of that server.',
		remedy: 'again',
	},
	{
		id: 'script.cannot-write',
		patterns: [/curl: \(23\)/],
		because: 'curl could not write what it fetched',
		why: 'Its pipe was closed before the end (head, grep -q), or it may not write to that file.',
		next: 'Write to a file of the log-in user first, such as in /tmp.',
		remedy: 'step',
		comesOf: ['script.no-sudo', 'script.disk-full', 'script.permission', 'script.no-file'],
	},
	{
		id: 'script.fetch',
		patterns: [
			/The requested URL returned error: (\d+)|ERROR (\d{3}): |curl: \((\d+)\)/,
			/Failed to fetch (?:\S+)|Some index files failed to download|Hash Sum mismatch|Errors during downloading|Cannot download \S+/,
			/error: RPC failed; |fatal: (?:early EOF|the remote end hung up|fetch-pack: invalid index-pack output)/,
		],
		because: (_, { 0: said, input }) => {
			const address = /Failed to fetch (\S+)/.exec(input)?.[1];
			return address === undefined ? `a download failed (${said.trim()})` : `${address} could not be fetched`;
		},
		next: 'Run it again; if it stays so, look at the address.',
		remedy: 'again',
		comesOf: [
			'script.no-host',
			'script.no-network',
			'script.no-sudo',
			'script.disk-full',
			'script.certificate',
		],
	},
	{
		id: 'script.git-sign-in',
		patterns: [
			/could not read (?:Username|Password) for|Permission denied \(publickey\)|Host key verification failed|Authentication failed for/,
		],
		because: 'git has no access to a repository',
		next: 'Hand over a token, or take an address that everybody may read.',
		remedy: 'step',
	},
	{
		id: 'script.not-an-archive',
		patterns: [
			/not in gzip format|does not look like a tar archive|End-of-central-directory signature not found|File format not recognized/,
		],
		because: 'what was downloaded is no archive',
		why: 'Most often it is the page of an error: curl needs -f to see that.',
		next: 'Download with curl -fsSL, and look at the address.',
		remedy: 'step',
		comesOf: ['script.not-there', 'script.fetch', 'script.no-host', 'script.no-network'],
	},
	{
		id: 'script.checksum',
		patterns: [/computed checksums? did NOT match|: FAILED$/],
		because: 'what was downloaded is not what was expected (checksum)',
		next: 'Look whether the version and its checksum belong together.',
		remedy: 'step',
	},
];

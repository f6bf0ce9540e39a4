import { type PackerFailure, seeWhatIsLeft } from './failure.ts';

/** What Packer says when it breaks off; what it was just doing stays as it is. */
export const crash = /!{10,} PACKER CRASH !{10,}|^panic: /;

/** What keeps any call from AWS. */
export const wayFailures: readonly PackerFailure[] = [
	{
		id: 'aws.certificate',
		patterns: [/x509: /],
		what: 'The certificate of who answers for AWS is not accepted on this computer.',
		why: 'A proxy reads along, the clock of this computer is wrong, or it lacks ca-certificates.',
		next: 'Have the certificate of the proxy installed on this computer, or set AWS_CA_BUNDLE to it. Then run it again.',
		remedy: 'again',
	},
	{
		id: 'aws.unreachable',
		// Not the machine, which is waited for by SSH.
		patterns: [
			/^(?!Error waiting for SSH).*?dial tcp:? (?:lookup )?(\S+?)[: ].*?(?:no such host|server misbehaving|timed? ?out|connection refused|network is unreachable|no route to host)/,
			/^(?!Error waiting for SSH).*?(?:dial tcp|proxyconnect|TLS handshake timeout|net\/http: request canceled while waiting)/,
			// It answered before, and hung up in the middle; or a proxy answered.
			/\b(?:request send|send request) failed\b.*? "?https?:\/\/([^"/:]+).*(?:EOF|connection reset by peer|Client\.Timeout|context deadline exceeded|Forbidden|Bad Gateway|Proxy Authentication Required)/,
		],
		what: (_, [, host]) =>
			host !== undefined && /github|hashicorp/.test(host)
				? `${host} cannot be reached from here.`
				: `AWS cannot be reached from here${host === undefined ? '' : ` (${host})`}.`,
		next: 'Look at the network of this computer; behind a proxy set HTTPS_PROXY. Then run it again.',
		remedy: 'again',
	},
];

/** What went wrong on this computer, on the way to AWS, or at AWS itself. */
export const packerFailures: readonly PackerFailure[] = [
	{
		id: 'rehearsal.container',
		patterns: [
			/Error launching source instance: .*InternalError: (.+?)\.?$/,
			/Error waiting for instance \(i-\w+\).*Server\.InternalError: (.+?)\.?$/,
		],
		when: ({ mode }) => mode === 'rehearsal',
		what: (_, [, said]) => `The container of this rehearsal could not be started: ${said}.`,
		why: 'Docker or Podman answers, but cannot run what it is asked to.',
		next: 'Rehearse without a container, by checking the scripts only: --sandbox trace',
	},
	{
		id: 'aws.errors',
		patterns: [
			/https response error StatusCode: 5\d\d|status code: 5\d\d|\bServer\.InternalError\b|\bInternalError: |ServiceUnavailable/,
		],
		what: 'AWS kept answering with an error of its own.',
		next: 'Wait some minutes and run it again; health.aws.amazon.com tells how that region is.',
		remedy: 'again',
	},
	{
		id: 'packer.disk-full',
		patterns: [/no space left on device|disk quota exceeded/i],
		what: 'A disk of this computer is full.',
		next: 'Make room, above all in the temporary folder, then run it again.',
		remedy: 'again',
	},
	{
		id: 'packer.unknown-flag',
		patterns: [/flag provided but not defined: (\S+)/],
		what: (_, [, flag]) => `This Packer does not know ${flag}.`,
		next: 'Use a newer Packer.',
		remedy: 'packer',
	},
	{
		id: 'packer.crashed',
		patterns: [crash],
		what: 'Packer itself broke off: a defect of it or of a plugin.',
		why: 'It deletes nothing then.',
		next: (_, __, saying) => (saying.mode === 'rehearsal' ? 'Use a newer Packer.' : seeWhatIsLeft(saying)),
		remedy: 'cleanup',
	},
	{
		id: 'script.timeout',
		patterns: [/Cancelling provisioner after a timeout|^context deadline exceeded$/],
		what: 'A step took longer than the template lets it.',
		next: 'Give it a longer timeout in image.pkr.hcl, or look why it does not end.',
		remedy: 'step',
	},
];

/** What only templates of one's own have: other builders, provisioners and post-processors, which may say any words. */
export const otherFailures: readonly PackerFailure[] = [
	{
		id: 'script.post-processor',
		patterns: [/Post-processor failed: (.+)/],
		what: (_, [, said]) => `The image was made, but what the template does with it then failed: ${said}.`,
		next: 'Set the post-processor right in image.pkr.hcl.',
	},
];

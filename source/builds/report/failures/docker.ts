import type { PackerFailure } from './failure.ts';

/** What Packer was about to do, and with which image: `withDetails` of `explain.ts` puts that in front of the engine's words. */
const pulling = /Pulling Docker image: (\S+); .*?/;
const pushing = /Pushing: (\S+); .*?/;

/** Either of them, and then words of the engine. */
const atRegistry = (words: RegExp): readonly RegExp[] =>
	[pulling, pushing].map(doing => new RegExp(doing.source + words.source));

/** The registry that an image name is of; Docker Hub if it names none. */
const registryOf = (image: string): string => {
	const [first = '', ...rest] = image.split('/');
	return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : 'docker.io';
};

/** What remains true when a push failed. */
const isHere = (said: string): string =>
	said.includes('Pushing: ') ? ' The image was made and is on this computer.' : '';

/**
 * What goes wrong with container images: the docker builder and its post-processors of Packer 1.6.6 and of the docker
 * plugin up to 1.1, in the words of Docker 28 and Podman 4.3. They say of most only with which exit code the program ended.
 */
export const dockerFailures: readonly PackerFailure[] = [
	{
		id: 'docker.missing',
		patterns: [/exec: "(docker|podman)": executable file not found in \$PATH/],
		what: (_, [, program]) =>
			`There is no program ${program} on this computer, which Packer needs for a container image.`,
		next: 'Install Docker. With Podman, the package podman-docker gives it that name.',
	},
	{
		id: 'docker.silent',
		patterns: [
			/Cannot connect to the Docker daemon|permission denied while trying to connect to the Docker|Cannot connect to Podman/,
		],
		what: 'Docker does not answer: it does not run, or you may not use it.',
		next: 'Start it (sudo systemctl start docker), or join the group docker and log in again. "docker info" tells whether it answers.',
		remedy: 'again',
	},
	{
		id: 'docker.name',
		patterns: [
			/Pulling Docker image: (.+?); .*?invalid reference format/,
			/Error tagging image: .*?"([^"]+)".*?(?:must be lowercase|invalid reference format)/,
		],
		what: (_, [, name]) => `${name} is no name of a container image.`,
		why: 'A name has small letters, digits and . _ - / only, and a tag behind a colon: ghcr.io/ann/web:1.0',
		next: 'Set it right in image.pkr.hcl.',
	},
	{
		id: 'docker.disk-full',
		patterns: [
			...atRegistry(/no space left on device/),
			/Error (?:committing container|running container|tagging image|saving image|importing).*?no space left on device/,
		],
		what: 'The disk on which Docker or Podman keeps its images is full.',
		next: (_recipe, _match, { engine = 'docker' }) =>
			`Make room there, then run it again. "${engine} system df" shows what takes it, "${engine} image prune" removes images without a name.`,
		remedy: 'again',
	},
	{
		id: 'docker.certificate',
		patterns: atRegistry(/x509: /),
		what: (_, [said, image = '']) =>
			`${registryOf(image)} has a certificate that this computer does not trust.${isHere(said)}`,
		next: (_, [, image = '']) =>
			`Give the engine that of its authority: /etc/docker/certs.d/${registryOf(image)}/ca.crt, with Podman below /etc/containers. Then run it again.`,
		remedy: 'again',
	},
	{
		id: 'docker.no-tls',
		patterns: atRegistry(/server gave HTTP response to HTTPS client/),
		what: (_, [said, image = '']) => `${registryOf(image)} speaks without TLS.${isHere(said)}`,
		why: 'Docker and Podman send nothing that way, unless they are told to.',
		next: (_, [, image = '']) =>
			`If it is yours, name ${registryOf(image)} in "insecure-registries" of Docker's daemon.json, or as insecure in Podman's registries.conf. Then run it again.`,
		remedy: 'again',
	},
	{
		id: 'docker.limit',
		patterns: atRegistry(/toomanyrequests/),
		what: (_, [said, image = '']) =>
			`${registryOf(image)} takes no more requests from here for now.${isHere(said)}`,
		next: (_, [, image = ''], { engine = 'docker' }) =>
			`Wait some hours, or log in (${engine} login ${registryOf(image)}), then run it again.`,
		remedy: 'again',
	},
	{
		id: 'docker.log-in',
		patterns: atRegistry(
			/(?:unauthorized|no basic auth credentials|authentication required|denied: |pull access denied)/,
		),
		what: (_, [said, image = '']) =>
			`${registryOf(image)} does not let you ${said.includes('Pushing: ') ? 'push' : 'have'} ${image}.${isHere(said)}`,
		why: (_, [said]) =>
			said.includes('Pushing: ')
				? 'Nobody is logged in there, or who is may not.'
				: 'There is no such image, or it is for those who are logged in.',
		next: (_, [, image = ''], { engine = 'docker' }) =>
			`Log in: ${engine} login ${registryOf(image)}. Then run it again.`,
		remedy: 'again',
	},
	{
		id: 'docker.no-image',
		patterns: [
			new RegExp(`${pulling.source}(?:manifest .*?(?:unknown|not found)|name unknown|no such image)`),
			/Error running container: .*?Unable to find image '(\S+)' locally/,
			/Error running container: .*?initializing source docker:\/\/(localhost\/\S+?): /,
		],
		what: (_, [, image = '']) => `There is no container image ${image}.`,
		next: 'Name another one, or another tag: --container-image, or base_image in variables.pkr.hcl.',
	},
	{
		id: 'docker.unreachable',
		patterns: atRegistry(/(?:dial tcp|no such host|TLS handshake|i\/o timeout|connection refused)/),
		what: (_, [said, image = '']) => `${registryOf(image)} cannot be reached from here.${isHere(said)}`,
		next: 'Look whether the name is right, and at the network of this computer. Then run it again.',
		remedy: 'again',
	},
	{
		id: 'docker.ecr',
		patterns: [/Failed to parse the ECR URL: (\S+)/],
		what: (_, [, address]) => `${address} is no address of a registry of ECR.`,
		why: 'One looks like 123456789012.dkr.ecr.eu-west-1.amazonaws.com',
		next: 'Set login_server right in image.pkr.hcl.',
	},
	{
		id: 'sign-in.ecr',
		patterns: [/Post-processor failed: .*?(?:no valid credential sources|NoCredentialProviders)/],
		what: 'Nobody is signed in to AWS, which gives the log-in of ECR. The image was made and is on this computer.',
		next: 'Sign in as for the AWS command line (AWS_PROFILE, keys in the environment), then run it again.',
		remedy: 'again',
	},
	{
		id: 'sign-in.ecr-refused',
		patterns: [
			/Post-processor failed: .*?(?:AccessDeniedException|UnrecognizedClientException|ExpiredTokenException|InvalidSignatureException): (.+)$/,
		],
		what: 'AWS gives no log-in of ECR to who is signed in. The image was made and is on this computer.',
		why: (_, [, said]) => said,
		next: 'It needs ecr:GetAuthorizationToken, and keys that are in force. Then run it again.',
		remedy: 'again',
	},
	{
		id: 'docker.settings',
		patterns: [
			/Error committing container: exit status \d+ Stderr: (?:Error: |Error response from daemon: )?(.+?)\.?$/,
		],
		what: (_, [, said]) =>
			`The container became no image, since what the template says of it is not understood: ${said}.`,
		next: 'Set the changes right in image.pkr.hcl.',
	},
	{
		id: 'docker.failed',
		patterns: [
			/^unknown version: ?$/,
			/Error (?:pulling Docker image|running container): /,
			/map has no entry for key "IPAddress"/,
			/No instructions given for handling the artifact/,
		],
		what: 'The docker builder of the template cannot do its work.',
		next: 'Look whether Docker runs and you may use it: docker info',
	},
];

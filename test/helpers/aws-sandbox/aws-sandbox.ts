import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
	type BaseImage,
	baseImages,
	baseImageTitle,
	imageAccount,
} from '../../../source/catalog/base-images.ts';
import { containerImage, motoPython, testEnvironment } from '../../setup/places.ts';
import { end, makeNamespace, type Namespace, runInside } from '../namespace.ts';

/** An EC2 that is not ours, and machines that really answer, in a network of their own. */
export type AwsSandbox = {
	/** Put before a command, runs that inside; only there is anything reachable. */
	readonly enter: readonly string[];
	/** Endpoint, region and credentials. */
	readonly environment: Readonly<Record<string, string>>;
	/** One call of the AWS API, named as boto3 names it: `call('ec2', 'describe_images', { Owners: ['self'] })`. */
	readonly call: (service: string, operation: string, parameters?: unknown, region?: string) => Answer;
	/** Several of EC2, which takes as long as one. */
	readonly callAll: (calls: readonly Ec2Call[], region?: string) => readonly Answer[];
};

type Answer = Readonly<Record<string, unknown>>;
type Ec2Call = readonly [operation: string, parameters?: unknown];

const region = 'us-east-1';

/** Each system has an older and a newer AMI, so that a search for the newest can be seen to find it. */
const releases = ['20260112', '20260427'];

/** The id of the AMI that moto knows for a name. */
export const sandboxAmi = (name: string): string =>
	`ami-0${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;

const amisOf = (image: BaseImage): unknown[] =>
	Object.entries(image.exampleName).flatMap(([architecture, example]) =>
		releases.map(release => {
			const name = example.replaceAll(/20\d{6}/g, release);
			return {
				ami_id: sandboxAmi(name),
				name,
				description: `${baseImageTitle(image)} ${architecture} ${release}`,
				architecture,
				owner_id: imageAccount(image, region),
				public: true,
				state: 'available',
				image_type: 'machine',
				root_device_type: 'ebs',
				root_device_name: image.rootDevice,
				hypervisor: 'xen',
				virtualization_type: 'hvm',
				sriov: 'simple',
				creation_date: `${release.slice(0, 4)}-${release.slice(4, 6)}-${release.slice(6)}T00:00:00.000Z`,
			};
		}),
	);

const startMoto = async (namespace: Namespace, folder: string) => {
	const images = path.join(folder, 'amis.json');
	await writeFile(images, JSON.stringify(baseImages.flatMap(amisOf)));
	const server = path.join(import.meta.dirname, 'server.py');
	const [file = '', ...args] = [...namespace.enter, motoPython, server];
	return spawn(file, args, { stdio: 'ignore', env: { ...process.env, MOTO_AMIS_PATH: images } });
};

/** Starts sshd in a container that answers on every address of the network; gives the container's id. */
const startInstances = (namespace: Namespace): string => {
	const options = [
		'UsePAM=no',
		'MaxStartups=100',
		'AuthorizedKeysCommand=/usr/bin/curl --silent http://127.0.0.1:5001/',
		'AuthorizedKeysCommandUser=nobody',
	].map(option => `-o '${option}'`);
	const { status, stdout, stderr } = spawnSync(
		'podman',
		[
			'run',
			'--detach',
			`--network=ns:${namespace.path}`,
			containerImage,
			'bash',
			'-c',
			`mkdir -p /run/sshd && exec /usr/sbin/sshd -D -e ${options.join(' ')}`,
		],
		{ encoding: 'utf8', env: { ...process.env, ...testEnvironment() } },
	);
	if (status !== 0) {
		throw new Error(`The container with sshd did not start: ${stderr}`);
	}

	return stdout.trim();
};

const listens = (namespace: Namespace, port: number): boolean => {
	try {
		runInside(namespace, 'bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`);
		return true;
	} catch {
		return false;
	}
};

const waitForPorts = async (namespace: Namespace, ports: readonly number[]): Promise<void> => {
	const deadline = Date.now() + 60_000;
	while (!ports.every(port => listens(namespace, port))) {
		if (Date.now() > deadline) {
			throw new Error('moto or sshd did not start within a minute');
		}

		await new Promise(done => setTimeout(done, 200));
	}
};

/**
 * Gives a sandbox to a function, and takes it away afterwards. It needs root, Podman, moto and the base image. moto's
 * instances get addresses of 54.214.0.0/16, where OpenSSH lets in the users of the catalogue's systems with any key
 * pair that EC2 knows, and really runs what it is sent.
 */
export const withAwsSandbox = async (use: (sandbox: AwsSandbox) => Promise<void>): Promise<void> => {
	const folder = await mkdtemp(path.join(tmpdir(), 'aws-sandbox-'));
	const namespace = await makeNamespace();
	const stops: (() => unknown)[] = [namespace.leave];
	try {
		runInside(namespace, 'ip', 'route', 'add', 'local', '54.214.0.0/16', 'dev', 'lo');
		const moto = await startMoto(namespace, folder);
		stops.unshift(() => end(moto));
		const container = startInstances(namespace);
		stops.unshift(() =>
			spawnSync('podman', ['rm', '--force', '--time', '0', container], {
				env: { ...process.env, ...testEnvironment() },
			}),
		);
		await waitForPorts(namespace, [5000, 5001, 5002, 22]);
		const environment = {
			AWS_ENDPOINT_URL: 'http://127.0.0.1:5000',
			AWS_REGION: region,
			AWS_DEFAULT_REGION: region,
			AWS_ACCESS_KEY_ID: 'test',
			AWS_SECRET_ACCESS_KEY: 'test',
			AWS_EC2_METADATA_DISABLED: 'true',
		};
		const ask = (calls: readonly unknown[], where: string): readonly Answer[] => {
			const asked = JSON.stringify({ region: where, calls });
			const url = 'http://127.0.0.1:5002/';
			return JSON.parse(runInside(namespace, 'curl', '--silent', '--show-error', '--data', asked, url));
		};
		await use({
			enter: namespace.enter,
			environment,
			call: (service, operation, parameters = {}, where = region) =>
				ask([[service, operation, parameters]], where)[0] ?? {},
			callAll: (calls, where = region) =>
				ask(
					calls.map(([operation, parameters = {}]) => ['ec2', operation, parameters]),
					where,
				),
		});
	} finally {
		for (const stop of stops) {
			await stop();
		}

		await rm(folder, { recursive: true, force: true });
	}
};

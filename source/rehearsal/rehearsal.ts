import { steadyNow } from '../base/clock.ts';
import type { Architecture } from '../catalog/base-images.ts';
import { delaysAt, usualSpeed } from './delays.ts';
import { instanceState } from './endpoint/progress.ts';
import { type LeftOver, leftOversOf, type Resources, resourcesOf } from './endpoint/resources.ts';
import { rulesOf } from './endpoint/rules.ts';
import { newWorld, type Seed } from './endpoint/seed.ts';
import { startEndpoint } from './endpoint/server.ts';
import type { Credentials } from './endpoint/signature.ts';
import type { Instance, World } from './endpoint/state.ts';
import { newCredentials, newEndpointTools } from './endpoint/tools.ts';
import { type Faults, readFaults } from './faults.ts';
import { newMachines } from './instance/machines.ts';
import type { Outside } from './instance/mishaps.ts';
import { startSsh } from './instance/server.ts';
import { type ChoiceOptions, chooseSandbox, type SandboxChoice } from './sandbox-choice.ts';

export type RehearsalOptions = ChoiceOptions & {
	/** The region of the build. */
	readonly region: string;
	/** Regions that get a copy. */
	readonly copyTo: readonly string[];
	/** What the Recipe names of these is taken to exist. */
	readonly instanceTypes?: readonly string[];
	readonly subnets?: readonly string[];
	readonly zones?: readonly string[];
	readonly keys?: readonly string[];
	/** The keys of copies, by region. */
	readonly copyKeys?: Readonly<Record<string, string>>;
	readonly instanceProfiles?: readonly string[];
	/** How fast time passes: 1 as in EC2, 10 ten times as fast, Infinity for tests; a usual speed if missing. */
	readonly speed?: number | undefined;
	/** Faults, each bound to what it hits. */
	readonly faults: readonly string[];
};

/** An EC2 of one's own, with one machine to log in to. It lives until it is stopped, or until its process ends. */
export type Rehearsal = {
	/** What AWS_ENDPOINT_URL and `custom_endpoint_ec2` must name. */
	readonly endpoint: string;
	readonly sshHost: '127.0.0.1';
	readonly sshPort: number;
	/** Lines for the source of the template, with which Packer gives up in time what never comes. */
	readonly limits: Readonly<Record<string, string | number>>;
	readonly sandbox: Pick<SandboxChoice, 'kind' | 'detail'>;
	/** Invented for this rehearsal; the endpoint serves nobody else. To be handed on in an environment only. */
	readonly credentials: Credentials;
	/** What is there now, per region. */
	readonly resources: () => Readonly<Record<string, Resources>>;
	/** What a build left of what it made, but for its images (ids). */
	readonly left: (artifacts: readonly string[]) => readonly LeftOver[];
	readonly stop: () => Promise<void>;
};

const machinesOf = (world: World): readonly Instance[] =>
	[...world.regions.values()].flatMap(region => [...region.instances.values()]);

/** Whether port 22 of a machine can be reached, as far as that was asked to matter. */
const isReachable = (world: World, faults: Faults, { groups }: Instance): boolean => {
	const all = [...world.regions.values()].flatMap(({ securityGroups }) => [...securityGroups.values()]);
	return (
		!faults.has('ssh-timeout') &&
		!faults.has('private-unreachable') &&
		(!faults.has('port-revoked') ||
			all.some(group => groups.includes(group.id) && rulesOf(group, false).length > 0))
	);
};

/** The machine that a user may enter with a key: it runs, has booted, was launched with that key, and has that user. */
const admitted = (world: World, username: string, publicKey: string): Instance | undefined => {
	const now = steadyNow();
	return machinesOf(world).find(
		instance =>
			instanceState(instance, now) === 'running' &&
			instance.booted <= now &&
			instance.username === username &&
			instance.publicKey === publicKey,
	);
};

/** How long until a machine answers by SSH, in milliseconds: for ever if it cannot be reached, undefined if there is none. */
const answersIn = (world: World, faults: Faults): number | undefined => {
	const now = steadyNow();
	const waits = machinesOf(world)
		.filter(instance => ['pending', 'running'].includes(instanceState(instance, now)))
		.map(instance =>
			isReachable(world, faults, instance) ? Math.max(0, instance.booted - now) : Number.POSITIVE_INFINITY,
		);
	return waits.length === 0 ? undefined : Math.min(...waits);
};

/** How long a machine may set itself up, as our script has it, in milliseconds. */
const mostTimeToBoot = 600_000;

/** How long Packer waits for SSH in EC2, in seconds, and at least in a rehearsal in which SSH does not come. */
const sshPatience = { real: 300, least: 10 };

/** Time passes faster in a rehearsal, but not for Packer: where it waits for what never comes, it is told to give up. */
const limitsAt = (speed: number, faults: Faults): Rehearsal['limits'] => ({
	...((['ssh-timeout', 'private-unreachable', 'port-revoked'] as const).some(faults.has)
		? { ssh_timeout: `${Math.max(sshPatience.least, Math.ceil(sshPatience.real / speed))}s` }
		: {}),
	...((['throttling', 'endpoint-vanishes', 'credentials-expire'] as const).some(faults.has)
		? { max_retries: 1 }
		: {}),
});

const otherThan = (architecture: Architecture): Architecture =>
	architecture === 'arm64' ? 'x86_64' : 'arm64';

const start = async (
	options: RehearsalOptions,
	faults: Faults,
	choice: SandboxChoice,
): Promise<Rehearsal> => {
	const { region, architecture, baseImage: base } = options;
	// What was asked to go wrong is looked at, known or not.
	const speed = options.speed ?? usualSpeed(choice.goesOn && options.faults.length === 0);
	const delays = delaysAt(speed);
	const seed: Seed = {
		region,
		base,
		architecture: faults.has('other-processor') ? otherThan(architecture) : architecture,
		instanceTypes: options.instanceTypes ?? [],
		hasDefaultVpc: !faults.has('no-default-vpc'),
		subnets: options.subnets ?? [],
		zones: options.zones ?? [],
		keys: options.keys ?? [],
		copyKeys: options.copyKeys ?? {},
		profiles: options.instanceProfiles ?? [],
	};
	const outside = (instance: Instance, world: World): Outside => {
		const root = instance.devices.find(({ device }) => device === instance.rootDevice)?.volume ?? '';
		const volume = [...world.regions.values()].map(({ volumes }) => volumes.get(root)).find(Boolean);
		const { boot } = delays;
		const cut = (): void => ssh.cut(instance.id);
		return {
			diskGib: volume?.size ?? 0,
			boot: mostTimeToBoot / speed,
			cut,
			goDown: () => {
				endpoint.change(instance.id, machine => ({ ...machine, booted: steadyNow() + mostTimeToBoot }));
				cut();
			},
			comeUp: () => endpoint.change(instance.id, machine => ({ ...machine, booted: steadyNow() + boot })),
			turnOff: () => {
				endpoint.change(instance.id, machine => ({ ...machine, ownEnd: steadyNow() }));
				cut();
			},
		};
	};

	const machines = newMachines((instance, world) => choice.start(instance, outside(instance, world)));
	const credentials = newCredentials();
	const endpoint = await startEndpoint({
		seed,
		tools: newEndpointTools(delays, faults),
		world: newWorld(seed, [region, ...options.copyTo]),
		credentials,
		onChange: machines.update,
	});
	const ssh = await startSsh({
		admit: (username, publicKey) => admitted(endpoint.world(), username, publicKey),
		answersIn: () => answersIn(endpoint.world(), faults),
		sandboxOf: machines.sandboxOf,
	});
	let stopped: Promise<void> | undefined;
	return {
		endpoint: endpoint.url,
		sshHost: '127.0.0.1',
		sshPort: ssh.port,
		limits: limitsAt(speed, faults),
		sandbox: { kind: choice.kind, detail: choice.detail },
		credentials,
		resources: () => resourcesOf(endpoint.world(), steadyNow()),
		left: artifacts => leftOversOf(endpoint.world(), steadyNow(), artifacts),
		stop: () => {
			// The machines last: a call that is still answered could start one.
			stopped ??= Promise.all([endpoint.stop(), ssh.stop()]).then(machines.stop);
			return stopped;
		},
	};
};

/**
 * Starts a rehearsal: an EC2 endpoint and an SSH server on the loopback, and the sandbox behind them. Getting a
 * container ready can take minutes the first time; the servers are there at once.
 * @throws Problem (exit 2) for an unknown fault, (exit 3) if a container is a must and there is none; the reason of
 * the signal if that aborts.
 */
export const startRehearsal = async (options: RehearsalOptions): Promise<Rehearsal> => {
	const faults = readFaults(options.faults);
	const { signal } = options;
	// What was given up would else look like an image that cannot be got, or an engine that does not answer.
	const say = (sentence: string): void => {
		signal?.throwIfAborted();
		options.say?.(sentence);
	};
	const choice = await chooseSandbox({ ...options, say }, faults);
	signal?.throwIfAborted();
	return start(options, faults, choice);
};

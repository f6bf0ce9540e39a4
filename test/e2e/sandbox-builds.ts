import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { AwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { end } from '../helpers/namespace.ts';
import { builtProgram, type Ended, type Person, type RunOptions, runProgram } from '../helpers/program.ts';

/** Runs the built program in a sandbox, with its endpoint and credentials, without a terminal. */
export const runInSandbox = (
	person: Person,
	{ enter, environment }: AwsSandbox,
	args: readonly string[],
	{ env = {}, ...options }: RunOptions = {},
): Promise<Ended> =>
	runProgram(person, args, {
		command: [...enter, process.execPath, builtProgram],
		env: { ...environment, ...env },
		...options,
	});

/** The same, to be signalled while it runs. */
export const startInSandbox = (
	person: Person,
	sandbox: AwsSandbox,
	args: readonly string[],
	options: RunOptions = {},
): { readonly pid: number; readonly ended: Promise<Ended> } => {
	let pid = 0;
	const onStart = (started: number): void => {
		pid = started;
	};
	return { ended: runInSandbox(person, sandbox, args, { ...options, onStart }), pid };
};

export type Tags = readonly { readonly Key: string; readonly Value: string }[];
export type Image = {
	readonly ImageId: string;
	readonly Name: string;
	readonly Architecture: string;
	readonly Tags?: Tags;
	readonly BlockDeviceMappings: readonly { readonly Ebs?: { readonly SnapshotId?: string } }[];
};
export type Instance = {
	readonly InstanceId: string;
	readonly ImageId: string;
	readonly InstanceType: string;
	readonly InstanceLifecycle?: string;
	readonly PublicIpAddress?: string;
	readonly PrivateIpAddress?: string;
	readonly SubnetId?: string;
	readonly State: { readonly Name: string };
	readonly Tags?: Tags;
};

/** The AMIs that were made in a region. */
export const ownImages = ({ call }: AwsSandbox, region: string): readonly Image[] =>
	call('ec2', 'describe_images', { Owners: ['self'] }, region)['Images'] as Image[];

/** The tags of the snapshots behind an AMI. */
export const snapshotTags = ({ call }: AwsSandbox, image: Image, region: string): readonly Tags[] => {
	const SnapshotIds = image.BlockDeviceMappings.flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);
	const { Snapshots } = call('ec2', 'describe_snapshots', { SnapshotIds }, region);
	return (Snapshots as { Tags: Tags }[]).map(({ Tags }) => Tags);
};

const machinesOf = (answer: Readonly<Record<string, unknown>> | undefined): readonly Instance[] =>
	((answer?.['Reservations'] ?? []) as { Instances: Instance[] }[]).flatMap(({ Instances }) => Instances);

/** All machines of a region, those included that are gone. */
export const instances = ({ call }: AwsSandbox, region?: string): readonly Instance[] =>
	machinesOf(call('ec2', 'describe_instances', {}, region));

/** Everything that costs money or opens a door and that a build should have taken away, by kind. */
export const leftBehind = (sandbox: AwsSandbox, region?: string): Readonly<Record<string, unknown[]>> => {
	const [machines, ...others] = sandbox.callAll(
		[
			['describe_instances'],
			['describe_key_pairs'],
			['describe_security_groups'],
			['describe_volumes'],
			['describe_launch_templates'],
		],
		region,
	);
	const all = (key: string): unknown[] => others.find(answer => key in answer)?.[key] as unknown[];
	return {
		instances: machinesOf(machines).filter(({ State }) => State.Name !== 'terminated'),
		keyPairs: all('KeyPairs'),
		securityGroups: all('SecurityGroups').filter(group => Object(group).GroupName !== 'default'),
		volumes: all('Volumes'),
		launchTemplates: all('LaunchTemplates'),
	};
};

export const nothing = {
	instances: [],
	keyPairs: [],
	securityGroups: [],
	volumes: [],
	launchTemplates: [],
};

const gate = 7000;

/** A command that says `waiting` and goes on when the test opens the gate: sandbox and machines share a network. */
export const waitAtGate = `echo waiting; until (exec 3<>/dev/tcp/127.0.0.1/${gate}) 2>/dev/null; do sleep 0.2; done`;

/** Lets everybody go on who waits at the gate. */
export const openGate = async ({ enter }: AwsSandbox): Promise<void> => {
	const [file = '', ...args] = enter;
	const listen = `require('net').createServer().listen(${gate}, '127.0.0.1', () => console.log('open'))`;
	const child = spawn(file, [...args, process.execPath, '--eval', listen], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	onTestFinished(() => end(child));
	await once(child.stdout, 'data');
};

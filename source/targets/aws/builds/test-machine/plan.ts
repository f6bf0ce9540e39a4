import path from 'node:path';
import type { Caller } from '../../../../aws/client/clients.ts';
import { ownBlock } from '../../../../aws/client/images/test-machine.ts';
import { askProfile } from '../../../../aws/client/live/launch.ts';
import { openLive } from '../../../../aws/client/live/session.ts';
import { AwsRefusal } from '../../../../aws/client/refused.ts';
import { readIfExists } from '../../../../base/files.ts';
import type { Environment } from '../../../../base/paths.ts';
import { exitCodes, Problem } from '../../../../base/problem.ts';
import { templateFolder } from '../../../../builds/folders.ts';
import type { Artifact } from '../../../../builds/journal/journal.ts';
import type { Timeline } from '../../../../builds/timeline/timeline.ts';
import { resolveBase, usedZone } from '../../../../recipe/base.ts';
import { anyAddress, ownAddress } from '../../../../recipe/schema.ts';
import { userDataName } from '../../../../template/files.ts';
import { bootScript } from '../../template/boot.ts';
import { serverNeeds } from '../../template/servers.ts';

/** What a person can say of a test machine. */
export type TestRequest = {
	/** The build, and the only AMI of it that is meant. */
	readonly id: string;
	readonly ami?: string | undefined;
	/** The build's if missing. */
	readonly type?: string | undefined;
	/** From where one logs in: `203.0.113.7/32`; the own address if missing. */
	readonly sshFrom?: string | undefined;
};

/** A test machine as servers of the image are started. */
export type TestPlan = Artifact & {
	readonly type: string;
	readonly sshFrom: string;
	readonly user: string;
	readonly subnet: string | undefined;
	readonly zone: string | undefined;
	readonly isPublic: boolean;
	readonly profile: string | undefined;
	readonly userData: string | undefined;
	/** What it is not started with, though servers of the image would be: a sentence each. */
	readonly doubts: readonly string[];
};

const addressOf = async (
	{ header }: Timeline,
	{ id, sshFrom }: TestRequest,
	signal: AbortSignal,
): Promise<string> => {
	const { sshFrom: chosen, address } = header.recipe.aws.network;
	// To everybody it is opened by nobody who did not say so now.
	const unsaid = [ownAddress, ...(sshFrom === undefined ? [anyAddress] : [])];
	const wanted = sshFrom ?? chosen;
	const named = unsaid.includes(wanted) ? undefined : wanted;
	const told = named ?? (address === 'private' ? undefined : await ownBlock(signal));
	signal.throwIfAborted();
	if (told === undefined) {
		throw new Problem('It is not known from which address you would log in.', {
			reason:
				address === 'private'
					? 'The machine has a private address, where yours is another one than on the internet.'
					: 'checkip.amazonaws.com did not say it.',
			next: [`Name it: packer-wizard images test ${id} --ssh-from 203.0.113.7/32`],
			exitCode: exitCodes.missing,
		});
	}

	return told;
};

/** The profile that servers of the image need, if it is there: who starts them by Terraform has it made then. */
const profileOf = async (
	caller: Caller,
	{ region }: Artifact,
	name: string | undefined,
	signal: AbortSignal,
): Promise<Pick<TestPlan, 'profile' | 'doubts'>> => {
	if (name === undefined) {
		return { profile: undefined, doubts: [] };
	}

	const session = openLive(caller, region, signal);
	try {
		return (await askProfile(session, name)) === 'whole'
			? { profile: name, doubts: [] }
			: { profile: undefined, doubts: [`There is no instance profile ${name} yet: it is started without.`] };
	} catch (error) {
		signal.throwIfAborted();
		if (!(error instanceof AwsRefusal)) {
			throw error;
		}

		// Whether it is there the launch tells.
		return { profile: name, doubts: [] };
	} finally {
		session.close();
	}
};

/** How a test machine of an image is started. @throws Problem (exit 3) if nobody knows from where one logs in. */
export const planTest = async (
	timeline: Timeline,
	image: Artifact,
	request: TestRequest,
	caller: Caller,
	environment: Environment,
	signal: AbortSignal,
): Promise<TestPlan> => {
	const { recipe } = timeline.header;
	const { network, instanceType, region } = recipe.aws;
	const needs = serverNeeds(recipe);
	// Hand edits of the boot script count, as with the servers.
	const written = await readIfExists(
		path.join(templateFolder(timeline.header, environment), userDataName),
	).catch(() => undefined);
	// Subnets and zones are of the first region.
	const isHome = image.region === region;
	return {
		...image,
		type: request.type ?? instanceType,
		sshFrom: await addressOf(timeline, request, signal),
		user: resolveBase(recipe).username,
		subnet: isHome ? network.subnet : undefined,
		zone: isHome ? usedZone(network) : undefined,
		isPublic: network.address === 'public',
		userData: needs.userData ? (written ?? bootScript(recipe)) : undefined,
		...(await profileOf(caller, image, needs.instanceProfile, signal)),
	};
};

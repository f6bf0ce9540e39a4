import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Caller } from '../../../../aws/client/clients.ts';
import { AwsRefusal } from '../../../../aws/client/refused.ts';
import { type RemainKind, remainKinds } from '../../../../aws/client/remains/remain.ts';
import { steadyNow } from '../../../../base/clock.ts';
import type { Whereabouts } from '../../../../base/paths.ts';
import { exitCodes, Problem } from '../../../../base/problem.ts';
import { buildFolder, journalFile, testHostsName, testKeyName } from '../../../../builds/folders.ts';
import { openBehindEnd } from '../../../../builds/journal/behind-end.ts';
import type { AwsThing, TestEntry } from '../../../../builds/journal/journal.ts';
import { removeLock, takeFolder } from '../../../../builds/lock-files.ts';
import { readTimeline } from '../../../../builds/read-timeline.ts';
import { buildTag } from '../../../../recipe/tags.ts';
import { amisOf, callerOfImage, refusedChange } from '../image-changes/own-image.ts';
import { refusalText } from '../remains/refusals.ts';
import { planTest, type TestPlan, type TestRequest } from './plan.ts';
import { logIn, lookBySsh, type SshAccess, sshWords } from './ssh.ts';

/** How far a test machine is. */
type TestStage = 'making' | 'starting' | 'checks' | 'ssh' | 'boot' | 'ready' | 'ending' | 'ended' | 'left';

/** What is new of a test machine. */
export type TestNews = {
	readonly stage: TestStage;
	readonly region: string;
	readonly type: string;
	/** `i-0f3a91c2d4e5f6a7b`. */
	readonly machine?: string | undefined;
	readonly address?: string | undefined;
	/** Milliseconds since it was started. */
	readonly ran: number;
	/** What else there is to say, a sentence each. */
	readonly said?: readonly string[];
};

/** A machine that one can log in to. */
export type ReadyMachine = TestNews & {
	/** The words of the command that logs in. */
	readonly ssh: readonly string[];
	/** What cloud-init says of its first boot, `done`, `error`; `none` where there is none. */
	readonly boot: string;
	/** Hands the terminal over to a log-in, and gives its exit code when it is taken back. */
	readonly logIn: () => Promise<number>;
};

/** What a front end does with a test machine. */
export type TestFront = {
	readonly told: (news: TestNews) => void;
	/** What is to become of a machine that is ready; it is ended in any case but `keep`. */
	readonly use: (machine: ReadyMachine) => Promise<'end' | 'keep'>;
};

/** Milliseconds between two looks, and in which a machine has to get ready. */
const interval = 3000;
const patience = 15 * 60 * 1000;

/** What cloud-init says when it is through, in one way or another. */
const over: readonly string[] = ['done', 'error', 'degraded', 'disabled', 'none'];

/** A test machine that is being made, with what is noted of it. */
type Open = {
	readonly plan: TestPlan;
	readonly caller: Caller;
	readonly id: string;
	readonly access: SshAccess;
	readonly note: (state: TestEntry['state'], more?: Pick<TestEntry, 'user' | 'address'>) => void;
	things: readonly AwsThing[];
	machine: string | undefined;
	started: number | undefined;
};

const newsOf = ({ plan, machine, started }: Open): Omit<TestNews, 'stage'> => ({
	region: plan.region,
	type: plan.type,
	machine,
	ran: started === undefined ? 0 : steadyNow() - started,
});

/** Makes key, firewall and machine, each noted before the next. */
const make = async (open: Open, name: string, told: TestFront['told'], signal: AbortSignal) => {
	const { plan, id, caller, access, note } = open;
	const { region } = plan;
	const aws = await import('../../../../aws/client/images/test-machine.ts');
	const { createEc2 } = await import('../../../../aws/client/clients.ts');
	const tags = { Name: `packer-wizard test of build ${id}`, [buildTag]: id };
	const calls = { ec2: await createEc2(caller, region), signal, tags, name };
	told({ ...newsOf(open), stage: 'making', said: plan.doubts });
	await writeFile(access.key, await aws.makeKey(calls), { mode: 0o600 });
	const group = await aws.makeFirewall(calls, { subnet: plan.subnet, from: plan.sshFrom });
	open.things = open.things.map(each =>
		each.kind === 'security-group' ? { ...each, id: group, name } : each,
	);
	note('changed');
	open.started = steadyNow();
	open.machine = await aws.startTestMachine(calls, { ...plan, group });
	open.things = [{ region, kind: 'instance', id: open.machine }, ...open.things];
	note('changed');
	return { calls, look: () => aws.lookAtMachine(calls, open.machine ?? '') };
};

/** Waits until the machine runs, is healthy, answers by SSH, and is through with its first boot. */
const untilReady = async (
	open: Open,
	look: Awaited<ReturnType<typeof make>>['look'],
	told: TestFront['told'],
	{ environment }: Whereabouts,
	signal: AbortSignal,
): Promise<{ readonly access: SshAccess; readonly boot: string }> => {
	let stage: TestStage | undefined;
	for (const deadline = steadyNow() + patience; steadyNow() < deadline; ) {
		const { state, publicAddress, privateAddress, isHealthy } = await look();
		if (state !== 'pending' && state !== 'running') {
			throw new Problem(`The test machine is ${state}.`, {
				reason: 'It was not ended here: AWS did it, somebody, or its own boot.',
				exitCode: exitCodes.buildFailed,
			});
		}

		const address = open.plan.isPublic ? publicAddress : privateAddress;
		const access = { ...open.access, address: address ?? '' };
		const boot =
			state === 'running' && address !== undefined ? await lookBySsh(access, environment, signal) : undefined;
		const now: TestStage =
			state === 'pending' || address === undefined
				? 'starting'
				: boot === undefined
					? isHealthy
						? 'ssh'
						: 'checks'
					: over.includes(boot)
						? isHealthy
							? 'ready'
							: 'checks'
						: 'boot';
		if (now === 'ready' && boot !== undefined) {
			return { access, boot };
		}

		if (now !== stage) {
			told({ ...newsOf(open), stage: now, address });
			stage = now;
		}

		await setTimeout(interval, undefined, { signal });
	}

	throw new Problem('The test machine did not get ready within 15 minutes.', {
		reason: `It was at: ${stage}.`,
		exitCode: exitCodes.buildFailed,
	});
};

const isKind = (kind: string): kind is RemainKind => remainKinds.some(each => each === kind);

/** Deletes all that there is of it, whoever was told to end; what stays is noted, and `cleanup` finds it. */
const end = async (open: Open, told: TestFront['told']): Promise<void> => {
	const { plan, caller, id, access, note } = open;
	told({ ...newsOf(open), stage: 'ending' });
	const { removeInRegion } = await import('../../../../aws/client/remains/remove.ts');
	const said: string[] = [];
	const remains = open.things.flatMap(thing =>
		isKind(thing.kind)
			? [{ kind: thing.kind, id: thing.id, region: plan.region, build: id, detail: '' }]
			: [],
	);
	await removeInRegion(
		caller,
		plan.region,
		remains,
		(remain, refusal) => {
			if (refusal) {
				said.push(`${remain.kind} ${remain.id}: ${refusal.message}`);
			} else {
				open.things = open.things.filter(each => each.id !== remain.id);
			}
		},
		new AbortController().signal,
	);
	const isGone = open.things.length === 0;
	note(isGone ? 'ended' : 'changed');
	if (isGone) {
		await rm(access.key, { force: true });
	}

	await rm(access.hosts, { force: true });
	told({ ...newsOf(open), stage: isGone ? 'ended' : 'left', said });
};

/**
 * Starts a test machine from the image of a build, waits until it is healthy and through with its first boot, and ends it
 * when the front end is done with it, or anything goes wrong, or the program is told to end. What is made stands in the
 * journal before it is made.
 * @throws Problem: exit 2 if there is no real image or a test machine of it already, exit 1 if AWS refused something or it
 * did not get ready, exit 3 if nobody knows from where one logs in, exit 4 if nobody can sign in to its account; or the reason
 * of the signal. Nothing runs any more then.
 */
export const testImage = async (
	request: TestRequest,
	{ told, use }: TestFront,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<void> => {
	const { id } = request;
	const { environment } = whereabouts;
	const file = journalFile(id, environment);
	const timeline = await readTimeline(file);
	if (!timeline) {
		throw new Problem(`There is no build ${id}.`, { exitCode: exitCodes.usage });
	}

	const [image] = amisOf(timeline, request.ami);
	const folder = buildFolder(id, environment);
	if (timeline.test?.things.length) {
		throw new Problem(`There is a test machine of build ${id} already.`, {
			next: [`End it: packer-wizard cleanup ${id}`],
			exitCode: exitCodes.usage,
		});
	}

	const lock = await takeFolder(folder, 'test');
	if (!('own' in lock)) {
		throw new Problem(`The image of build ${id} is being copied or tested already.`, {
			next: [`See what comes of it: packer-wizard builds show ${id}`],
			exitCode: exitCodes.usage,
		});
	}

	try {
		const caller = await callerOfImage(timeline, whereabouts, signal);
		const plan = await planTest(timeline, image, request, caller, environment, signal);
		const append = await openBehindEnd(file);
		const name = `packer-wizard-test-${id}-${randomBytes(4).toString('hex')}`;
		const { region, ami, type } = plan;
		const key = path.join(folder, testKeyName);
		await rm(key, { force: true });
		const open: Open = {
			plan,
			caller,
			id,
			access: { user: plan.user, address: '', key, hosts: path.join(folder, testHostsName) },
			note: (state, more = {}) =>
				append({ kind: 'test', state, region, ami, type, things: open.things, ...more }),
			things: [
				{ region, kind: 'security-group', id: name },
				{ region, kind: 'key-pair', id: name },
			],
			machine: undefined,
			started: undefined,
		};
		open.note('began');
		let wish: 'end' | 'keep' = 'end';
		try {
			const { look } = await make(open, name, told, signal);
			const { access, boot } = await untilReady(open, look, told, whereabouts, signal);
			const news = { ...newsOf(open), stage: 'ready' as const, address: access.address };
			told(news);
			wish = await use({
				...news,
				boot,
				ssh: sshWords(access),
				logIn: () => logIn(access, environment, signal),
			});
			signal.throwIfAborted();
			if (wish === 'keep') {
				open.note('kept', { user: access.user, address: access.address });
			}
		} catch (error) {
			wish = 'end';
			signal.throwIfAborted();
			throw error instanceof AwsRefusal
				? refusedChange(error, 'There is no test machine.', timeline.header.recipe)
				: error;
		} finally {
			if (wish === 'end') {
				await end(open, told).catch((error: unknown) => {
					if (!(error instanceof AwsRefusal)) {
						throw error;
					}

					told({ ...newsOf(open), stage: 'left', said: [refusalText(error, timeline.header.recipe)] });
				});
			}
		}
	} finally {
		await removeLock(lock.own);
	}
};

import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { AwsRefusal } from '../../../../aws/client/refused.ts';
import { steadyNow } from '../../../../base/clock.ts';
import type { Whereabouts } from '../../../../base/paths.ts';
import { exitCodes, Problem } from '../../../../base/problem.ts';
import { buildFolder, journalFile, testHostsName, testKeyName } from '../../../../builds/folders.ts';
import { openBehindEnd } from '../../../../builds/journal/behind-end.ts';
import { isTaken, removeLock, takeFolder } from '../../../../builds/lock-files.ts';
import { readTimeline } from '../../../../builds/read-timeline.ts';
import { amisOf, callerOfImage, refusedChange } from '../image-changes/own-image.ts';
import { testInUse } from '../remains/sought.ts';
import { end, make, type Open, testNewsOf } from './machine.ts';
import type { TestFront, TestStage } from './news.ts';
import { planTest, type TestRequest } from './plan.ts';
import { logIn, lookBySsh, needSsh, type SshAccess, sshWords } from './ssh.ts';

/** Milliseconds between two looks, and in which a machine has to get ready. */
const interval = 3000;
const patience = 15 * 60 * 1000;

/** What cloud-init says when it is through, in one way or another. */
const over: readonly string[] = ['done', 'error', 'degraded', 'disabled', 'none'];

/** Waits until the machine runs, is healthy, answers by SSH, and is through with its first boot. */
const untilReady = async (
	open: Open,
	look: Awaited<ReturnType<typeof make>>,
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
			told({ ...testNewsOf(open), stage: now, address });
			stage = now;
		}

		await setTimeout(interval, undefined, { signal });
	}

	throw new Problem('The test machine did not get ready within 15 minutes.', {
		reason: `It was at: ${stage}.`,
		exitCode: exitCodes.buildFailed,
	});
};

/**
 * Starts a test machine from the image of a build, waits until it is healthy and through with its first boot, and ends it
 * when the front end is done with it, or anything goes wrong, or the program is told to end. What is made stands in the
 * journal before it is made.
 * @throws Problem: exit 2 if there is no real image or a test machine of it already, exit 1 if AWS refused something or it
 * did not get ready, exit 3 if there is no ssh or nobody knows from where one logs in, exit 4 if nobody can sign in to its account; or the reason
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
		if (await isTaken(folder)) {
			throw testInUse(id);
		}

		throw new Problem(`There is a test machine of build ${id} already.`, {
			next: [`End it: packer-wizard cleanup ${id}`],
			exitCode: exitCodes.usage,
		});
	}

	await needSsh(environment, signal);
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
			recipe: timeline.header.recipe,
			caller,
			id,
			name,
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
			const look = await make(open, told, signal);
			const { access, boot } = await untilReady(open, look, told, whereabouts, signal);
			const news = { ...testNewsOf(open), stage: 'ready' as const, address: access.address };
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
				? refusedChange(
						error,
						open.machine === undefined
							? 'There is no test machine.'
							: 'The test machine was not seen to be ready.',
						timeline.header.recipe,
					)
				: error;
		} finally {
			if (wish === 'end') {
				await end(open, told);
			}
		}
	} finally {
		await removeLock(lock.own);
	}
};
